import { describe, expect, it } from "vitest";
import { matchesIn, periodsIn } from "../../testing/period-trial.js";

describe("ranges with both ends", () => {
  it.each([
    ["between March 2016 and May 2016", "2016-03-01..2016-06-01"],
    ["from January to March 2017", "2017-01-01..2017-04-01"],
    ["January through March 2017", "2017-01-01..2017-04-01"],
    ["Jan-Mar 2017", "2017-01-01..2017-04-01"],
    ["Jan – Mar 2017", "2017-01-01..2017-04-01"],
    ["from January 2017 until March", "2017-01-01..2017-04-01"],
    ["Q1-Q3 2016", "2016-01-01..2016-10-01"],
    ["2016-2017", "2016-01-01..2018-01-01"],
    ["2015 through 2017", "2015-01-01..2018-01-01"],
    ["from November to February 2017", "2016-11-01..2017-03-01"],
    ["from November 2016 to February", "2016-11-01..2017-03-01"],
    ["from November to February", "2017-11-01..2018-03-01"],
    // The end has begun: in February 2018 there is no March 2018 yet.
    ["from October to March", "2016-10-01..2017-04-01"],
    ["January to March", "2017-01-01..2017-04-01"],
    ["from Q4 to Q2", "2016-10-01..2017-07-01"],
    ["between 2017-01-15 and 2017-02-15", "2017-01-15..2017-02-16"],
    ["from 5 March to 9 April 2017", "2017-03-05..2017-04-10"],
    ["5-9 March 2017", "2017-03-05..2017-03-10"],
    ["March 5 to 9, 2017", "2017-03-05..2017-03-10"],
    ["between 5 and 9 March 2017", "2017-03-05..2017-03-10"],
    ["weeks 10 to 12 2017", "2017-03-06..2017-03-27"],
    ["from March 2017 to yesterday", "2017-03-01..2018-02-14"],
    ["from last month until today", "2018-01-01..2018-02-14"],
    ["from 2016 to date", "2016-01-01..2018-02-14"],
    ["from the start of 2016 to the end of March 2017", "2016-01-01..2017-04-01"],
  ])("%s", (text, expected) => expect(periodsIn(text)).toBe(expected));

  it("keeps both ends, for questions about the change between them", () => {
    const [match] = matchesIn("growth from 2016 to 2017");
    expect(match).toMatchObject({ kind: "period", ends: [{ label: "2016" }, { label: "2017" }] });
  });
});

describe("ranges open on one side", () => {
  it.each([
    ["since 2016", "2016-01-01.."],
    ["since last month", "2018-01-01.."],
    ["since the start of 2017", "2017-01-01.."],
    ["from 2016 onwards", "2016-01-01.."],
    ["2016 and later", "2016-01-01.."],
    ["starting in March 2017", "2017-03-01.."],
    ["on or after 2017-03-05", "2017-03-05.."],
    ["until March 2017", "..2017-04-01"],
    ["up to March 2017", "..2017-04-01"],
    ["through 2016", "..2017-01-01"],
    ["through the end of 2016", "..2017-01-01"],
    ["no later than 2016-05-31", "..2016-06-01"],
    ["2015 or earlier", "..2016-01-01"],
    ["till yesterday", "..2018-02-14"],
    ["before 2016", "..2016-01-01"],
    ["prior to Q3 2016", "..2016-07-01"],
    ["after 2016", "2017-01-01.."],
    ["after March 5 2017", "2017-03-06.."],
    ["after March 2016 and before June 2017", "2016-04-01..2017-06-01"],
    ["since March 2016 until May 2016", "2016-03-01..2016-06-01"],
  ])("%s", (text, expected) => expect(periodsIn(text)).toBe(expected));

  it("says which year it assumed", () => {
    expect(matchesIn("sales since May")[0]?.notes).toEqual(['"May" has no year: it was read as May 2017.']);
  });
});

describe("lengths of time beside a named one", () => {
  it.each([
    ["the 12 months to June 2017", "2016-07-01..2017-07-01"],
    ["the three months ending March 2017", "2017-01-01..2017-04-01"],
    ["the year ending June 2017", "2016-07-01..2017-07-01"],
    ["quarter ended on 31 March 2017", "2017-01-01..2017-04-01"],
    ["the two weeks before 5 March 2017", "2017-02-19..2017-03-05"],
    ["the 10 days after 5 March 2017", "2017-03-06..2017-03-16"],
    ["six months from April 2016", "2016-04-01..2016-10-01"],
    ["the 2 years starting in 2015", "2015-01-01..2017-01-01"],
    // As of 2018-02-14.
    ["January to date", "2018-01-01..2018-02-14"],
    ["February so far", "2018-02-01..2018-02-14"],
    ["Q1 so far", "2018-01-01..2018-02-14"],
    ["2016 to date", "2016-01-01..2018-02-14"],
  ])("%s", (text, expected) => expect(periodsIn(text)).toBe(expected));

  it("keeps a running unit to date, for its comparison", () => {
    expect(matchesIn("February so far")[0]).toMatchObject({ periods: [{ grain: "month", toDate: true }] });
  });
});
