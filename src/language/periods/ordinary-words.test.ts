import { describe, expect, it } from "vitest";
import { matchesIn, periodsIn, periodWords } from "../../testing/period-trial.js";
import { readPeriods } from "./read-periods.js";

describe("words that only look like time", () => {
  it.each([
    "more than 2017 orders",
    "customers with at least 2016 orders",
    "sales higher than 2016",
    "states with sales over 2000",
    "sales between 1000 and 2000",
    "top 10 customers",
    "order 2017",
    "may I see sales by region",
    "customers who may churn",
    "the second one",
    "second best product",
    "sat in the sun",
    "weak sales",
    "marge profit",
    "dairy products",
    "moth balls",
    "list 3 customers",
    "summer sales",
    "did sales fall",
    "rooms on the 5th floor",
    "winter 2016/17 jackets",
    "",
  ])("%s", (text) => expect(matchesIn(text)).toEqual([]));

  it.each([
    ["sales in May", "2017-05-01..2017-06-01"],
    ["may 2017", "2017-05-01..2017-06-01"],
    ["may sales by region", "2017-05-01..2017-06-01"],
    ["sales above 1,000 in 2016", "2016-01-01..2017-01-01"],
    ["in 2100", "2100-01-01..2101-01-01"],
  ])("but %s is time", (text, expected) => expect(periodsIn(text)).toBe(expected));
});

describe("misspelled period words", () => {
  it.each([
    ["febuary 2017", "2017-02-01..2017-03-01", "February"],
    ["last quater", "2017-10-01..2018-01-01", "quarter"],
    ["yesterdy", "2018-02-13..2018-02-14", "yesterday"],
    ["septmber 2016", "2016-09-01..2016-10-01", "September"],
    ["last mnth", "2018-01-01..2018-02-01", "month"],
    ["betweeen March 2016 and May 2016", "2016-03-01..2016-06-01", "between"],
    ["sinse 2017", "2017-01-01..", "since"],
    ["lst month", "2018-01-01..2018-02-01", "last"],
    ["lasst 3 months", "2017-11-01..2018-02-01", "last"],
    ["previus quarter", "2017-10-01..2018-01-01", "previous"],
  ])("%s", (text, expected, word) => {
    expect(periodsIn(text)).toBe(expected);
    const [match] = matchesIn(text);
    expect(match?.strength).toBe("fuzzy");
    expect(match?.notes.join(" ")).toContain(`was read as "${word}"`);
  });

  it("leaves words alone that mean something in the workspace", () => {
    const context = {
      asOf: "2018-02-14",
      rules: { weekStarts: "monday", fiscalYearStarts: 1 },
      loaded: null,
      known: (word: string) => word === "quater" || word === "summer",
    } as const;
    expect(readPeriods(periodWords("sales last quater"), context)).toEqual([]);
    expect(readPeriods(periodWords("sales in the summer"), context)).toEqual([]);
  });
});

describe("matches", () => {
  it("lie in order, without overlap, on whole words of the question", () => {
    const text = "Monthly sales, Jan-Mar 2017 vs last year, on Mondays";
    const found = matchesIn(text);
    expect(found.map(({ words }) => words)).toEqual([
      "Monthly",
      "Jan-Mar 2017",
      "vs last year",
      "on Mondays",
    ]);
    found.forEach((match, index) => {
      expect(match.from).toBeGreaterThanOrEqual(found[index - 1]?.to ?? 0);
    });
  });

  it("do not cross the end of a sentence", () => {
    expect(periodsIn("Show 2016. March too")).toBe("2016-01-01..2017-01-01 + 2017-03-01..2017-04-01");
  });

  it("come out the same where a tokeniser splits at dashes and keeps them as gaps", () => {
    const words = [
      { raw: "Jan", text: "jan", gap: "none" },
      { raw: "Mar", text: "mar", gap: "dash" },
      { raw: "2017", text: "2017", gap: "none" },
    ] as const;
    const context = {
      asOf: "2018-02-14",
      rules: { weekStarts: "monday", fiscalYearStarts: 1 },
      loaded: null,
    } as const;
    expect(readPeriods(words, context)).toMatchObject([
      { from: 0, to: 3, periods: [{ start: "2017-01-01", end: "2017-04-01" }] },
    ]);
  });
});
