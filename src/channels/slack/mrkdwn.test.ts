import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clip, fromMrkdwn, mrkdwn } from "./mrkdwn.js";

const hostile = fc.string({
  unit: fc.constantFrom(
    ..."<>!@#|&;*_~` \nabclt:/.".split(""),
    "https://",
    "www.",
    "<!channel>",
    "<@U1>",
    "&lt;",
    "\u202e",
  ),
  maxLength: 60,
});

describe("the text of a message", () => {
  it.each([
    ["<!channel> <!here> <!everyone> <!subteam^S1>"],
    ["<@U123> <#C123|general>"],
    ["<https://evil.example|your bank>"],
    ["<mailto:a@evil.example>"],
    ["<!date^1392734382^{date}|x>"],
  ])("holds no control sequence for %s", (words) => {
    expect(mrkdwn(words)).not.toMatch(/[<>]/);
  });

  it.each(["https://evil.example/a", "http://evil.example", "see www.evil.example"])(
    "gives Slack no address to link or unfurl: %s",
    (words) => {
      expect(mrkdwn(words)).not.toMatch(/https?:\/\/|www\./);
    },
  );

  it.each(["@here", "@channel", "#general"])("mentions nobody by name: %s", (words) => {
    expect(mrkdwn(words)).not.toMatch(/(^|\s)[@#]/);
  });

  it("holds none of Slack's control characters, whatever it is made of, and reads as before", () => {
    fc.assert(
      fc.property(hostile, (words) => {
        const text = mrkdwn(words);
        expect(text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
        const shown = text
          .replaceAll("\u200b", "")
          .replaceAll("&lt;", "<")
          .replaceAll("&gt;", ">")
          .replaceAll("&amp;", "&");
        expect(shown).toBe(words.replaceAll("\u202e", " "));
      }),
    );
  });
});

describe("the words of a person's message", () => {
  it.each([
    ["<@UBOT> sales by region", "sales by region"],
    ["sales &amp; profit where size &gt; 3", "sales & profit where size > 3"],
    ["orders of <mailto:ana@example.com|ana@example.com>", "orders of ana@example.com"],
    ["sales of <https://shop.example|shop.example>", "sales of shop.example"],
  ])("are %s", (text, words) => {
    expect(fromMrkdwn(text, "UBOT")).toBe(words);
  });
});

describe("cut text", () => {
  it("keeps to its limit and never ends in half of a character or of an escape", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 40 }),
        fc.integer({ min: 2, max: 30 }),
        (words, limit) => {
          const cut = clip(mrkdwn(words), limit);
          expect(cut.length).toBeLessThanOrEqual(limit);
          expect(cut).not.toMatch(/[\ud800-\udbff]…$|&[a-z]*…$/);
        },
      ),
    );
  });
});
