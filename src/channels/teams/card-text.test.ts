import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cardText, clip, literal } from "./card-text.js";

const hostile = fc.string({
  unit: fc.constantFrom(
    ..."*_~`[]()<>#|!\\-+1. \n:/@ahtps&;=".split(""),
    "<at>",
    "</at>",
    "http://",
    "www.",
    "\u202e",
    "\u0007",
  ),
  maxLength: 60,
});

describe("words in a card", () => {
  it("arrive character by character, but for what nobody can see", () => {
    fc.assert(
      fc.property(hostile, (words) => {
        const [run] = literal(words).inlines as { type: string; text: string }[];
        expect(run?.type).toBe("TextRun");
        expect(run?.text).toBe(words.replaceAll("\u202e", " ").replaceAll("\u0007", " "));
      }),
    );
  });

  it.each(["\u0000a", "a\u001b[31m", "\u202eevil", "a\u2067b", "a\r\nb"])(
    "lose control and direction in %j",
    (words) => {
      const [run] = literal(words).inlines as { text: string }[];
      expect(run?.text).not.toMatch(/[^\P{C}\n]/u);
    },
  );

  it("are cut between characters, never inside one", () => {
    expect(clip("👍👍👍", 2)).toBe("👍…");
    expect(clip("abc", 3)).toBe("abc");
  });
});

describe("words in a plain message, which is read as Markdown", () => {
  it.each([
    ["*bold* and **strong**", /(?<!\\)\*/],
    ["`code`", /(?<!\\)`/],
    ["~~gone~~", /(?<!\\)~/],
    ["[click](https://evil.example)", /(?<!\u200b)[[\](]|:(?=\/\/)(?<!\u200b:)/],
    ["<at>Everyone</at> <b>x</b>", /(?<!\u200b)</],
    ["# head\n> quote\n- item\n1. one", /^(#|>|- |1\.)/m],
    ["www.evil.example", /www\./],
  ])("keep no mark of %j", (words, mark) => {
    expect(cardText(words)).not.toMatch(mark);
  });

  it("still read as they were", () => {
    fc.assert(
      fc.property(hostile, (words) => {
        const shown = cardText(words)
          .replaceAll("\u200b", "")
          .replace(/\\([\\*`~])/g, "$1");
        expect(shown).toBe(words.replaceAll("\u202e", " ").replaceAll("\u0007", " "));
      }),
    );
  });

  it("leave no star, backquote or tilde unescaped", () => {
    fc.assert(
      fc.property(hostile, (words) => {
        expect(cardText(words).replace(/\\[\\*`~]/g, "")).not.toMatch(/[*`~]/);
      }),
    );
  });
});
