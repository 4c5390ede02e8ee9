import { fileURLToPath } from "node:url";
import express, { Router } from "express";
import { z } from "zod";
import type { ChartRenderer } from "../../charts/chart-renderer.js";
import { CORRECTION_KINDS, type Conversation } from "../../contracts/conversation.js";
import { answerRoutes, ownAnswer } from "./answer-routes.js";
import { viewAnswer } from "./answer-view.js";
import { answerAsk } from "./ask-route.js";
import { answerErrors, handled, notFound, parseBody } from "./http-error.js";
import { guardRequests, securityHeaders } from "./request-guard.js";
import { personOf } from "./web-identity.js";
import { WEB_PLACE } from "./web-message.js";

export interface WebOptions {
  conversation: Conversation;
  charts: ChartRenderer;
  /** Host names that the server answers for, without port. */
  hosts: readonly string[];
  /** Names of the served workspaces, the default first. */
  workspaces: readonly string[];
  /** Questions to start with in one of them; absent = the place's own workspace decides. */
  suggestionsOf?: (workspace: string) => readonly string[];
  /** Header in which a proxy that signs people in names them. Null or absent: everybody is the user `local`. */
  userHeader?: string | null;
  /** Hears of faults that are not the client's doing. */
  onFault: (error: unknown) => void;
}

/** The console's files stand beside `src` and `dist`, which are equally deep. */
const ASSETS = fileURLToPath(new URL("../../../web", import.meta.url));

const feedbackSchema = z.strictObject({
  answer: z.string().min(1).max(100),
  vote: z.enum(["up", "down"]).nullable(),
  kind: z.enum(CORRECTION_KINDS).nullish(),
  comment: z.string().max(4000).nullish(),
});

/** The web console at / and its HTTP API. Mount it last: it answers every path that is left under /api. */
export function createWebRouter(options: WebOptions): Router {
  const { conversation, charts, userHeader = null, onFault } = options;
  const router = Router();
  router.use(securityHeaders, guardRequests(options.hosts));
  router.use("/api", express.json({ limit: "64kb" }));

  router.post(
    "/api/ask",
    handled((request, response) =>
      answerAsk({ conversation, person: personOf(request, userHeader), onFault }, request, response),
    ),
  );

  router.post(
    "/api/feedback",
    handled(async (request, response) => {
      const person = personOf(request, userHeader);
      const sent = parseBody(feedbackSchema, request.body, '{"answer": "ans_…", "vote": "up"}');
      await ownAnswer(conversation, person, sent.answer);
      const outcome = await conversation.feedback({
        answerId: sent.answer,
        user: person.user,
        channel: "web",
        vote: sent.vote,
        kind: sent.kind ?? null,
        comment: sent.comment ?? null,
      });
      response.status(outcome.recorded ? 200 : 409).json(outcome);
    }),
  );

  router.get(
    "/api/threads/:id",
    handled(async (request, response) => {
      const person = personOf(request, userHeader);
      const id = String(request.params.id);
      const thread = await conversation.thread(`${person.prefix}${id}`);
      if (thread === null) throw notFound("thread");
      const turns = thread.turns.map((turn) => ({ ...turn, answer: viewAnswer(turn.answer, person) }));
      response.json({ id, turns });
    }),
  );

  router.get(
    "/api/suggestions",
    handled(async (request, response) => {
      // A page has opened: the drawing thread takes seconds to start, so it starts before the first chart is asked for.
      charts.warm();
      const named = options.workspaces.find((name) => name === request.query.workspace);
      const suggestions =
        (named === undefined ? undefined : options.suggestionsOf?.(named)) ??
        (await conversation.suggestions(WEB_PLACE));
      response.json({ suggestions, workspaces: options.workspaces });
    }),
  );

  router.use(answerRoutes({ conversation, charts, userHeader }));
  router.use("/api", (request, _, next) =>
    next(notFound(`address as ${request.method} /api${request.path}`)),
  );
  router.use(express.static(ASSETS, { index: "index.html", cacheControl: false }));
  router.use(answerErrors(onFault));
  return router;
}
