import type { MetricQuery } from "../../contracts/metric-query.js";
import { EMPTY_THREAD, NO_STRAIN } from "../../contracts/reading.js";
import { refuse } from "../deny.js";
import type { RunState } from "../state.js";
import { workOfReading } from "./work-of-plan.js";

/** "start over", "undo", "how did you get that?" */
export function followCommand(command: "reset" | "undo" | "explain", state: RunState): Partial<RunState> {
  const { thread } = state;
  if (command === "reset") return { thread: EMPTY_THREAD, topic: { kind: "reset" }, next: "respond" };
  if (command === "explain") {
    if (thread.queries.length === 0)
      return refuse(
        "not_supported",
        "There is no answer in this thread to explain yet. Ask a question first.",
      );
    return { topic: { kind: "explain" }, next: "respond" };
  }
  const before = thread.queries.at(-2);
  if (!before) return { thread: EMPTY_THREAD, topic: { kind: "reset" }, next: "respond" };
  // The answer of the earlier query is given again and will be remembered again: both turns are taken off.
  const queries = thread.queries.slice(0, -2);
  return { thread: { ...thread, queries, shown: null }, work: [again(before)], at: 0, next: "validate" };
}

function again(query: MetricQuery) {
  const ledger = [
    {
      words: "undo",
      span: null,
      kind: "context" as const,
      as: "the question before the last",
      strength: "exact" as const,
      score: 1,
    },
  ];
  return workOfReading({ query, ledger, notes: [], weight: 1, strain: NO_STRAIN, label: "", question: "" });
}
