import { failedAnswer } from "../commands/failed-answer.js";
import type { Answer } from "../contracts/answer.js";

/** A whole answer of the contract's shape for tests of channels, with the given fields set. */
export function answerFixture(fields: Partial<Answer>): Answer {
  const blank = failedAnswer({ request: "r1", question: "q", code: "none", message: "", remedy: "" });
  return { ...blank, id: "ans_1", thread: "t1", workspace: "w", error: null, ...fields };
}
