import { describe, expect, it } from "vitest";
import { matchesIn } from "../../testing/period-trial.js";

const last = { kind: "comparison", with: "last year" };
const previous = { kind: "comparison", with: "previous period" };

describe("comparisons with an earlier period", () => {
  it.each([
    ["sales in 2017 vs last year", { ...last, unit: "year", versus: true }],
    ["last month compared to the same month last year", { ...last, versus: true }],
    ["sales in 2017, same period last year", { ...last, versus: false }],
    ["last quarter versus the same quarter of the previous year", last],
    ["sales in March 2017 than a year ago", { ...last, versus: true }],
    ["sales in 2017 yoy", { ...last, unit: "year", versus: false }],
    ["sales in 2017 year over year", { ...last, unit: "year" }],
    ["sales in 2017 year-on-year", { ...last, unit: "year" }],
    ["Q3 2017 growth on the previous year", last],
    ["this month vs last month", { ...previous, unit: "month", versus: true }],
    ["last month vs the month before", { ...previous, unit: "month" }],
    ["March 2017 compared with the previous month", { ...previous, unit: "month" }],
    ["last 30 days vs the prior period", { ...previous, unit: null, versus: true }],
    ["Q3 2017 QoQ", { ...previous, unit: "quarter", versus: false }],
    ["last week week over week", { ...previous, unit: "week" }],
    ["month to date vs same days last month", { ...previous, unit: "month", versus: true }],
    ["yesterday vs the same day last week", { ...previous, unit: "week", versus: true }],
    ["yesterday, same day a week ago", { ...previous, unit: "week", versus: false }],
    ["this fiscal quarter vs last fiscal quarter", { ...previous, unit: "fiscal_quarter" }],
  ])("%s", (text, expected) => expect(matchesIn(text).at(-1)).toMatchObject(expected));

  it("reads 'over last year' as a period unless something grew over it", () => {
    expect(matchesIn("sales over last year").map(({ kind }) => kind)).toEqual(["period"]);
    expect(matchesIn("sales growth over last year").map(({ kind }) => kind)).toEqual(["comparison"]);
  });

  it("sets 'last quarter' beside a period that it does not precede", () => {
    expect(matchesIn("last month vs last quarter").at(-1)).toMatchObject({
      kind: "period",
      joined: "versus",
      periods: [{ start: "2017-10-01", end: "2018-01-01" }],
    });
    expect(matchesIn("January vs last quarter").at(-1)).toMatchObject({ kind: "period" });
  });

  it("implies the current unit to date where no period is named, or the last whole one on its first day", () => {
    expect(matchesIn("sales vs last year")[0]).toMatchObject({
      implied: { start: "2018-01-01", end: "2018-02-14", toDate: true },
    });
    expect(matchesIn("sales vs last year", { asOf: "2018-01-01" })[0]).toMatchObject({
      implied: { start: "2017-01-01", end: "2018-01-01", toDate: false },
    });
    expect(matchesIn("sales in 2017 vs last year")[1]).toMatchObject({ implied: null });
  });

  it("does not take a cry of surprise for week over week", () => {
    expect(matchesIn("wow sales are up")).toEqual([]);
  });
});
