import { describe, expect, it } from "vitest";
import { ConfigError } from "../contracts/errors.js";
import { readSuite } from "./suite-file.js";

const problems = (text: string) => {
  try {
    readSuite(text, "eval/a.yaml");
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ line, message }) => `${line}: ${message}`);
    throw error;
  }
  return [];
};

describe("a suite file", () => {
  it("is read with questions and dialogues", () => {
    const suite = readSuite(
      [
        "name: a",
        "gates: { accuracy: 0.98 }",
        "cases:",
        '  - { id: T1, ask: "sales", tags: [time], expect: { sql: "SELECT 1" } }',
        "  - id: D1",
        "    turns:",
        '      - { ask: "sales", expect: { rows: [[1]] } }',
        '      - { ask: "by region", as_of: 2018-01-01, expect: { status: clarification, mentions: [x] } }',
      ].join("\n"),
      "eval/a.yaml",
    );
    expect(suite.cases).toHaveLength(2);
    expect(suite.cases[1]).toMatchObject({ turns: [{}, { as_of: "2018-01-01" }] });
  });

  it("names file and line of every problem", () => {
    expect(
      problems(
        [
          "name: a",
          "gates: { accuracy: 1 }",
          "cases:",
          '  - { id: T1, ask: "x", expect: { sqll: "SELECT 1" } }',
          '  - { id: T2, ask: "x", expect: { status: maybe } }',
          "  - id: D1",
          "    turns:",
          '      - { ask: "x", expect: {}, extra: 1 }',
        ].join("\n"),
      ),
    ).toEqual([
      expect.stringMatching(/^4: .*expect.*sqll/),
      expect.stringMatching(/^5: .*status/),
      expect.stringMatching(/^8: .*extra/),
    ]);
  });

  it("refuses broken YAML, ids used twice, cases that expect nothing and unknown gates", () => {
    expect(problems('name: a\ncases: [ { id: "x\n')[0]).toMatch(/^[23]: /);
    expect(
      problems(
        [
          "name: a",
          "gates: { acuracy: 1 }",
          "cases:",
          '  - { id: T1, ask: "x", expect: { status: answered } }',
          '  - { id: T1, ask: "x", expect: { ordered: true } }',
        ].join("\n"),
      ),
    ).toEqual([
      '2: There is no gate "acuracy".',
      "5: The id T1 is used twice.",
      expect.stringMatching(/^5: Case T1 expects nothing/),
    ]);
  });
});
