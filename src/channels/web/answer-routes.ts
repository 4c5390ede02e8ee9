import { type Request, Router } from "express";
import type { ChartRenderer } from "../../charts/chart-renderer.js";
import { chartFor } from "../../charts/chart-spec.js";
import type { Answer } from "../../contracts/answer.js";
import type { Conversation } from "../../contracts/conversation.js";
import { handled, notFound } from "./http-error.js";
import { rowsCsv } from "./rows-csv.js";
import { personOf, publicThread, type WebPerson } from "./web-identity.js";

/** The first chart of a process waits for the drawing library. */
const CHART_MS = 15_000;
const CHART_WIDTH = { least: 260, usual: 680, most: 1200 };

interface AnswerRouteParts {
  conversation: Pick<Conversation, "answer">;
  charts: ChartRenderer;
  userHeader: string | null;
}

/** Picture and rows of an answer that was given to the same person on the web. */
export function answerRoutes({ conversation, charts, userHeader }: AnswerRouteParts): Router {
  const router = Router();
  const own = (request: Request): Promise<Answer> =>
    ownAnswer(conversation, personOf(request, userHeader), String(request.params.id));

  router.get(
    "/api/answers/:id/chart.svg",
    handled(async (request, response) => {
      const theme = request.query.theme === "dark" ? "dark" : "light";
      const spec = chartFor(await own(request), { theme, width: widthOf(request.query.width), padding: 2 });
      if (spec === null) throw notFound("chart");
      const gone = new AbortController();
      response.on("close", () => gone.abort());
      const svg = await charts.svg(spec, { signal: gone.signal, timeoutMs: CHART_MS });
      response
        .set({
          // A picture opened by itself is a document: it gets no rights at all.
          "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
          "cache-control": "private, max-age=3600",
        })
        .type("image/svg+xml")
        .send(svg);
    }),
  );

  router.get(
    "/api/answers/:id/rows.csv",
    handled(async (request, response) => {
      const answer = await own(request);
      const cut = answer.truncated ? `-first-${answer.rows.length}-rows` : "";
      response
        .attachment(`${answer.id}${cut}.csv`)
        .type("text/csv; charset=utf-8")
        .send(rowsCsv(answer.columns, answer.rows));
    }),
  );
  return router;
}

/** The answer, if it stands in a thread of the person. Throws AppError (not_found). */
export async function ownAnswer(
  conversation: Pick<Conversation, "answer">,
  person: WebPerson,
  id: string,
): Promise<Answer> {
  const answer = await conversation.answer(id);
  if (answer === null || publicThread(answer.thread, person) === null) throw notFound("answer");
  return answer;
}

function widthOf(asked: unknown): number {
  const width = Number(asked);
  if (!Number.isFinite(width) || width <= 0) return CHART_WIDTH.usual;
  return Math.round(Math.min(CHART_WIDTH.most, Math.max(CHART_WIDTH.least, width)));
}
