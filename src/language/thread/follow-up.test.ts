import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("a question that names its own measure in a thread", () => {
  it.each([
    "revenue by district > which district has the most riders",
    "damage rate in 2023 > which district has the most riders",
  ])("stands alone, though a field is called like the measure: %s", (conversation) => {
    expect(reads(conversation)).toBe(reads("which district has the most riders"));
    expect(reads(conversation)).toMatch(/^Riders; by District/);
  });

  it("still edits the turn before where it has a field alone", () => {
    expect(reads("revenue by district > by bike type")).toBe("Rental Income; by Bike Type");
  });
});

describe("by a number or a thing, after an answer", () => {
  it("measures the same groups by the number", () => {
    expect(reads("top 2 districts by revenue > by profit")).toBe("Net Profit; by District; top 2");
    expect(reads("revenue by district > by profit")).toBe("Net Profit; by District");
  });

  it("asks where there are no groups that could be measured by it", () => {
    expect(reads("revenue in 2023 > by profit")).toBe("ask: ");
  });

  it("splits by a thing that a measure counts as well, without asking", () => {
    expect(reads("revenue in 2023 > by rider")).toBe("Rental Income; by Rider Name; 2023-01-01..2024-01-01");
    expect(reads("revenue by district > by riders")).toBe("Rental Income; by Rider Name");
  });

  it("ranks by the count of things where the rows stood in order", () => {
    expect(reads("top 2 districts by revenue > by riders")).toBe("Riders; by District; top 2");
  });

  it("never counts each thing by itself", () => {
    expect(reads("riders in 2023 > by rider")).toMatch(/^ask: /);
  });
});

describe("words that go on from what is shown", () => {
  it.each([
    ["revenue by district > break that down by bike type", "Rental Income; by District, Bike Type"],
    ["revenue by district > break that down by bike type > drop district", "Rental Income; by Bike Type"],
    [
      "revenue by month in 2023 > 2022 too",
      "Rental Income; by month of Start Day; 2023-01-01..2024-01-01 & 2022-01-01..2023-01-01",
    ],
  ])("add to it or take from it: %s", (conversation, expected) => {
    expect(reads(conversation)).toBe(expected);
  });

  it("do not take an order for a fall", () => {
    expect(reads("revenue by district > drop membership")).toMatch(/^ask: /);
  });
});
