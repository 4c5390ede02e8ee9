import { fileURLToPath } from "node:url";
import express, { type NextFunction, type Request, type Response, Router } from "express";
import { z } from "zod";
import type { ChartRenderer } from "../../charts/chart-renderer.js";
import { chartFor } from "../../charts/chart-spec.js";
import { CORRECTION_KINDS, type Conversation } from "../../contracts/conversation.js";
import { AppError } from "../../contracts/errors.js";
import { ask, errorBody, shown } from "./ask-route.js";
import { toCsv } from "./csv.js";
import { guardRequests, securityHeaders } from "./request-guard.js";
import { WEB_THREAD } from "./web-message.js";

export interface WebOptions {
  conversation: Conversation;
  charts: ChartRenderer;
  /** Host names that the server answers for, without port. */
  hosts: readonly string[];
  /** Names of the served workspaces, the default first. */
  workspaces: readonly string[];
  onFault: (error: unknown) => void;
}

const ASSETS = fileURLToPath(new URL("../../../web", import.meta.url));
const CHART_MS = 5_000;
/** The console serves one machine's person: nobody in particular, so in no role. */
const USER = "local";

const feedbackSchema = z.strictObject({
  answer: z.string().max(100),
  vote: z.enum(["up", "down"]).nullable(),
  kind: z.enum(CORRECTION_KINDS).nullish(),
  comment: z.string().max(4000).nullish(),
});

/** The web console at / and its HTTP API. */
export function createWebRouter(options: WebOptions): Router {
  const { conversation } = options;
  const router = Router();
  router.use(securityHeaders, guardRequests(options.hosts));
  router.use("/api", express.json({ limit: "64kb" }));

  router.post(
    "/api/ask",
    handled((request, response) => ask(conversation, USER, request, response)),
  );

  router.post(
    "/api/feedback",
    handled(async (request, response) => {
      const parsed = feedbackSchema.safeParse(request.body);
      if (!parsed.success)
        throw new AppError(
          "bad_request",
          "user",
          "The feedback is not as expected.",
          'Send {"answer": "ans_…", "vote": "up"}.',
        );
      const { answer, vote, kind = null, comment = null } = parsed.data;
      const outcome = await conversation.feedback({
        answerId: answer,
        user: USER,
        channel: "web",
        vote,
        kind,
        comment,
      });
      response.status(outcome.recorded ? 200 : 409).json(outcome);
    }),
  );

  router.get(
    "/api/threads/:id",
    handled(async (request, response) => {
      const thread = await conversation.thread(`${WEB_THREAD}${param(request, "id")}`);
      if (thread === null) throw notFound("thread");
      response.json({
        id: param(request, "id"),
        turns: thread.turns.map((turn) => ({ ...turn, answer: shown(turn.answer) })),
      });
    }),
  );

  router.get(
    "/api/suggestions",
    handled(async (_, response) => {
      response.json({ suggestions: await conversation.suggestions("web"), workspaces: options.workspaces });
    }),
  );

  router.get(
    "/api/answers/:id/chart.svg",
    handled(async (request, response) => {
      const answer = await conversation.answer(param(request, "id"));
      const theme = request.query.theme === "dark" ? "dark" : "light";
      const width = Math.min(900, Math.max(260, Number(request.query.width) || 640));
      const spec = answer === null ? null : chartFor(answer, { theme, width });
      if (spec === null) throw notFound("chart");
      const svg = await options.charts.svg(spec, {
        signal: AbortSignal.timeout(CHART_MS),
        timeoutMs: CHART_MS,
      });
      response.type("image/svg+xml").set("cache-control", "private, max-age=3600").send(svg);
    }),
  );

  router.get(
    "/api/answers/:id/rows.csv",
    handled(async (request, response) => {
      const answer = await conversation.answer(param(request, "id"));
      if (answer === null) throw notFound("answer");
      response
        .attachment(`${answer.id}.csv`)
        .type("text/csv; charset=utf-8")
        .send(toCsv(answer.columns, answer.rows));
    }),
  );

  router.use(express.static(ASSETS, { index: "index.html", cacheControl: false }));

  router.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    const status = statusOf(error);
    if (status === 500) options.onFault(error);
    response.status(status).json({ error: errorBody(status === 400 ? asBadBody(error) : error) });
  });
  return router;
}

function handled(work: (request: Request, response: Response) => Promise<void>) {
  return (request: Request, response: Response, next: NextFunction): void => {
    work(request, response).catch(next);
  };
}

function param(request: Request, name: string): string {
  const value = request.params[name];
  return typeof value === "string" ? value : "";
}

function notFound(what: string): AppError {
  return new AppError(
    "not_found",
    "user",
    `There is no such ${what}.`,
    "It may have been deleted; ask again.",
  );
}

function statusOf(error: unknown): number {
  if (error instanceof AppError) {
    if (error.code === "not_found") return 404;
    return error.fault === "user" ? 400 : 503;
  }
  const status =
    typeof error === "object" && error !== null && "status" in error ? Number(error.status) : 500;
  return status >= 400 && status < 500 ? status : 500;
}

function asBadBody(error: unknown): unknown {
  return error instanceof AppError
    ? error
    : new AppError("bad_request", "user", "The body is not JSON.", "Send a JSON object.");
}
