import { describe, expect, it } from "vitest";
import { formulaWords } from "./formula-words.js";

describe("formulaWords", () => {
  it.each([
    ["SUM(amount)", "the sum of amount"],
    ["SUM(source.amount)", "the sum of amount"],
    ["COUNT(DISTINCT ticket_id)", "the number of different ticket_id"],
    ["COUNT(*)", "the number of rows"],
    ["MEASURE(`Takings`) / MEASURE(`Tickets`)", "Takings divided by Tickets"],
    ["MEASURE(`Net Profit`) / NULLIF(MEASURE(`Sales`), 0)", "Net Profit divided by Sales"],
    ["try_divide(SUM(a), COUNT(b))", "the sum of a divided by the number of b"],
    [
      "SUM(amount) FILTER (WHERE kind = 'Food') / SUM(amount)",
      "the sum of amount over rows where kind = 'Food' divided by the sum of amount",
    ],
    ["SUM(a) - SUM(b)", "the sum of a minus the sum of b"],
    ["SUM(CASE WHEN x > 0 THEN y END)", "`SUM(CASE WHEN x > 0 THEN y END)`"],
    ["percentile_approx(x, 0.5)", "`percentile_approx(x, 0.5)`"],
  ])("writes %s", (expr, words) => {
    expect(formulaWords(expr)).toBe(words);
  });
});
