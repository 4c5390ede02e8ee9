import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer } from "../../contracts/answer.js";
import { answerFixture } from "../../testing/answer-fixture.js";
import { answerMessage } from "./answer-blocks.js";
import { homeView } from "./home-view.js";
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

  it("puts words from outside only where Slack reads no markup", () => {
    for (const blocks of [
      answerMessage(hostile(), "F1").blocks,
      computedModal(hostile()).blocks,
      homeView([HOSTILE]).blocks,
    ]) {
      const objects = objectsIn(blocks);
      const read = objects.filter(({ type }) => type === "mrkdwn" || type === "markdown" || type === "link");
      expect(read.filter(({ text }) => String(text).includes("evil"))).toEqual([]);
      for (const object of objects.filter(({ type }) => type === "plain_text"))
        expect(Boolean(object.emoji) && String(object.text).includes("evil")).toBe(false);
      expect(objects.some(({ text }) => String(text).includes(HOSTILE))).toBe(true);
    }
  });

  it("names options that no button holds", () => {
    const options = Array.from({ length: 30 }, (_, i) => ({ label: `Option ${i}`, question: "q" }));
    const { blocks } = answerMessage(
      answerFixture({ status: "clarification", clarification: { question: "Which?", options } }),
      null,
    );
    const shown = JSON.stringify(blocks);
    for (const { label } of options) expect(shown).toContain(`"${label}"`);
  });

  it("says how many notes it left out, and where they stand", () => {
    const uncertainty = Array.from({ length: 47 }, (_, i) => `Note number ${i}.`);
    const answer = answerFixture({ status: "answered", headline: "h", uncertainty });
    const { blocks } = answerMessage(answer, null);
    expect(blockError(blocks)).toBeNull();
    expect(JSON.stringify(blocks)).toContain("and 7 more notes, under How computed.");
    const modal = JSON.stringify(computedModal(answer).blocks);
    for (const note of uncertainty) expect(modal).toContain(note);
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

  it("show the parameters of the SQL, and say what of it they leave out", () => {
    const sql = "x".repeat(130_000);
    const { blocks } = computedModal(
      answerFixture({ status: "answered", sql, parameters: { p1: "2025-10-01" } }),
    );
    expect(JSON.stringify(blocks)).toMatch(/\d+ of 130020 characters of the SQL are left out/);
    const short = computedModal(
      answerFixture({ status: "answered", sql: "SELECT 1", parameters: { p1: 7 } }),
    );
    expect(JSON.stringify(short.blocks)).toContain("SELECT 1\\n-- :p1 = 7");
  });

  it("carry the answer's id through the correction form", () => {
    expect(correctionModal("ans_9").private_metadata).toBe("ans_9");
  });
});

const HOSTILE =
  "<!channel> <@U1> <https://evil.example|click> *bold* _it_ ~no~ `code` :skull: https://evil.example @here";

function hostile(): Answer {
  return answerFixture({
    status: "answered",
    headline: HOSTILE,
    narrative: `${HOSTILE}!`,
    columns: [
      { name: HOSTILE, type: "string", role: "dimension" },
      { name: "Revenue", type: "number", role: "measure" },
    ],
    rows: [
      [HOSTILE, 1],
      ["b", 2],
    ],
    uncertainty: [HOSTILE],
    followUps: [HOSTILE],
    interpretation: [{ words: HOSTILE, as: HOSTILE }],
    checks: [{ name: HOSTILE, passed: false, detail: HOSTILE }],
    citations: [{ title: HOSTILE, file: "a.md" }],
    sql: HOSTILE,
  });
}

function objectsIn(part: unknown): Record<string, unknown>[] {
  if (Array.isArray(part)) return part.flatMap(objectsIn);
  if (typeof part !== "object" || part === null) return [];
  return [part as Record<string, unknown>, ...Object.values(part).flatMap(objectsIn)];
}

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
