import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tokenize } from "../sql/tokens.js";
import { gate } from "./gate.js";
import { CORPUS, corpus } from "./testing/corpus.js";

const { catalog, parameters, set } = CORPUS;
const statements = (name: "hostile" | "good") =>
  corpus(name)
    .map(({ sql }) => sql)
    // Left out: what has no tokens, and what is hostile by its comments alone, which the rewriting drops.
    .filter((sql) => sql.length < 2_000 && hasTokens(sql) && !/[\u202a-\u202e\u2066]/.test(sql));

function hasTokens(sql: string): boolean {
  const lexed = tokenize(sql);
  return lexed.ok && lexed.tokens.length > 0;
}

const verdict = (sql: string) => gate(sql, parameters, set, catalog).verdict;

/** Writes the tokens of a statement again: words by `write` (not names of parameters), with `between` where white space may stand. */
function rewrite(sql: string, write: (word: string) => string, between: () => string): string {
  const lexed = tokenize(sql);
  if (!lexed.ok) return sql;
  const points = Array.from(sql);
  let out = "";
  lexed.tokens.forEach((token, i) => {
    const [before, next] = [lexed.tokens[i - 1], lexed.tokens[i + 1]];
    const isParameter = before?.text === ":";
    out +=
      token.kind === "word" && !isParameter ? write(token.text) : points.slice(token.from, token.to).join("");
    if (next === undefined) return;
    const touches = next.from === token.to;
    if (touches && (/^[:>@?]$/.test(token.text) || /^[:>@]/.test(next.text))) return;
    out += touches ? between() : ` ${between()}`;
  });
  return out;
}

const KEEPING: [string, (sql: string, random: () => number) => string][] = [
  [
    "upper case",
    (sql) =>
      rewrite(
        sql,
        (w) => w.toUpperCase(),
        () => "",
      ),
  ],
  [
    "lower case",
    (sql) =>
      rewrite(
        sql,
        (w) => w.toLowerCase(),
        () => "",
      ),
  ],
  [
    "mixed case",
    (sql, random) =>
      rewrite(
        sql,
        (w) => Array.from(w, (c) => (random() < 0.5 ? c.toUpperCase() : c.toLowerCase())).join(""),
        () => "",
      ),
  ],
  [
    "white space",
    (sql, random) =>
      rewrite(
        sql,
        (w) => w,
        () => (random() < 0.5 ? "\n\t" : "  "),
      ),
  ],
  [
    "comments",
    (sql, random) =>
      rewrite(
        sql,
        (w) => w,
        () => (random() < 0.5 ? "/* ; -- ' */" : " -- it's; \"\n"),
      ),
  ],
  ["a comment before", (sql) => `/* SELECT 1; */ -- x\n${sql}`],
  ["a comment behind", (sql) => `${sql} -- LIMIT 1; DROP`],
];

describe.each(["good", "hostile"] as const)("%s", (name) => {
  it.each(KEEPING)("keeps its verdicts under %s", (_, mutate) => {
    let seed = 7;
    const random = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed / 2_147_483_648;
    };
    const changed = statements(name).filter((sql) => verdict(mutate(sql, random)) !== verdict(sql));
    expect(changed).toEqual([]);
  });

  it("keeps its verdicts inside a subquery, a CTE and a union", () => {
    const wraps = [
      (sql: string) => `SELECT * FROM (${sql}\n) AS q`,
      (sql: string) => `WITH q AS (${sql}\n) SELECT * FROM q`,
      (sql: string) => `SELECT 1 AS one UNION ALL (SELECT 2 FROM (${sql}\n) q)`,
      (sql: string) => `SELECT 1 WHERE EXISTS (${sql}\n)`,
    ];
    const plain = statements(name).filter((sql) => !sql.includes(";") && !/LIMIT (ALL|:|\()/i.test(sql));
    const changed = plain.flatMap((sql) =>
      wraps.map((wrap) => wrap(sql)).filter((w) => verdict(w) !== verdict(sql)),
    );
    expect(changed).toEqual([]);
  });
});

it("takes no path into what a list of plain values gives", () => {
  for (const list of ["sequence(DATE'2024-01-01', DATE'2024-01-31')", "split('a,b', ',')"]) {
    const from = `FROM (SELECT explode(${list}) AS d) m LEFT JOIN main.gold.orders d ON true`;
    expect(gate(`SELECT m.d ${from} LIMIT 1`, {}, set, catalog)).toMatchObject({ verdict: "allow" });
    expect(gate(`SELECT d.main.hr.salaries.salary ${from} LIMIT 1`, {}, set, catalog)).toMatchObject({
      code: "column_unknown",
    });
  }
});

it("takes no path into a read text that its schema does not have", () => {
  const read = (path: string) =>
    `SELECT from_csv('1,a', 'n INT, t STRING')${path}, from_json('{}', 'a STRUCT<b: INT>').a.b`;
  expect(gate(read(".t"), {}, set, catalog)).toMatchObject({ verdict: "allow" });
  expect(gate(read(".main.hr.salaries.salary"), {}, set, catalog)).toMatchObject({ verdict: "deny" });
});

it("takes no path in a star's EXCEPT: it would leave the column of that name in", () => {
  for (const path of ["main.hr.salaries.salary", "details.customer_email"]) {
    const sql = `SELECT * EXCEPT (${path}, details) FROM main.gold.orders`;
    expect(gate(sql, {}, set, catalog)).toMatchObject({ verdict: "deny" });
  }
});

const FORBIDDEN = /salaries|reflect\s*\(|secret\s*\(|current_user|identifier\s*\(/i;

it("allows nothing that random splices make of good statements and forbidden words", () => {
  // A path into JSON reads nothing but that text, whatever its keys are called.
  const good = statements("good").filter((sql) => !/details\)?:/.test(sql));
  const poison = [
    "customer_email",
    "main.hr.salaries.salary",
    "reflect('a', 'b')",
    "(SELECT max(salary) FROM main.hr.salaries)",
    "secret('a', 'b')",
    "current_user()",
    "identifier('x')",
  ];
  fc.assert(
    fc.property(fc.constantFrom(...good), fc.constantFrom(...poison), fc.nat(), (sql, word, at) => {
      const lexed = tokenize(sql);
      if (!lexed.ok) return;
      const places = lexed.tokens.filter(
        (t) => t.kind === "number" || (t.kind === "word" && /^[a-z_]+$/.test(t.text)),
      );
      const place = places[at % Math.max(1, places.length)];
      if (!place) return;
      const points = Array.from(sql);
      const spliced = `${points.slice(0, place.from).join("")}${word}${points.slice(place.to).join("")}`;
      const judged = gate(spliced, parameters, set, catalog);
      if (judged.verdict === "allow") {
        // Where a word became an alias, a field or a name, nothing forbidden may be left to read.
        expect(judged.approved.relations.every((r) => set.relations.includes(r))).toBe(true);
        expect(judged.approved.sql).not.toMatch(FORBIDDEN);
      }
    }),
    { numRuns: 600 },
  );
});
