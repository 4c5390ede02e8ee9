import { describe, expect, it } from "vitest";
import { matchesIn, periodsIn } from "../../testing/period-trial.js";

describe("fiscal periods, the year starting in April (as of 2018-02-14)", () => {
  it.each([
    ["FY2017", "2016-04-01..2017-04-01"],
    ["FY17", "2016-04-01..2017-04-01"],
    ["FY 17", "2016-04-01..2017-04-01"],
    ["fiscal 2017", "2016-04-01..2017-04-01"],
    ["financial year 2017", "2016-04-01..2017-04-01"],
    ["FY2016/17", "2016-04-01..2017-04-01"],
    ["fiscal year 2016-17", "2016-04-01..2017-04-01"],
    ["FY2017 Q1", "2016-04-01..2016-07-01"],
    ["Q1 FY17", "2016-04-01..2016-07-01"],
    ["FY17-Q1", "2016-04-01..2016-07-01"],
    ["fiscal Q1 2017", "2016-04-01..2016-07-01"],
    ["first fiscal quarter of 2017", "2016-04-01..2016-07-01"],
    ["H2 FY17", "2016-10-01..2017-04-01"],
    ["first half of fiscal 2017", "2016-04-01..2016-10-01"],
    ["fiscal Q4", "2018-01-01..2018-04-01"],
    ["last fiscal quarter", "2017-10-01..2018-01-01"],
    ["this fiscal year", "2017-04-01..2018-02-14"],
    ["fiscal year to date", "2017-04-01..2018-02-14"],
    ["FYTD", "2017-04-01..2018-02-14"],
    ["last FY", "2016-04-01..2017-04-01"],
    ["last 2 fiscal years", "2015-04-01..2017-04-01"],
    ["May FY17", "2016-05-01..2016-06-01"],
    ["Q1 FY17 vs Q1 FY18", "2016-04-01..2016-07-01 & 2017-04-01..2017-07-01"],
    // Calendar ones stay calendar ones.
    ["Q1 2017", "2017-01-01..2017-04-01"],
    ["last year", "2017-01-01..2018-01-01"],
  ])("%s", (text, expected) => expect(periodsIn(text)).toBe(expected));

  it("is the calendar year where the fiscal one starts in January", () => {
    expect(periodsIn("FY2017", { rules: { fiscalYearStarts: 1 } })).toBe("2017-01-01..2018-01-01");
  });

  it("keeps the fiscal unit for trends and comparisons", () => {
    expect(matchesIn("last fiscal quarter")[0]).toMatchObject({
      periods: [{ grain: "fiscal_quarter", label: "FY2018 Q3" }],
    });
    expect(matchesIn("sales by fiscal quarter")[0]).toMatchObject({ kind: "grain", grain: "fiscal_quarter" });
  });
});
