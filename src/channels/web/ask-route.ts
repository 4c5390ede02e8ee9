import type { Request, Response } from "express";
import { z } from "zod";
import type { Conversation } from "../../contracts/conversation.js";
import { AppError } from "../../contracts/errors.js";
import { viewAnswer } from "./answer-view.js";
import { openEventStream } from "./event-stream.js";
import { errorBody, parseBody } from "./http-error.js";
import type { WebPerson } from "./web-identity.js";
import { webMessage } from "./web-message.js";

const askSchema = z.strictObject({
  question: z.string().trim().min(1).max(20_000),
  thread: z
    .string()
    .regex(/^[\w.:-]{1,100}$/, "letters, digits and . : _ - alone, at most 100")
    .nullish(),
  workspace: z.string().max(200).nullish(),
  as_of: z.iso.date().nullish(),
  request: z.string().max(200).nullish(),
  about: z.string().max(100).nullish(),
});

/**
 * POST /api/ask: the answer as JSON; or, where the client accepts server-sent events, `stage` events and then one `answer`
 * or `error`. A client that goes away stops its question.
 */
export async function answerAsk(
  parts: { conversation: Conversation; person: WebPerson; onFault: (error: unknown) => void },
  request: Request,
  response: Response,
): Promise<void> {
  const { conversation, person } = parts;
  const asked = parseBody(askSchema, request.body, '{"question": "…", "thread": "…"}');
  const message = webMessage(
    {
      question: asked.question,
      thread: asked.thread ?? null,
      workspace: asked.workspace ?? null,
      asOf: asked.as_of ?? null,
      request: asked.request ?? null,
      about: asked.about ?? null,
    },
    person,
  );
  const gone = new AbortController();
  response.on("close", () => {
    if (!response.writableFinished)
      gone.abort(new AppError("gone", "user", "The page was closed.", "Ask again."));
  });
  if (!(request.headers.accept ?? "").includes("text/event-stream")) {
    const answer = await conversation.ask(message, () => undefined, gone.signal);
    response.json(viewAnswer(answer, person));
    return;
  }
  const stream = openEventStream(response);
  try {
    const answer = await conversation.ask(message, (stage) => stream.send("stage", { stage }), gone.signal);
    stream.send("answer", viewAnswer(answer, person));
  } catch (error) {
    if (!(error instanceof AppError)) parts.onFault(error);
    stream.send("error", errorBody(error));
  } finally {
    stream.end();
  }
}
