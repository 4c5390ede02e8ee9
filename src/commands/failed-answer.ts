import { randomUUID } from "node:crypto";
import { type Answer, emptyAnswer } from "../contracts/answer.js";

/** A `failed` answer for something that never became a question, such as a bad line of a batch. */
export function failedAnswer(failure: {
  request: string;
  question: string;
  code: string;
  message: string;
  remedy: string;
}): Answer {
  const { request, question, code, message, remedy } = failure;
  return {
    ...emptyAnswer({ id: `ans_${randomUUID()}`, request, thread: "", workspace: "", question }),
    headline: message,
    error: { code, message, remedy },
  };
}
