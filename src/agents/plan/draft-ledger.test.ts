import { describe, expect, it } from "vitest";
import type { Lexicon } from "../../language/lexicon.js";
import { draftOf } from "../testing/model-replies.js";
import { queryOf } from "../testing/stand-ins.js";
import { ignorableIn, ledgerOfDraft } from "./draft-ledger.js";

const NO_NAMES = { phrases: { findWord: () => [] } } as unknown as Lexicon;
const draft = draftOf({ measures: ["Amount"], words: [{ words: "takings", as: "measure", name: "Amount" }] });
const check = (question: string, change: Partial<typeof draft> = {}) =>
  ledgerOfDraft({ ...draft, ...change }, queryOf({}), question, NO_NAMES, ignorableIn("en", ["kindly"]));

describe("the ledger of a model's reading", () => {
  it("takes a question whose every word is bound, small words and the workspace's own aside", () => {
    expect(check("what were the takings kindly")).toMatchObject({
      ok: true,
      value: { ledger: [{ words: "takings", kind: "measure", as: "Amount" }] },
    });
  });

  it("names every word that was dropped", () => {
    const found = check("takings without refunds");
    expect(found).toMatchObject({ ok: false });
    expect(JSON.stringify(found)).toMatch(/without.*refunds/);
  });

  it("never takes a negation or a binding preposition for a small word", () => {
    for (const word of ["not", "without", "except", "only"])
      expect(check(`takings ${word}`)).toMatchObject({ ok: false });
    const german = ignorableIn("de", []);
    expect(["der", "ohne", "nicht", "kein", "nur", "mehr"].filter(german)).toEqual(["der"]);
  });

  it("names words that the question does not have, and parts that no word asks for", () => {
    expect(check("takings", { words: [...draft.words, { words: "net", as: "filler", name: "" }] })).toEqual({
      ok: false,
      problem: '"net" does not stand in the question.',
    });
    expect(check("takings", { share: true })).toMatchObject({ ok: false });
  });
});
