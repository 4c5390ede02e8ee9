import { describe, expect, it } from "vitest";
import type { LedgerEntry } from "../../contracts/reading.js";
import { splitWords } from "../../language/words.js";
import { entryOf } from "../testing/stand-ins.js";
import { wordDoubts } from "./word-doubts.js";

/** "amount/measure in/- 2017/period": what stands before the slash is typed, what follows is what it was bound to. */
function doubts(marked: string): string[] {
  const parts = marked.split(" ").map((part) => part.split("/") as [string, string?]);
  const question = parts.map(([word]) => word.replaceAll("_", " ")).join(" ");
  let from = 0;
  const ledger = parts.flatMap(([word, kind]): LedgerEntry[] => {
    const typed = word.replaceAll("_", " ");
    const span = { from, to: from + splitWords(typed).length };
    from = span.to;
    return kind === undefined ? [] : [{ ...entryOf(typed), kind: kind as LedgerEntry["kind"], span }];
  });
  return wordDoubts(question, ledger).map(({ signal, note }) => `${signal}: ${note}`);
}

describe("doubts that words raise", () => {
  it("are none for whole questions", () => {
    for (const whole of [
      "amount/measure by/operation city/field in_2017/period",
      "amount/measure in Rome/value in_2017/period",
      "how_many/operation visits/measure were there in_May/period",
      "amount/measure in_2017/period vs_last_year/period",
      "amount/measure not/operation in the North/value",
      "city/field with at_least_2/operation visits/measure",
      "visits/measure each of the_last_4_weeks/period",
      "goods/measure shipped/ignorable by Rail/value",
    ])
      expect(doubts(whole), whole).toEqual([]);
  });

  it("name the preposition that leads nowhere", () => {
    expect(doubts("amount/measure by/operation city/field in")).toEqual([
      'endsOpen: It is not clear what should follow "in".',
    ]);
    expect(doubts("amount/measure for in_2017/period")).toEqual([
      'gap: It is not clear what "for" before "in" means.',
    ]);
    expect(doubts("amount/measure without/operation in_2017/period")).toContainEqual(
      'emptyCall: It is not clear what "without" before "in 2017" means.',
    );
  });

  it("tell one that only stands too late, or belongs to a verb", () => {
    expect(doubts("amount/measure 2017/period in")[0]).toMatch(/^postposed/);
    expect(doubts("visits/measure placed/ignorable on in_2017/period")[0]).toMatch(/^particle/);
    expect(doubts("higher/operation in Rome/value than in Oslo/value")[0]).toMatch(/^joinedGap/);
  });

  it("name neighbours of one kind that nothing joins", () => {
    expect(doubts("Rome/value Oslo/value amount/measure")).toEqual([
      'valuePair: It is not clear how "Rome" and "Oslo" belong together.',
    ]);
    expect(doubts("amount/measure May_2016/period June_2016/period")[0]).toMatch(/^periodPair/);
    expect(doubts("amount/measure by/operation Rome/value")[0]).toMatch(/^byValue/);
    expect(doubts("this amount/measure month/period")).toHaveLength(2);
  });

  it("are none where the ledger is of other words than the question", () => {
    const ledger = [{ ...entryOf("amount"), span: { from: 3, to: 4 } }];
    expect(wordDoubts("amount in", ledger)).toEqual([]);
  });
});
