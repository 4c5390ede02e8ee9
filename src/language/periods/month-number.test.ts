import { describe, expect, it } from "vitest";
import type { Trial } from "../../testing/period-trial.js";
import { matchesIn, periodsIn } from "../../testing/period-trial.js";

// As of 14 February 2018, with January 2014 to February 2018 loaded.
describe("two digits after a month", () => {
  it.each([
    ["sales in oct 15", "2015-10-01..2015-11-01"],
    ["sales during October 15", "2015-10-01..2015-11-01"],
    ["sales in Oct 15, by region", "2015-10-01..2015-11-01"],
    ["the month of oct 16", "2016-10-01..2016-11-01"],
    ["jan to mar 16", "2016-01-01..2016-04-01"],
    ["jan-mar 16", "2016-01-01..2016-04-01"],
    ["between may and july 16", "2016-05-01..2016-08-01"],
    ["jan and feb 15", "2015-01-01..2015-02-01 & 2015-02-01..2015-03-01"],
    ["oct 15 to march 16", "2015-10-01..2016-04-01"],
  ])("are a year where the words say so: %s", (text, expected) => {
    expect(periodsIn(text)).toBe(expected);
  });

  it.each([
    ["sales on oct 15", "2017-10-15..2017-10-16"],
    ["Sunday, Oct 15", "2017-10-15..2017-10-16"],
    ["week of oct 15", "2017-10-09..2017-10-16"],
    ["oct 15 2016", "2016-10-15..2016-10-16"],
    ["sep 1 to sep 15", "2017-09-01..2017-09-16"],
    ["sep 15 to sep 20", "2017-09-15..2017-09-21"],
    ["dec 15 to 17", "2017-12-15..2017-12-18"],
    ["march 15th", "2017-03-15..2017-03-16"],
    ["in march 29", "2017-03-29..2017-03-30"],
    ["oct 20", "2017-10-20..2017-10-21"],
  ])("are a day where the words or the loaded years say so: %s", (text, expected) => {
    expect(matchesIn(text)).toMatchObject([{ alternatives: [] }]);
    expect(periodsIn(text)).toBe(expected);
  });

  it("have two readings where nothing decides", () => {
    expect(matchesIn("sales oct 15")).toMatchObject([
      {
        periods: [{ start: "2015-10-01", end: "2015-11-01" }],
        alternatives: [[{ start: "2017-10-15", end: "2017-10-16" }]],
      },
    ]);
    expect(matchesIn("sales oct 15 vs oct 16")).toMatchObject([
      {
        periods: [{ start: "2015-10-01" }, { start: "2016-10-01" }],
        alternatives: [[{ start: "2017-10-15" }, { start: "2017-10-16" }]],
      },
    ]);
  });

  it("are a year where that day is not loaded, and a day where that month is not", () => {
    const late: Trial = { asOf: "2025-10-20", loaded: { first: "2024-11-20", last: "2025-10-19" } };
    expect(matchesIn("sales oct 25", late)).toMatchObject([
      { periods: [{ start: "2025-10-01" }], alternatives: [] },
    ]);
    expect(matchesIn("sales dec 25", late)).toMatchObject([
      { periods: [{ start: "2024-12-25" }], alternatives: [] },
    ]);
  });
});
