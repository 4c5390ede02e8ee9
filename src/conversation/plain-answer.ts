import { type Answer, emptyAnswer } from "../contracts/answer.js";
import type { IncomingMessage } from "../contracts/conversation.js";
import { AppError } from "../contracts/errors.js";

/** Whose answer it is: everything that stands in an answer before anything was asked. */
export interface AnswerIdentity {
  answerId: string;
  message: IncomingMessage;
  workspace: string;
}

/** An answer that needs no data: help, a change of workspace. `interpretation` says what the words were taken as. */
export function noticeAnswer(
  identity: AnswerIdentity,
  text: { headline: string; narrative: string; as: string; followUps: string[] },
): Answer {
  return {
    ...blankAnswer(identity),
    status: "answered",
    path: "defined",
    headline: text.headline,
    narrative: text.narrative,
    confidence: 1,
    followUps: text.followUps,
    interpretation: [{ words: identity.message.text.trim(), as: text.as }],
  };
}

/** The answer that reports a fault. What is no AppError is reported as a bug, without its text. */
export function faultAnswer(identity: AnswerIdentity, fault: unknown): Answer {
  const { code, message, remedy } = fault instanceof AppError ? fault : UNEXPECTED;
  return { ...blankAnswer(identity), headline: message, error: { code, message, remedy } };
}

const UNEXPECTED = {
  code: "bug",
  message: "Something went wrong inside Assay while answering.",
  remedy: "Ask again; if it happens again, give the answer's id to whoever runs Assay.",
};

function blankAnswer({ answerId: id, message, workspace }: AnswerIdentity): Answer {
  const request = message.overrides?.request ?? message.messageId;
  return emptyAnswer({ id, request, thread: message.thread, workspace, question: message.text });
}
