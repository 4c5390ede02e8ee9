import { describe, expect, it } from "vitest";
import type { ViewProfile } from "../../contracts/metadata.js";
import { coverageOf } from "./coverage.js";

const profile: ViewProfile = {
  view: "v",
  rows: 9,
  firstDay: "2014-01-03",
  lastDay: "2017-12-30",
  fields: [],
};
const AS_OF = "2018-01-01";

describe("coverageOf", () => {
  it.each([
    ["2014-01-01", "2015-01-01", "inside"],
    ["2017-12-31", "2018-01-01", "inside"],
    ["2014-01-01", "2014-01-08", "inside"],
    ["2013-06-01", "2014-06-01", "partly"],
    ["2013-12-25", "2014-01-05", "partly"],
    ["2017-12-01", "2018-02-01", "partly"],
    ["2013-01-01", "2014-01-01", "outside"],
    ["2018-01-01", "2019-01-01", "outside"],
    ["2019-01-01", "2020-01-01", "outside"],
    [null, "2014-01-01", "outside"],
    [null, null, "inside"],
    ["2016-01-01", null, "inside"],
  ])("%s to %s is %s", (start, end, kind) => {
    const period = { start, end, label: "", grain: null, toDate: false };
    expect(coverageOf(period, profile, AS_OF).kind).toBe(kind);
  });

  it("is outside where nothing is loaded", () => {
    const empty = { ...profile, firstDay: null, lastDay: null };
    const period = { start: null, end: null, label: "", grain: null, toDate: false };
    expect(coverageOf(period, empty, AS_OF).kind).toBe("outside");
  });
});
