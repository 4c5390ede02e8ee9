import { EMPTY_THREAD, type ReadResult } from "../../contracts/reading.js";
import { readQuestion } from "../reader.js";
import { BIKES, lexiconOf } from "./fixtures.js";
import { summaryOf } from "./summary.js";

/** How a question about bicycle hire reads, in one line; earlier turns of its conversation come first, split by " > ". */
export function reads(conversation: string): string {
  return summaryOf(lastResult(conversation));
}

/** What the last turn says of itself. */
export function notesIn(conversation: string): string[] {
  const result = lastResult(conversation);
  return result.kind === "readings" ? (result.readings[0]?.notes ?? []) : [];
}

function lastResult(conversation: string): ReadResult {
  let thread = EMPTY_THREAD;
  const [first = "", ...others] = conversation.split(" > ");
  const read = (question: string) => readQuestion(question, lexiconOf(BIKES), { asOf: BIKES.asOf, thread });
  let result = read(first);
  for (const question of others) {
    const query = result.kind === "readings" ? result.readings[0]?.query : undefined;
    if (query !== undefined) {
      const columns = query.groupBy.flatMap((grouping) =>
        grouping.kind === "field" ? [grouping.field] : [],
      );
      const rows = ["Riverside", "Old Town", "Westend"].map((value) => columns.map(() => value));
      thread = {
        ...thread,
        queries: [...thread.queries, query],
        shown: columns.length > 0 ? { columns, rows } : null,
      };
    }
    result = read(question);
  }
  return result;
}
