import { describe, expect, it } from "vitest";
import { be, inPeriod, plural } from "./grammar.js";

describe("grammar", () => {
  it.each([
    ["Revenue", "was"],
    ["Takings", "were"],
    ["Net Sales", "were"],
    ["Gross Loss", "was"],
    ["Status", "was"],
    ["Sales per Customer", "was"],
  ])("%s %s", (name, verb) => {
    expect(be(name)).toBe(verb);
  });

  it.each([
    ["Region", "regions"],
    ["Category", "categories"],
    ["Branch", "branches"],
    ["Sales", "sales"],
    ["Day", "days"],
    ["SKU", "SKUs"],
  ])("several of %s are %s", (name, words) => {
    expect(plural(name)).toBe(words);
  });

  it.each([
    ["October 2025", "in October 2025"],
    ["last 30 days", "in the last 30 days"],
    ["last month", "last month"],
    ["5 March 2017", "on 5 March 2017"],
    ["week of 5 March 2017", "in the week of 5 March 2017"],
    ["2015 to 2017", "from 2015 to 2017"],
    ["2017 to date", "in 2017 to date"],
    ["since 5 March 2017", "since 5 March 2017"],
    ["yesterday", "yesterday"],
  ])("%s stands as %s", (label, words) => {
    expect(inPeriod(label)).toBe(words);
  });
});
