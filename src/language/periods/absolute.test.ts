import { describe, expect, it } from "vitest";
import { matchesIn, periodsIn } from "../../testing/period-trial.js";

describe("dates in digits", () => {
  it("read either way where both are dates, also with a short year", () => {
    expect(matchesIn("sales 12/10/16")).toMatchObject([
      { periods: [{ start: "2016-12-10" }], alternatives: [[{ start: "2016-10-12" }]] },
    ]);
  });
});

describe("absolute periods", () => {
  it.each([
    ["sales in 2017", "2017-01-01..2018-01-01"],
    ["sales for the year 2017", "2017-01-01..2018-01-01"],
    ["sales for all of 2016", "2016-01-01..2017-01-01"],
    ["in the whole of 2016", "2016-01-01..2017-01-01"],
    ["calendar 2016", "2016-01-01..2017-01-01"],
    ["CY16 sales", "2016-01-01..2017-01-01"],
    ["sales in '16", "2016-01-01..2017-01-01"],
    ["2016's sales", "2016-01-01..2017-01-01"],
    ["what about 2016?", "2016-01-01..2017-01-01"],
    ["Q3 2017", "2017-07-01..2017-10-01"],
    ["2017 Q3", "2017-07-01..2017-10-01"],
    ["2017-Q3", "2017-07-01..2017-10-01"],
    ["Q3'17", "2017-07-01..2017-10-01"],
    ["3Q17", "2017-07-01..2017-10-01"],
    ["Q3 17", "2017-07-01..2017-10-01"],
    ["the third quarter of 2017", "2017-07-01..2017-10-01"],
    ["3rd quarter 2017", "2017-07-01..2017-10-01"],
    ["quarter 3 of 2017", "2017-07-01..2017-10-01"],
    ["Q3 of last year", "2017-07-01..2017-10-01"],
    ["last year's Q3", "2017-07-01..2017-10-01"],
    ["H1 2016", "2016-01-01..2016-07-01"],
    ["first half of 2016", "2016-01-01..2016-07-01"],
    ["2nd half 2016", "2016-07-01..2017-01-01"],
    ["March 2017", "2017-03-01..2017-04-01"],
    ["Mar 2017", "2017-03-01..2017-04-01"],
    ["Mar-17", "2017-03-01..2017-04-01"],
    ["03/2017", "2017-03-01..2017-04-01"],
    ["2017-03", "2017-03-01..2017-04-01"],
    ["the month of March 2017", "2017-03-01..2017-04-01"],
    ["March of last year", "2017-03-01..2017-04-01"],
    ["week 12 of 2017", "2017-03-20..2017-03-27"],
    ["wk 12 2017", "2017-03-20..2017-03-27"],
    ["2017-W12", "2017-03-20..2017-03-27"],
    ["the week of 5 March 2017", "2017-02-27..2017-03-06"],
    ["in the week 5 March 2017", "2017-02-27..2017-03-06"],
    ["week ending 11 March 2017", "2017-03-05..2017-03-12"],
    ["2017-03-05", "2017-03-05..2017-03-06"],
    ["2017/03/05", "2017-03-05..2017-03-06"],
    ["20170305", "2017-03-05..2017-03-06"],
    ["5.3.2017", "2017-03-05..2017-03-06"],
    ["13/05/2017", "2017-05-13..2017-05-14"],
    ["05/13/2017", "2017-05-13..2017-05-14"],
    ["5 March 2017", "2017-03-05..2017-03-06"],
    ["March 5th, 2017", "2017-03-05..2017-03-06"],
    ["the 5th of March 2017", "2017-03-05..2017-03-06"],
    ["Monday, 6 March 2017", "2017-03-06..2017-03-07"],
    ["25/12/16", "2016-12-25..2016-12-26"],
    ["25.12.16", "2016-12-25..2016-12-26"],
    ["year = 2016", "2016-01-01..2017-01-01"],
    ["where year is 2016", "2016-01-01..2017-01-01"],
    ["month = March 2016", "2016-03-01..2016-04-01"],
    ["on the 5th of last month", "2018-01-05..2018-01-06"],
    ["cost by closing month in 2016", "grain + 2016-01-01..2017-01-01"],
    ["closing month of 2016", "2016-12-01..2017-01-01"],
    ["summer 2016", "2016-06-01..2016-09-01"],
    ["fall of 2016", "2016-09-01..2016-12-01"],
    ["29 February 2016", "2016-02-29..2016-03-01"],
    ["the last quarter of 2016", "2016-10-01..2017-01-01"],
    ["first 3 months of 2016", "2016-01-01..2016-04-01"],
    ["last 2 weeks of December 2016", "2016-12-18..2017-01-01"],
    ["the second week of March 2017", "2017-03-08..2017-03-15"],
    ["all time", ".."],
  ])("%s", (text, expected) => expect(periodsIn(text)).toBe(expected));

  it.each([
    // As of 14 February 2018: January and February have begun, March has not.
    ["sales in March", "2017-03-01..2017-04-01"],
    ["January", "2018-01-01..2018-02-01"],
    ["Q1", "2018-01-01..2018-04-01"],
    ["Q2", "2017-04-01..2017-07-01"],
    ["the first half", "2018-01-01..2018-07-01"],
    ["week 12", "2017-03-20..2017-03-27"],
    ["5 March", "2017-03-05..2017-03-06"],
    ["29 February", "2016-02-29..2016-03-01"],
    ["last March", "2017-03-01..2017-04-01"],
    ["last January", "2018-01-01..2018-02-01"],
    ["last February", "2017-02-01..2017-03-01"],
    ["this March", "2018-03-01..2018-04-01"],
    ["last summer", "2017-06-01..2017-09-01"],
    ["last winter", "2016-12-01..2017-03-01"],
    ["this winter", "2017-12-01..2018-03-01"],
    ["this summer", "2018-06-01..2018-09-01"],
    ["in summer", "2017-06-01..2017-09-01"],
    ["during the winter", "2017-12-01..2018-03-01"],
    ["sales on the 5th", "2018-02-05..2018-02-06"],
    ["sales on the 31st of the month", "2018-01-31..2018-02-01"],
    ["sales on the 20th by region", "2018-01-20..2018-01-21"],
    ["next March", "2018-03-01..2018-04-01"],
  ])("%s without a year", (text, expected) => expect(periodsIn(text)).toBe(expected));

  it("begins a year's part only once a day of it is over", () => {
    expect(periodsIn("sales in January", { asOf: "2018-01-01" })).toBe("2017-01-01..2017-02-01");
    expect(periodsIn("sales in January", { asOf: "2018-01-02" })).toBe("2018-01-01..2018-02-01");
  });

  it("marks a year that the calendar's rule gave, and says which ones it gave to several parts", () => {
    const [match] = matchesIn("sales in March");
    expect(match).toMatchObject({ strength: "default", words: "in March", notes: [] });
    expect(matchesIn("sales in March and April")[0]).toMatchObject({
      notes: ['"March and April" names no year: it was read as March 2017 and April 2017.'],
    });
    expect(matchesIn("sales in March 2017")[0]).toMatchObject({ strength: "exact", notes: [] });
  });

  it("gives both readings of a date that may start with the day or the month", () => {
    const [match] = matchesIn("sales on 03/05/2017");
    expect(match).toMatchObject({
      kind: "period",
      periods: [{ start: "2017-03-05" }],
      alternatives: [[{ start: "2017-05-03" }]],
    });
    expect(matchesIn("sales on 05/05/2017")[0]).toMatchObject({ alternatives: [] });
  });

  it("leaves a part out of its year where both are said", () => {
    expect(periodsIn("sales except December in 2016")).toBe(
      "2016-12-01..2017-01-01 + 2016-01-01..2017-01-01",
    );
    expect(periodsIn("sales without Q2 of 2016")).toBe("2016-04-01..2016-07-01 + 2016-01-01..2017-01-01");
  });

  it("keeps a unit apart from the year that it divides", () => {
    expect(matchesIn("which quarter of 2017 had the lowest profit")).toMatchObject([
      { kind: "grain", grain: "quarter" },
      { kind: "period", words: "of 2017" },
    ]);
  });

  it("marks ISO weeks as whole weeks only where weeks start on Monday", () => {
    expect(matchesIn("week 12 of 2017")[0]).toMatchObject({
      periods: [{ grain: "week", label: "week 12 of 2017" }],
    });
    const sunday = matchesIn("week 12 of 2017", { rules: { weekStarts: "sunday" } });
    expect(sunday[0]).toMatchObject({ periods: [{ start: "2017-03-20", grain: null }] });
  });

  it.each(["31 April 2017", "week 54 of 2017", "Q5 2017", "2017-02-30"])("%s is no whole match", (text) => {
    const covered = matchesIn(text).reduce((sum, { from, to }) => sum + to - from, 0);
    expect(covered).toBeLessThan(text.split(" ").length);
  });
});
