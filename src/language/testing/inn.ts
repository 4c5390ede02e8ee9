import { EMPTY_THREAD } from "../../contracts/reading.js";
import { readQuestion } from "../reader.js";
import { lexiconOf } from "./fixtures.js";
import { summaryOf } from "./summary.js";
import type { WorkspaceSpec } from "./workspace-maker.js";

/** An inn: numbers of its own table that no measure sums up, two dates, and values that are called like fields. */
export const INN: WorkspaceSpec = {
  name: "inn",
  asOf: "2025-07-15",
  views: {
    stays: {
      time: "Arrival Date",
      endorsed: true,
      first: "2023-01-01",
      last: "2025-07-14",
      fields: {
        "Arrival Date": { type: "date" },
        "Reservation Date": { type: "date", synonyms: ["reserved on"] },
        "Departure Date": { type: "date", synonyms: ["left on", "cancel date"], latest: "2025-09-30" },
        Nights: { type: "number", own: true, synonyms: ["length of stay"] },
        Weight: { type: "number", own: true },
        "Guest Age": { type: "number", own: true },
        Agent: { values: ["Blue Tours", "Guest Direct"] },
        "Paid By": { values: ["Agent", "Visitor"] },
        Speed: { values: ["Next Day", "Slow"] },
      },
      measures: {
        Takings: { synonyms: ["revenue"], unit: "currency", good: "up" },
        Reservations: { expr: "COUNT(*)" },
        "Extra Beds": { synonyms: ["beds sold"] },
      },
    },
  },
};

/** How a conversation about the inn reads; earlier turns come first, split by " > ". */
export function readsInn(conversation: string): string {
  let thread = EMPTY_THREAD;
  let last = "";
  for (const question of conversation.split(" > ")) {
    const result = readQuestion(question, lexiconOf(INN), { asOf: INN.asOf, thread });
    last = summaryOf(result);
    const query = result.kind === "readings" ? result.readings[0]?.query : undefined;
    if (query !== undefined) thread = { ...thread, queries: [...thread.queries, query] };
  }
  return last;
}
