import type { Request, Response } from "express";
import { z } from "zod";
import type { Answer } from "../../contracts/answer.js";
import type { Conversation, IncomingMessage } from "../../contracts/conversation.js";
import { AppError } from "../../contracts/errors.js";
import { webMessage, webThread } from "./web-message.js";

export const askSchema = z.strictObject({
  question: z.string().max(20_000),
  thread: z
    .string()
    .regex(/^[\w.:-]{1,100}$/)
    .nullish(),
  workspace: z.string().max(200).nullish(),
  /** Id of the answer whose button was pressed. */
  about: z.string().max(100).nullish(),
});

const HEARTBEAT_MS = 10_000;

/** POST /api/ask: the answer as JSON, or stages and the answer as server-sent events where the client accepts them. */
export async function ask(
  conversation: Conversation,
  user: string,
  request: Request,
  response: Response,
): Promise<void> {
  const parsed = askSchema.safeParse(request.body);
  if (!parsed.success) {
    response.status(400).json({ error: badRequest(parsed.error) });
    return;
  }
  const { question, thread = null, workspace = null, about = null } = parsed.data;
  const message = webMessage({ text: question, thread, workspace, about, user });
  const gone = new AbortController();
  response.on("close", () => gone.abort(new AppError("gone", "user", "The page was closed.", "Ask again.")));
  if ((request.headers.accept ?? "").includes("text/event-stream"))
    await stream(conversation, message, response, gone.signal);
  else response.json(shown(await conversation.ask(message, () => {}, gone.signal)));
}

/** The answer with its thread as the API names it. */
export function shown(answer: Answer): Answer {
  return { ...answer, thread: webThread(answer.thread) };
}

async function stream(
  conversation: Conversation,
  message: IncomingMessage,
  response: Response,
  signal: AbortSignal,
): Promise<void> {
  response.set({
    "content-type": "text/event-stream",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
  });
  response.flushHeaders();
  const send = (event: string, data: unknown): void => {
    if (!response.writableEnded) response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const heartbeat = setInterval(() => response.write(": waiting\n\n"), HEARTBEAT_MS);
  try {
    const answer = await conversation.ask(message, (stage) => send("stage", { stage }), signal);
    send("answer", shown(answer));
  } catch (error) {
    if (!signal.aborted) send("error", errorBody(error));
  } finally {
    clearInterval(heartbeat);
    response.end();
  }
}

/** What a client may know of a fault: code, sentence, remedy. */
export function errorBody(error: unknown): { code: string; message: string; remedy: string } {
  if (error instanceof AppError) return { code: error.code, message: error.message, remedy: error.remedy };
  return {
    code: "fault",
    message: "Something went wrong on the server.",
    remedy: "Try again; the log names the fault.",
  };
}

function badRequest(error: z.ZodError): { code: string; message: string; remedy: string } {
  const issue = error.issues[0];
  return {
    code: "bad_request",
    message: `${issue?.path.join(".") || "The body"}: ${issue?.message ?? "is not as expected"}.`,
    remedy: 'Send {"question": "…", "thread": "…"} as JSON.',
  };
}
