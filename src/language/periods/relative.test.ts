import { describe, expect, it } from "vitest";
import { matchesIn, periodsIn } from "../../testing/period-trial.js";

describe("periods counted from as_of (2018-02-14, a Wednesday)", () => {
  it.each([
    ["today", "2018-02-14..2018-02-15"],
    ["yesterday", "2018-02-13..2018-02-14"],
    ["yesterday's sales", "2018-02-13..2018-02-14"],
    ["the day before yesterday", "2018-02-12..2018-02-13"],
    ["last week", "2018-02-05..2018-02-12"],
    ["last month", "2018-01-01..2018-02-01"],
    ["previous month", "2018-01-01..2018-02-01"],
    ["the last full month", "2018-01-01..2018-02-01"],
    ["most recent month", "2018-01-01..2018-02-01"],
    ["last quarter", "2017-10-01..2018-01-01"],
    ["last year's sales", "2017-01-01..2018-01-01"],
    ["last half year", "2017-07-01..2018-01-01"],
    ["this week", "2018-02-12..2018-02-14"],
    ["this month so far", "2018-02-01..2018-02-14"],
    ["so far this month", "2018-02-01..2018-02-14"],
    ["current quarter", "2018-01-01..2018-02-14"],
    ["this year", "2018-01-01..2018-02-14"],
    ["YTD", "2018-01-01..2018-02-14"],
    ["year-to-date", "2018-01-01..2018-02-14"],
    ["quarter to date", "2018-01-01..2018-02-14"],
    ["MTD", "2018-02-01..2018-02-14"],
    ["WTD", "2018-02-12..2018-02-14"],
    ["YTD 2016", "2016-01-01..2016-02-14"],
    ["last year to date", "2017-01-01..2017-02-14"],
    ["last 30 days", "2018-01-15..2018-02-14"],
    ["the last six weeks", "2018-01-01..2018-02-12"],
    ["previous 2 months", "2017-12-01..2018-02-01"],
    ["last twelve months", "2017-02-01..2018-02-01"],
    ["the last two quarters", "2017-07-01..2018-01-01"],
    ["last 3 years", "2015-01-01..2018-01-01"],
    ["last couple of months", "2017-12-01..2018-02-01"],
    ["last fortnight", "2018-01-31..2018-02-14"],
    ["last 48 hours", "2018-02-12..2018-02-14"],
    ["L30D", "2018-01-15..2018-02-14"],
    ["past 3 months", "2017-11-14..2018-02-14"],
    ["over the past week", "2018-02-07..2018-02-14"],
    ["rolling 12 months", "2017-02-14..2018-02-14"],
    ["trailing twelve months", "2017-02-14..2018-02-14"],
    ["trailing 90-day period", "2017-11-16..2018-02-14"],
    ["TTM", "2017-02-14..2018-02-14"],
    ["3 days ago", "2018-02-11..2018-02-12"],
    ["two months ago", "2017-12-01..2018-01-01"],
    ["a year ago", "2017-01-01..2018-01-01"],
    ["the month before last", "2017-12-01..2018-01-01"],
    ["next month", "2018-03-01..2018-04-01"],
    ["last Monday", "2018-02-12..2018-02-13"],
    ["last Wednesday", "2018-02-07..2018-02-08"],
    ["on Friday", "2018-02-09..2018-02-10"],
    ["last weekend", "2018-02-10..2018-02-12"],
  ])("%s", (text, expected) => expect(periodsIn(text)).toBe(expected));

  it("follows the workspace's first day of the week", () => {
    expect(periodsIn("last week", { rules: { weekStarts: "sunday" } })).toBe("2018-02-04..2018-02-11");
    expect(periodsIn("this week", { rules: { weekStarts: "thursday" } })).toBe("2018-02-08..2018-02-14");
  });

  it("tells ranges to date from whole units", () => {
    expect(matchesIn("this month")[0]).toMatchObject({ periods: [{ grain: "month", toDate: true }] });
    expect(matchesIn("last month")[0]).toMatchObject({ periods: [{ grain: "month", toDate: false }] });
    expect(matchesIn("past month")[0]).toMatchObject({ periods: [{ grain: null, toDate: false }] });
  });

  it.each([
    "rolling 3-month average of sales",
    "last orders",
    "the last months",
    "last 0 days",
    "last 2.5 months",
    "next",
  ])("%s names no period", (text) =>
    expect(matchesIn(text).filter(({ kind }) => kind === "period")).toEqual([]),
  );
});
