import { expect, it } from "vitest";
import { costLine } from "./report-cost.js";

const free = { status: "answered", tokens: 0, usd: 0 } as const;

it("says plainly that figures come from the zero-token path where no model was asked", () => {
  expect(costLine([free, free])).toContain("zero-token path");
});

it("gives tokens and dollars of the questions that needed a model, apart from those that did not", () => {
  const paid = { status: "answered", tokens: 1200, usd: 0.0005 } as const;
  const line = costLine([free, free, free, { ...paid, tokens: 800 }, paid]);
  expect(line).toBe(
    "3 of 5 questions (60.0 %) took zero tokens; the other 2 took 1000 tokens and $0.00050 each, $0.0010 together.",
  );
});
