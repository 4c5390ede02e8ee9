import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { passage } from "../testing/small-shop.js";
import { contentStems } from "./content-stems.js";
import { fitBudget } from "./fit-budget.js";
import { fuseRanks } from "./fuse-ranks.js";
import { createLexicalIndex } from "./lexical-index.js";

describe("stems", () => {
  it("bring inflections together and leave out what every question says", () => {
    expect(contentStems("How many shipments were shipped?")).toEqual(["shipment", "ship"]);
    expect(contentStems("orderLines order_lines Crème")).toEqual(["order", "line", "order", "line", "creme"]);
  });
});

describe("ranking by words", () => {
  const index = createLexicalIndex([
    passage("returns", { text: "Goods sent back within thirty days." }),
    passage("refunds", { text: "Money for goods that were returned." }),
    passage("hours", { text: "Shops open at nine." }),
  ]);
  const all = new Set(["returns", "refunds", "hours"]);

  it("puts a title before a mention, and leaves out what shares no word", () => {
    expect(index.search("what are returns?", all, 5)).toEqual(["returns", "refunds"]);
  });

  it("looks among the allowed alone", () => {
    expect(index.search("what are returns?", new Set(["refunds"]), 5)).toEqual(["refunds"]);
  });
});

describe("fusion", () => {
  it("adds 1 / (60 + rank) over the rankings", () => {
    const fused = fuseRanks([
      ["a", "b", "c"],
      ["b", "d"],
    ]);
    expect(fused.map(({ id }) => id)).toEqual(["b", "a", "d", "c"]);
    expect(fused[0]?.score).toBeCloseTo(1 / 62 + 1 / 61, 12);
  });

  it("never puts an item that every ranking holds lower behind one that they hold higher", () => {
    const ids = fc.uniqueArray(fc.integer({ min: 0, max: 30 }).map(String), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(ids, fc.nat(4), (ranking, times) => {
        const fused = fuseRanks(Array.from({ length: times + 1 }, () => ranking));
        expect(fused.map(({ id }) => id)).toEqual(ranking);
      }),
    );
  });
});

describe("the budget", () => {
  const ranked = (lengths: number[]) =>
    lengths.map((length, index) => ({
      ...passage(String(index), { title: "", text: "x".repeat(length) }),
      score: 1,
      covered: 1,
      titled: 0,
    }));

  it("keeps the best that fit and names the rest", () => {
    const { kept, leftOut } = fitBudget(ranked([29, 300, 29]), 20);
    expect(kept.map(({ id }) => id)).toEqual(["0", "2"]);
    expect(leftOut.map(({ id }) => id)).toEqual(["1"]);
  });

  it("is never passed, and loses no passage", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400)), fc.nat(300), (lengths, maxTokens) => {
        const { kept, leftOut } = fitBudget(ranked(lengths), maxTokens);
        const characters = kept.reduce((sum, { text }) => sum + text.length, 0);
        expect(characters / 3).toBeLessThanOrEqual(maxTokens);
        expect(kept.length + leftOut.length).toBe(lengths.length);
      }),
    );
  });
});
