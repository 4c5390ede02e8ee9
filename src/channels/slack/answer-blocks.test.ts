import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer } from "../../contracts/answer.js";
import { answerFixture } from "../../testing/answer-fixture.js";
import { answerMessage } from "./answer-blocks.js";
import { computedModal, correctionModal } from "./modals.js";
import { blockError } from "./testing/block-limits.js";

describe("answerMessage", () => {
  it("keeps every limit of Slack, whatever the answer holds", () => {
    const text = fc.string({ maxLength: 5000, unit: "grapheme" });
    const cell = fc.oneof(text, fc.double(), fc.constant(null));
    const column = fc.record({
      name: text,
      type: fc.constantFrom("string" as const, "number" as const),
      role: fc.constantFrom("dimension" as const, "measure" as const),
    });
    const answer = fc.record({
      status: fc.constantFrom(
        "answered" as const,
        "clarification" as const,
        "refused" as const,
        "failed" as const,
      ),
      headline: fc.string({ minLength: 1, maxLength: 5000 }),
      narrative: text,
      columns: fc.array(column, { maxLength: 25 }),
      rows: fc.array(fc.array(cell, { maxLength: 25 }), { maxLength: 150 }),
      uncertainty: fc.array(text, { maxLength: 15 }),
      followUps: fc.array(
        text.filter((t) => t.length > 0),
        { maxLength: 8 },
      ),
      clarification: fc.record({
        question: fc.string({ minLength: 1, maxLength: 4000 }),
        options: fc.array(fc.record({ label: fc.string({ minLength: 1 }), question: text }), {
          maxLength: 40,
        }),
      }),
    });
    fc.assert(
      fc.property(answer, (fields) => {
        const message = answerMessage(answerFixture(fields), null);
        expect(message.text.length).toBeLessThanOrEqual(4000);
        expect(blockError(message.blocks)).toBeNull();
      }),
      { numRuns: 60 },
    );
  });

  it("lets no cell, note or headline mention, link or format", () => {
    const bad = "<!channel> <@U1> <https://evil.example|click> *bold* _it_ `code` https://evil.example @here";
    const fields = { status: "answered" as const, headline: bad, narrative: `${bad}!`, uncertainty: [bad] };
    const { text, blocks } = answerMessage(answerFixture(fields), null);
    const shown = JSON.stringify([text, blocks]).replaceAll(`"*`, "").replaceAll(`*"`, "");
    expect(shown).not.toMatch(/<[!@h]/);
    expect(shown).not.toContain("https://");
    expect(shown).not.toMatch(/[^\u200b*]\*bold/);
  });

  it("puts the number in the fallback text, for phones and screen readers", () => {
    const answer = answerFixture({ status: "answered", headline: "Revenue was $1,856,403." });
    expect(answerMessage(answer, null).text).toContain("Revenue was $1,856,403.");
  });

  it("ties every button to its answer", () => {
    const options = [
      { label: "Takings", question: "takings", preview: "€12" },
      { label: "Tickets", question: "tickets" },
    ];
    const { blocks } = answerMessage(
      answerFixture({ status: "clarification", clarification: { question: "Which?", options } }),
      null,
    );
    expect(JSON.stringify(blocks)).toContain(String.raw`{\"answer\":\"ans_1\",\"option\":1}`);
  });

  it("says how much of a long table it left out", () => {
    const answer = tall(250);
    expect(JSON.stringify(answerMessage(answer, null).blocks)).toContain("99 of 250 rows");
  });
});

describe("modals", () => {
  it("show long SQL whole, in pieces that Slack takes", () => {
    const sql = `SELECT ${"amount + ".repeat(1500)}1`;
    const view = computedModal(answerFixture({ status: "answered", sql }));
    expect(view.blocks.map((block) => blockError([block]))).toEqual(view.blocks.map(() => null));
    const shown = JSON.stringify(view.blocks).match(/amount \+/g) ?? [];
    expect(shown.length).toBeGreaterThan(1490);
  });

  it("carry the answer's id through the correction form", () => {
    expect(correctionModal("ans_9").private_metadata).toBe("ans_9");
  });
});

function tall(rows: number): Answer {
  return answerFixture({
    status: "answered",
    headline: "h",
    columns: [
      { name: "Region", type: "string", role: "dimension" },
      { name: "Revenue", type: "number", role: "measure" },
    ],
    rows: Array.from({ length: rows }, (_, i) => [`r${i}`, i]),
  });
}
