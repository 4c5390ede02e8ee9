import { describe, expect, it } from "vitest";
import { chosenOption } from "./chosen-option.js";

const open = {
  question: "Which?",
  original: "q",
  options: ["Net Sales", "Gross Sales", "Units"].map((label) => ({
    label,
    question: `${label} in 2024`,
    query: null,
  })),
};

describe("chosenOption", () => {
  it.each([
    ["Net Sales", "Net Sales"],
    ["net sales.", "Net Sales"],
    ["gross sales in 2024", "Gross Sales"],
    ["2", "Gross Sales"],
    ["option 3", "Units"],
    ["the second one please", "Gross Sales"],
    ["first", "Net Sales"],
    ["the last one", "Units"],
  ])("takes %j as %s", (reply, label) => {
    expect(chosenOption(reply, open)?.label).toBe(label);
  });

  it.each(["4", "sales", "net sales by region", "the sixth one", ""])("takes %j as no choice", (reply) => {
    expect(chosenOption(reply, open)).toBeNull();
  });

  it("chooses nothing where nothing was asked", () => {
    expect(chosenOption("1", null)).toBeNull();
  });
});
