import type { Construct } from "../claim.js";
import { phraseTable } from "../phrase-table.js";

const TOTAL = phraseTable([
  ["total|totals|overall|altogether|combined|aggregate|aggregated|entire|whole?", null],
  ["in total|all|aggregate|sum", null],
  ["the? sum|total of", null],
  ["grand total of?", null],
  ["sum up?", null],
  ["all|full", null],
  ["all of? the|our|my", null],
]);

/** "Total sales", "overall", "in all": a number over everything, which is what no grouping gives anyway. */
export const totals: Construct = {
  name: "totals",
  turn: 370,
  propose: ({ words }) =>
    TOTAL.matches(words).map(({ from, to }) => ({
      from,
      to,
      as: "in total",
      mark: (frame, at) => {
        const own = frame.items[at];
        if (own !== undefined) own.role = "used";
        const grouped = frame.items.some(
          (item) => (item.kind === "field" && item.role !== "used") || item.role === "group",
        );
        if (!grouped && !/\ball\b/i.test(own?.words ?? "")) frame.flags.set("total", true);
      },
    })),
};
