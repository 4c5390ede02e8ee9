import { EMPTY_THREAD } from "../../contracts/reading.js";
import { readQuestion } from "../reader.js";
import { BIKES, lexiconOf } from "./fixtures.js";
import { summaryOf } from "./summary.js";

/** How a question about bicycle hire reads, in one line; earlier turns of its conversation come first, split by " > ". */
export function reads(conversation: string): string {
  let thread = EMPTY_THREAD;
  let last = "";
  for (const question of conversation.split(" > ")) {
    const result = readQuestion(question, lexiconOf(BIKES), { asOf: BIKES.asOf, thread });
    last = summaryOf(result);
    const query = result.kind === "readings" ? result.readings[0]?.query : undefined;
    if (query === undefined) continue;
    const columns = query.groupBy.flatMap((grouping) => (grouping.kind === "field" ? [grouping.field] : []));
    const rows = ["Riverside", "Old Town", "Westend"].map((value) => columns.map(() => value));
    thread = {
      ...thread,
      queries: [...thread.queries, query],
      shown: columns.length > 0 ? { columns, rows } : null,
    };
  }
  return last;
}
