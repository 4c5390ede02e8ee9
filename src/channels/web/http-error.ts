import type { NextFunction, Request, RequestHandler, Response } from "express";
import type { z } from "zod";
import { AppError } from "../../contracts/errors.js";

/** What a client may know of a fault: code, sentence, remedy. */
export interface ErrorBody {
  code: string;
  message: string;
  remedy: string;
}

const STATUS: Record<string, number> = {
  not_found: 404,
  not_signed_in: 401,
  too_large: 413,
  queue_full: 429,
  too_many_questions: 429,
};

/** Faults of the program are told without their text: it may hold rows or secrets. */
export function errorBody(error: unknown): ErrorBody {
  if (error instanceof AppError) return { code: error.code, message: error.message, remedy: error.remedy };
  return {
    code: "fault",
    message: "Something went wrong on the server.",
    remedy: "Try again; the server's log names the fault.",
  };
}

/** The last handler: JSON for whatever was thrown. `onFault` hears of what is not the client's doing. */
export function answerErrors(onFault: (error: unknown) => void) {
  return (thrown: unknown, _: Request, response: Response, next: NextFunction): void => {
    const error = clientFault(thrown);
    const status = statusOf(error);
    if (status >= 500) onFault(error);
    if (response.headersSent) {
      next(error);
      return;
    }
    response.status(status).json({ error: errorBody(error) });
  };
}

/** A handler whose rejection goes to the last handler. */
export function handled(work: (request: Request, response: Response) => Promise<void>): RequestHandler {
  return (request, response, next) => {
    work(request, response).catch(next);
  };
}

/** The body as the schema has it. Throws AppError (bad_request) that names the first wrong field. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown, example: string): T {
  const parsed = schema.safeParse(body ?? null);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = issue?.path.join(".") || "The body";
  throw badRequest(
    `${place}: ${issue?.message ?? "not as expected"}.`,
    `Send ${example} as application/json.`,
  );
}

function badRequest(message: string, remedy: string): AppError {
  return new AppError("bad_request", "user", message, remedy);
}

export function notFound(what: string): AppError {
  return new AppError("not_found", "user", `There is no such ${what}.`, "It may be gone; ask again.");
}

function clientFault(error: unknown): unknown {
  const status = error instanceof Error && "status" in error ? error.status : null;
  if (status === 413) {
    return new AppError("too_large", "user", "The request is too large.", "Send less than 64 KB.");
  }
  if (typeof status === "number" && status >= 400 && status < 500) {
    return badRequest(
      "The request can't be read.",
      "Send JSON with the header Content-Type: application/json.",
    );
  }
  return error;
}

function statusOf(error: unknown): number {
  if (!(error instanceof AppError)) return 500;
  return STATUS[error.code] ?? (error.fault === "user" ? 400 : 503);
}
