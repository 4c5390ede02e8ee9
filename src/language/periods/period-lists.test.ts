import { describe, expect, it } from "vitest";
import { matchesIn, periodsIn } from "../../testing/period-trial.js";

describe("several periods in one question", () => {
  it.each([
    ["2016 and 2017", "2016-01-01..2017-01-01 & 2017-01-01..2018-01-01"],
    ["sales 2016 vs 2017", "2016-01-01..2017-01-01 & 2017-01-01..2018-01-01"],
    ["compare 2016 to 2017", "2016-01-01..2017-01-01 & 2017-01-01..2018-01-01"],
    ["compare sales in 2016 with 2017", "2016-01-01..2017-01-01 & 2017-01-01..2018-01-01"],
    ["sales in 2017 over 2016", "2017-01-01..2018-01-01 & 2016-01-01..2017-01-01"],
    ["Q1 vs Q2 2017", "2017-01-01..2017-04-01 & 2017-04-01..2017-07-01"],
    ["2017 Q1 and Q2", "2017-01-01..2017-04-01 & 2017-04-01..2017-07-01"],
    ["Q2 vs Q3", "2017-04-01..2017-07-01 & 2017-07-01..2017-10-01"],
    ["Q1, Q2 and Q3 2017", "2017-01-01..2017-04-01 & 2017-04-01..2017-07-01 & 2017-07-01..2017-10-01"],
    ["Q1 2016 vs 2017", "2016-01-01..2016-04-01 & 2017-01-01..2017-04-01"],
    [
      "December 2015, 2016 and 2017",
      "2015-12-01..2016-01-01 & 2016-12-01..2017-01-01 & 2017-12-01..2018-01-01",
    ],
    ["March and April last year", "2017-03-01..2017-04-01 & 2017-04-01..2017-05-01"],
    ["Q1 last year vs Q1 this year", "2017-01-01..2017-04-01 & 2018-01-01..2018-04-01"],
    ["Q1 to Q2 2016 vs Q1 to Q2 2017", "2016-01-01..2016-07-01 & 2017-01-01..2017-07-01"],
    ["jan to mar 16 vs 17", "2016-01-01..2016-04-01 & 2017-01-01..2017-04-01"],
    ["oct 16 vs 17", "2016-10-01..2016-11-01 & 2017-10-01..2017-11-01"],
    ["Q3 vs Q3 2014", "2017-07-01..2017-10-01 & 2014-07-01..2014-10-01"],
    ["Q1 vs Q1 last year", "2018-01-01..2018-04-01 & 2017-01-01..2017-04-01"],
    ["Q3 vs Q3 last year", "2016-07-01..2016-10-01 & 2017-07-01..2017-10-01"],
    ["last month compared to November 2017", "2018-01-01..2018-02-01 & 2017-11-01..2017-12-01"],
    ["today vs yesterday", "2018-02-14..2018-02-15 & 2018-02-13..2018-02-14"],
  ])("%s", (text, expected) => expect(periodsIn(text)).toBe(expected));

  it("says how they are joined", () => {
    expect(matchesIn("2016 vs 2017")[0]).toMatchObject({ joined: "versus" });
    expect(matchesIn("2016 or 2017")[0]).toMatchObject({ joined: "or" });
    expect(matchesIn("was 2017 higher than 2016")[1]).toMatchObject({ kind: "period", joined: "versus" });
  });

  it("takes the year before where the same part is named again without a year", () => {
    expect(periodsIn("Q4 2017 vs Q4")).toBe("2017-10-01..2018-01-01 & 2016-10-01..2017-01-01");
    expect(matchesIn("Q4 2017 vs Q4")[0]?.notes.join()).toContain("Q4 2016");
  });

  it("says so where a period is set against nothing", () => {
    expect(matchesIn("sales vs Q2 2017")).toMatchObject([
      { strength: "default", notes: ["Nothing was named to compare Q2 2017 with."] },
    ]);
    expect(matchesIn("was 2017 higher than 2016")[1]?.notes).toEqual([]);
    expect(matchesIn("compared to 2016")[0]?.notes).toEqual([]);
  });

  it("says so where two stand side by side without a word between", () => {
    expect(matchesIn("sales this month last month")[1]).toMatchObject({
      strength: "default",
      notes: ['"last month" was set beside "this month".'],
    });
  });

  it("keeps periods of different clauses apart", () => {
    expect(periodsIn("sales in 2016 and profit in 2017")).toBe(
      "2016-01-01..2017-01-01 + 2017-01-01..2018-01-01",
    );
  });
});
