import { EMPTY_THREAD } from "../../contracts/reading.js";
import { readQuestion } from "../reader.js";
import { lexiconOf } from "./fixtures.js";
import { summaryOf } from "./summary.js";
import type { WorkspaceSpec } from "./workspace-maker.js";

/** A lending desk: values that are called like small words and turns of phrase, a field of yes and no, an order of one item. */
const DESK: WorkspaceSpec = {
  name: "desk",
  asOf: "2025-03-10",
  views: {
    loans: {
      time: "Lent On",
      endorsed: true,
      first: "2023-01-01",
      last: "2025-03-09",
      fields: {
        "Lent On": { type: "date" },
        "Brought Back": { type: "date", synonyms: ["back on"] },
        Nation: { values: ["Italy", "Usonia", "Canadia"], aliases: { Italy: ["it"], Usonia: ["us"] } },
        Crew: { values: ["Growth", "Repairs"] },
        Renewed: { type: "boolean" },
        Tariff: { values: ["Own", "Franchised"] },
        Shop: { values: ["North Pier", "Old Mill"] },
        Item: { values: ["The Silent Lamp", "The Red Lamp"] },
        Rebate: { type: "number" },
        Basket: { values: ["B1", "B2"] },
      },
      measures: {
        Loans: { expr: "COUNT(*)", synonyms: ["lendings"] },
        Takings: { unit: "currency", good: "up" },
        Fees: { unit: "currency" },
        "Late Rate": { ratio: true, unit: "percentage", good: "down" },
        "Return on Takings": { ratio: true, unit: "percentage" },
      },
    },
  },
};

/** How a question at the desk reads, in one line. */
export function readsDesk(question: string): string {
  return summaryOf(readQuestion(question, lexiconOf(DESK), { asOf: DESK.asOf, thread: EMPTY_THREAD }));
}
