import { describe, expect, it } from "vitest";
import { matchesIn, periodsIn } from "../../testing/period-trial.js";

const days = (...values: number[]) => ({ kind: "cycle_filter", cycle: "weekday", values });
const october = { kind: "period", periods: [{ start: "2017-10-01", end: "2017-11-01" }] };

describe("weekdays that are no dates", () => {
  it.each([
    ["Saturday sales in October", [days(6), october]],
    ["sales in October on Saturday", [october, days(6)]],
    ["October Saturday sales", [october, days(6)]],
    ["sales on Saturday and Sunday in October", [days(6, 7), october]],
    ["sales Monday to Thursday in October", [days(1, 2, 3, 4), october]],
    ["Saturday vs Sunday sales in October", [days(6), days(7), october]],
    ["sales on Saturday or Sunday", [days(6), days(7)]],
    ["was Saturday better than Sunday", [days(6), days(7)]],
  ])("%s", (text, expected) => expect(matchesIn(text)).toMatchObject(expected));

  it.each([
    ["sales on Friday", "2018-02-09..2018-02-10"],
    ["sales on Friday yesterday", "2018-02-09..2018-02-10 + 2018-02-13..2018-02-14"],
    ["last Monday vs last month", "2018-02-12..2018-02-13 + 2018-01-01..2018-02-01"],
    ["last Monday vs last Tuesday", "2018-02-12..2018-02-13 & 2018-02-13..2018-02-14"],
    ["Monday, 6 March in 2017", "2017-03-06..2017-03-07"],
  ])("stay dates where nothing makes them recur: %s", (text, expected) => {
    expect(periodsIn(text)).toBe(expected);
  });
});
