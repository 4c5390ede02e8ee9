import type { Answer } from "../../../contracts/answer.js";
import type {
  Conversation,
  Feedback,
  IncomingMessage,
  Stage,
  ThreadView,
} from "../../../contracts/conversation.js";
import { AppError } from "../../../contracts/errors.js";
import { exampleAnswer } from "../../../observability/testing/example-answer.js";
import { SCRIPT } from "./scripted-answers.js";

export interface ScriptedConversation extends Conversation {
  readonly asked: IncomingMessage[];
  readonly votes: Feedback[];
  /** Reasons of the signals that ended a question. */
  readonly aborted: unknown[];
  /** Puts an answer into a thread that may be anybody's. */
  keep(answer: Answer): void;
  /** Milliseconds that each stage takes. */
  pace: number;
}

/**
 * A conversation whose answers follow from the words: those of SCRIPT · `hang` waits for its signal · `crash` throws what may
 * not be told · `full` throws a fault for people · anything else is refused.
 */
export function scriptedConversation(): ScriptedConversation {
  const threads = new Map<string, ThreadView>();
  const answers = new Map<string, Answer>();
  const scripted: ScriptedConversation = {
    asked: [],
    votes: [],
    aborted: [],
    pace: 0,
    keep: (answer) => void answers.set(answer.id, answer),
    accept: async () => ({ accepted: true }),
    ask: async (message, onStage, signal) => {
      scripted.asked.push(message);
      for (const stage of ["reading", "checking", "querying", "answering"] as const satisfies Stage[]) {
        onStage(stage);
        if (scripted.pace > 0) await new Promise((resolve) => setTimeout(resolve, scripted.pace));
      }
      if (message.text === "hang") await untilAborted(signal, scripted.aborted);
      if (message.text === "crash") throw new Error("row 17 holds ana@example.com");
      if (message.text === "full") {
        throw new AppError(
          "queue_full",
          "user",
          "9 questions are waiting already.",
          "Ask again in a minute.",
        );
      }
      const answer = exampleAnswer({
        ...(SCRIPT[message.text.toLowerCase()] ?? SCRIPT.unknown),
        id: `ans_${scripted.asked.length}`,
        thread: message.thread,
        workspace: message.overrides?.workspace ?? "bakery",
        request: message.overrides?.request ?? message.messageId,
        question: message.text,
      });
      const thread = threads.get(message.thread) ?? { id: message.thread, turns: [] };
      thread.turns.push({ question: message.text, answer, at: message.receivedAt, vote: null });
      threads.set(message.thread, thread);
      answers.set(answer.id, answer);
      return answer;
    },
    feedback: async (feedback) => {
      scripted.votes.push(feedback);
      for (const { turns } of threads.values()) {
        for (const turn of turns) if (turn.answer.id === feedback.answerId) turn.vote = feedback.vote;
      }
      return { recorded: true, reason: null };
    },
    answer: async (id) => answers.get(id) ?? null,
    thread: async (id) => threads.get(id) ?? null,
    knows: async (id) => threads.has(id),
    suggestions: async () => [
      "Takings by month",
      "Which shops sold most last quarter?",
      "How did margin develop this year?",
      "Customers by country",
    ],
  };
  return scripted;
}

function untilAborted(signal: AbortSignal, aborted: unknown[]): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => {
      aborted.push(signal.reason);
      reject(signal.reason);
    });
  });
}
