import { describe, expect, it } from "vitest";
import { provedNarration } from "./narrate.js";
import { number, say } from "./prose.js";
import type { Scene } from "./scene.js";

const SCENE: Scene = {
  question: "amount",
  query: null,
  periodWords: "",
  view: null,
  columns: [
    {
      name: "Amount",
      type: "number",
      role: "measure",
      unit: null,
      of: { kind: "select", index: 0 },
      decimals: null,
    },
  ],
  rows: [[1234]],
  truncated: false,
  rules: { weekStarts: "monday", fiscalYearStarts: 1 },
  summable: [],
  loaded: null,
  asked: null,
};
const amount = number({ kind: "cell", row: 0, column: 0 }, { type: "number", unit: null }, SCENE.rows);

describe("a narration", () => {
  it("goes out where every number of it is proved", () => {
    expect(provedNarration(say`Amount was ${amount}.`, say`That is ${amount} in all.`, SCENE)).toEqual({
      headline: "Amount was 1,234.",
      narrative: "That is 1,234 in all.",
      grounded: true,
    });
  });

  it.each([
    ["headline", say`Amount was 4,321.`, say`That is ${amount} in all.`],
    ["narrative", say`Amount was ${amount}.`, say`That is 4,321 in all.`],
  ])("gives way to a text without numbers where one in its %s is not", (_, headline, narrative) => {
    expect(provedNarration(headline, narrative, SCENE)).toEqual({
      headline: "Amount: see the table.",
      narrative: "",
      grounded: false,
    });
  });
});
