import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer } from "../../contracts/answer.js";
import { answerFixture } from "../../testing/answer-fixture.js";
import { answerCard, FRESH } from "./answer-card.js";
import { shownWords } from "./testing/shown-words.js";

type Json = Record<string, unknown>;

const HOSTILE =
  "*a* _b_ **c** `d` ~~e~~ [click](https://evil.example) <at>Everyone</at> <b>x</b> <!-- --> # h\n- l\n1. n | ![i](u) =HYPERLINK(1) {{DATE(x)}} www.evil.example";

describe("a card on Teams", () => {
  it("shows every word from outside as it stands, in elements that read no markup", () => {
    const card = answerCard(hostile(), null, FRESH);
    const types = new Set(elements(card.body).map(({ type }) => type));
    expect(types).not.toContain("TextBlock");
    expect(types).not.toContain("FactSet");
    const texts = elements(card.body).filter(({ type }) => type === "TextRun");
    expect(texts.filter(({ text }) => text === HOSTILE).length).toBeGreaterThanOrEqual(5);
    expect(card.msteams).toEqual({ width: "Full" });
  });

  it("keeps to its size and names all that it leaves out, whatever the answer holds", () => {
    fc.assert(
      fc.property(answers(), (answer) => {
        const card = answerCard(answer, null, FRESH);
        expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThanOrEqual(25_000);
        if (answer.status !== "answered") return;
        const words = shownWords({ attachments: [{ content: card }] });
        const notes = answer.uncertainty.filter((note) => words.includes(visibleOf(note))).length;
        if (notes < answer.uncertainty.length) expect(words).toMatch(/notes/);
        if (answer.rows.length > 15) expect(words).toMatch(/Shown here: \d+ of \d+ rows/);
        const sql = answer.sql ?? "";
        if (!JSON.stringify(card).includes(JSON.stringify(visibleOf(sql)).slice(1, -1)))
          expect(words).toContain("the SQL");
      }),
      { numRuns: 60 },
    );
  });

  it("tells how many notes it left out, how much SQL, and where all of it is kept", () => {
    const answer = answerFixture({
      status: "answered",
      headline: "h",
      uncertainty: Array.from({ length: 60 }, (_, i) => `Note ${i}: ${"w".repeat(700)}`),
      sql: `SELECT ${"amount + ".repeat(2000)}1`,
    });
    const words = shownWords({ attachments: [{ content: answerCard(answer, null, FRESH) }] });
    expect(words).toMatch(
      /Left out, as a card in Teams holds no more: 40 of 60 notes; the ends of long notes; /,
    );
    expect(words).toContain("the SQL");
    expect(words).toContain("kept under answer ans_1");
    expect(words.match(/Note \d+:/g)).toHaveLength(20);
  });

  it("says nothing of the kind where all fits", () => {
    const answer = answerFixture({
      status: "answered",
      headline: "h",
      uncertainty: ["One.", "Two.", "Three.", "Four."],
    });
    const words = shownWords({ attachments: [{ content: answerCard(answer, null, FRESH) }] });
    expect(words).not.toContain("Left out");
    for (const note of answer.uncertainty) expect(words).toContain(note);
  });

  it("hides how it was computed until asked, with the SQL as it can be copied and its parameters", () => {
    const sql = "SELECT COUNT(*) AS `all`, SUM(a_b * c) FROM t WHERE d >= :p1";
    const answer = answerFixture({
      status: "answered",
      headline: "h",
      sql,
      parameters: { p1: "2025-10-01" },
    });
    const card = answerCard(answer, null, FRESH);
    const box = elements(card.body).find(({ id }) => id === "computed");
    expect(box?.isVisible).toBe(false);
    expect(JSON.stringify(box)).toContain(JSON.stringify(`${sql}\n-- :p1 = 2025-10-01`));
    const toggle = elements(card.body).find(({ type }) => type === "Action.ToggleVisibility");
    expect(toggle?.targetElements).toEqual(["computed"]);
  });

  it("names options that no button holds", () => {
    const options = Array.from({ length: 9 }, (_, i) => ({ label: `Option ${i}`, question: `q${i}` }));
    const card = answerCard(
      answerFixture({ status: "clarification", clarification: { question: "Which?", options } }),
      null,
      FRESH,
    );
    expect(elements(card.body).filter(({ type }) => type === "Action.Execute")).toHaveLength(6);
    const words = shownWords({ attachments: [{ content: card }] });
    for (const { label } of options) expect(words).toContain(label);
  });

  it("puts a chart beside a card that is full already", () => {
    const picture = `data:image/png;base64,${"A".repeat(60_000)}`;
    const card = answerCard(answerFixture({ status: "answered", headline: "h" }), picture, FRESH);
    expect(elements(card.body).find(({ type }) => type === "Image")?.url).toBe(picture);
  });
});

function hostile(): Answer {
  return answerFixture({
    status: "answered",
    headline: HOSTILE,
    narrative: `${HOSTILE}.`,
    columns: [
      { name: "Shop", type: "string", role: "dimension" },
      { name: HOSTILE.slice(0, 60), type: "number", role: "measure" },
    ],
    rows: [
      [HOSTILE.slice(0, 79), 1],
      ["b", 2],
    ],
    uncertainty: [HOSTILE, HOSTILE],
    interpretation: [{ words: HOSTILE, as: HOSTILE }],
    citations: [{ title: HOSTILE, file: "a.md" }],
    checks: [{ name: "c", passed: false, detail: HOSTILE }],
    followUps: [HOSTILE],
    sql: HOSTILE,
  });
}

function answers(): fc.Arbitrary<Answer> {
  const text = (max: number) => fc.string({ maxLength: max, unit: "grapheme", size: "max" });
  const kind = fc.constantFrom("string" as const, "number" as const);
  const role = fc.constantFrom("dimension" as const, "measure" as const);
  return fc
    .record({
      status: fc.constantFrom(
        "answered" as const,
        "answered" as const,
        "clarification" as const,
        "refused" as const,
      ),
      headline: text(5000),
      narrative: text(5000),
      columns: fc.array(fc.record({ name: text(200), type: kind, role }), { maxLength: 12 }),
      rows: fc.array(fc.array(fc.oneof(text(300), fc.double(), fc.constant(null)), { maxLength: 12 }), {
        maxLength: 60,
      }),
      uncertainty: fc.array(fc.oneof(text(100), text(2000)), { maxLength: 50, size: "max" }),
      followUps: fc.array(text(300), { maxLength: 8 }),
      interpretation: fc.array(fc.record({ words: text(300), as: text(600) }), {
        maxLength: 60,
        size: "max",
      }),
      sql: fc.oneof(fc.constant(null), text(20_000)),
      clarification: fc.record({
        question: text(4000),
        options: fc.array(fc.record({ label: text(600), question: text(9) }), { maxLength: 30 }),
      }),
      refusal: fc.record({ code: fc.constant("no_such_data" as const), message: text(6000) }),
    })
    .map((fields) => answerFixture(fields));
}

function visibleOf(words: string): string {
  return words.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (c) => (c === "\n" ? "\n" : " "));
}

function elements(part: unknown): Json[] {
  if (Array.isArray(part)) return part.flatMap(elements);
  if (typeof part !== "object" || part === null) return [];
  return [part as Json, ...Object.values(part).flatMap(elements)];
}
