import type { AgentOutcome, AgentQuestion } from "../contracts/conversation.js";
import { AppError } from "../contracts/errors.js";
import { blankAnswer } from "./answer-fields.js";
import type { AgentPorts } from "./ports.js";
import { receiptOf, unprovedReceipt } from "./receipt.js";
import type { RunScope } from "./run-scope.js";
import { deadline, emptyMeter } from "./run-scope.js";

/** The outcome of a question that met a fault: what is wrong and what to do, never a stack. */
export function failedOutcome(
  fault: unknown,
  question: AgentQuestion,
  ports: AgentPorts,
  scope: RunScope | null,
  startedAt: number,
): AgentOutcome {
  const error = errorOf(fault, question.signal, scope);
  const answer = {
    ...blankAnswer(question, ports.workspace.name, scope?.meter ?? emptyMeter(), startedAt),
    headline: error.message,
    error,
  };
  const receipt = scope ? receiptOf(answer, null, scope) : unprovedReceipt(answer, { ports, question });
  return { answer, context: question.context, receipt };
}

function errorOf(fault: unknown, signal: AbortSignal, scope: RunScope | null) {
  if (signal.aborted && !(signal.reason instanceof AppError))
    return plain("cancelled", "The question was cancelled.", "Ask again when you are ready.");
  const known = [fault, signal.reason].find((item) => item instanceof AppError);
  if (known instanceof AppError) return plain(known.code, known.message, known.remedy);
  if (scope?.signal.aborted) {
    const { code, message, remedy } = deadline(scope.set.limits.statementTimeoutMs);
    return plain(code, message, remedy);
  }
  return plain(
    "internal",
    "Something went wrong inside while answering this question.",
    "Ask again; if it stays, report the answer's id.",
  );
}

function plain(code: string, message: string, remedy: string) {
  return { code, message, remedy };
}
