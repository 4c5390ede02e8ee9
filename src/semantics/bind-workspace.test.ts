import { describe, expect, it } from "vitest";
import { ConfigError } from "../contracts/errors.js";
import type { Catalog } from "../contracts/policy.js";
import { bindWorkspace } from "./bind-workspace.js";
import { compileQuery } from "./compile-query.js";
import { loadWorkspace } from "./load-workspace.js";
import { field, measure, queryOf } from "./testing/metric-query-of.js";
import { repairWorkspace, writeFolder } from "./testing/repair-workspace.js";

const CATALOG: Catalog = {
  tables: [
    {
      name: "depot.ops.lines",
      comment: null,
      columns: [
        { name: "opened_on", type: "date" },
        { name: "opened_at", type: "timestamp" },
        { name: "work", type: "string" },
        { name: "amount", type: "decimal(10,2)" },
        { name: "place", type: "struct<city:string>" },
      ],
    },
  ],
};
const HEAD = "name: r\nas_of: 2024-01-01\nwarehouse: { engine: databricks, catalog: depot }\n";

async function bound(view: string, files: Record<string, string> = {}) {
  const dir = writeFolder({
    "workspace.yaml": HEAD,
    "metrics/lines.yaml": `version: 1.1\nsource: ops.lines\n${view}`,
    ...files,
  });
  return bindWorkspace(await loadWorkspace(dir), CATALOG);
}

async function problems(view: string, files: Record<string, string> = {}): Promise<string> {
  try {
    await bound(view, files);
    return "none";
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message;
  }
}

describe("bindWorkspace", () => {
  it("qualifies columns and infers types and plain columns", async () => {
    const { views } = await bound(`fields:
  - { name: Day, expr: opened_on }
  - { name: At, expr: source.opened_at }
  - { name: Month, expr: "DATE_TRUNC('MONTH', Day)" }
  - { name: Year, expr: year(opened_on) }
  - { name: Big, expr: "amount > 100 OR work IS NULL" }
  - { name: Label, expr: "CASE WHEN amount > 5 THEN 'high' ELSE work END" }
  - { name: Cents, expr: "CAST(amount * 100 AS BIGINT)" }
  - { name: City, expr: place.city }
  - { name: Next, expr: opened_on + INTERVAL 1 DAY }
  - { name: Copy, expr: Day }
measures:
  - { name: Total, expr: SUM(amount) }
`);
    const fields = (views[0]?.fields ?? []).map(({ name, expr, type, timestamp, column }) => [
      name,
      expr,
      type,
      timestamp,
      column?.column ?? null,
    ]);
    expect(fields).toEqual([
      ["Day", "source.opened_on", "date", false, "opened_on"],
      ["At", "source.opened_at", "date", true, "opened_at"],
      ["Month", "DATE_TRUNC('MONTH', source.opened_on)", "date", false, null],
      ["Year", "year(source.opened_on)", "number", false, null],
      ["Big", "source.amount > 100 OR source.work IS NULL", "boolean", false, null],
      ["Label", "CASE WHEN source.amount > 5 THEN 'high' ELSE source.work END", "string", false, null],
      ["Cents", "CAST(source.amount * 100 AS BIGINT)", "number", false, null],
      ["City", "source.place.city", "string", false, null],
      ["Next", "source.opened_on + INTERVAL 1 DAY", "date", false, null],
      ["Copy", "source.opened_on", "date", false, "opened_on"],
    ]);
  });

  it("types a field as the engine does, and knows whole days where the engine has a timestamp", async () => {
    const types = async (expr: string) => {
      const { views } = await bound(
        `fields: [{ name: X, expr: ${JSON.stringify(expr)} }]\nmeasures: [{ name: N, expr: COUNT(*) }]\n`,
      );
      const [field] = views[0]?.fields ?? [];
      return [field?.type, field?.timestamp];
    };
    for (const expr of [
      "dateadd(opened_on, 3)",
      "dateadd(MONTH, 1, opened_on)",
      "date_trunc('WEEK', opened_at)",
    ])
      expect([expr, ...(await types(expr))]).toEqual([expr, "date", false]);
    for (const expr of [
      "opened_on + INTERVAL 2 HOURS",
      "dateadd(HOUR, 1, opened_on)",
      "coalesce(opened_on, opened_at)",
    ])
      expect([expr, ...(await types(expr))]).toEqual([expr, "date", true]);
    for (const expr of ["opened_on - opened_on", "opened_at - opened_on"])
      expect([expr, ...(await types(expr))]).toEqual([expr, "string", false]);
    for (const expr of [
      "row_number() OVER (ORDER BY work)",
      "-amount",
      "nullif(place.size, 0)",
      "place.size * 2",
    ])
      expect([expr, ...(await types(expr))]).toEqual([expr, "number", false]);
  });

  it("derives ratio, zero over no rows and additivity of measures", async () => {
    const { views } = await repairWorkspace();
    const facts = Object.fromEntries(
      (views.find(({ name }) => name === "repairs")?.measures ?? []).map(
        ({ name, ratio, emptyIsZero, additive }) => [name, [ratio, emptyIsZero, additive]],
      ),
    );
    expect(facts).toMatchObject({
      Revenue: [false, true, "all"],
      Lines: [false, true, "all"],
      Tickets: [false, true, []],
      Largest: [false, false, []],
      "Average Amount": [true, false, []],
      "Ticket Value": [true, false, []],
      "Brake Share": [true, false, []],
      "Running Revenue": [false, false, []],
      "Month Growth": [true, false, []],
    });
  });

  it("is the same when done twice", async () => {
    const once = await bound(
      "fields: [{ name: Day, expr: opened_on }]\nmeasures: [{ name: Total, expr: SUM(amount) }]\n",
    );
    expect(bindWorkspace(once, CATALOG)).toEqual(once);
  });

  it("names unknown columns with file, line and the nearest one", async () => {
    const message = await problems(
      "filter: amont > 1\nfields:\n  - { name: Day, expr: openned_on }\nmeasures:\n  - { name: Total, expr: SUM(amount) + COUNT(wrk) }\n",
    );
    expect(message.split("\n")).toEqual([
      "metrics/lines.yaml:5: The field `Day` uses `openned_on`, which the source does not have. Did you mean `opened_on`?",
      "metrics/lines.yaml:3: The filter uses `amont`, which the source does not have. Did you mean `amount`?",
      "metrics/lines.yaml:7: The measure `Total` uses `wrk`, which the source does not have. Did you mean `work`?",
    ]);
  });

  it("names a table that the warehouse lacks, and a row rule over unknown columns", async () => {
    const measures = "measures: [{ name: Total, expr: COUNT(*) }]\n";
    expect(
      await problems(`joins: [{ name: x, source: ops.line, 'on': source.work = x.work }]\n${measures}`),
    ).toMatch(/`depot\.ops\.line` does not exist.*`depot\.ops\.lines`/);
    expect(
      await problems(measures, {
        "policy.yaml": "roles: { a: { views: [lines], rows: { ops.lines: \"wrok = 'x'\" } } }\n",
      }),
    ).toMatch(/policy\.yaml.*uses `wrok`.*`work`/);
  });

  it.each([
    [
      "a column that it names and one that it does not",
      "SELECT work, sum(amount) FROM ops.lines GROUP BY work",
    ],
    [
      "columns handed on by a star",
      "SELECT * FROM (SELECT work, sum(amount) FROM ops.lines GROUP BY work) s",
    ],
    [
      "both sides of a union",
      "SELECT work, sum(amount) FROM ops.lines GROUP BY work UNION ALL SELECT 'x', 0",
    ],
    [
      "columns of a pivot",
      "SELECT * FROM (SELECT work, amount FROM ops.lines) PIVOT (sum(amount), max(amount) FOR work IN ('x', 'y'))",
    ],
  ])("lets an expression name what the engine calls a column of the source: %s", async (_, source) => {
    const load = async (expr: string) => {
      const text = `version: 1.1\nsource: "${source}"\nmeasures:\n  - { name: Total, expr: ${JSON.stringify(expr)} }\n`;
      return loadWorkspace(writeFolder({ "workspace.yaml": HEAD, "metrics/v.yaml": text }));
    };
    const made = bindWorkspace(await load("SUM(`sum(amount)`)"), CATALOG);
    expect(made.views[0]?.measures[0]?.expr).toBe("SUM(source.`sum(amount)`)");
    const plain = await load("SUM(amount_sum)");
    expect(() => bindWorkspace(plain, CATALOG)).toThrow(/uses `amount_sum`, which the source does not have/);
  });

  it("knows the columns of a source that narrows what it does not know", async () => {
    const load = async (source: string, expr: string) => {
      const text = `version: 1.1\nsource: "${source}"\nmeasures: [{ name: Total, expr: ${expr} }]\n`;
      const workspace = await loadWorkspace(writeFolder({ "workspace.yaml": HEAD, "metrics/v.yaml": text }));
      return bindWorkspace(workspace, CATALOG).views[0]?.measures[0]?.expr;
    };
    const narrowed = "SELECT a, b FROM (SELECT * FROM ops.elsewhere) e";
    expect(await load(narrowed, "SUM(b)")).toBe("SUM(source.b)");
    await expect(load(narrowed, "SUM(c)")).rejects.toThrow(/uses `c`/);
    expect(await load("SELECT inline(array(struct(1 AS a, 2 AS b)))", "SUM(b)")).toBe("SUM(source.b)");
  });

  it("takes a SELECT as source", async () => {
    const dir = writeFolder({
      "workspace.yaml": HEAD,
      "metrics/v.yaml":
        "version: 1.1\nsource: SELECT opened_on, amount * 2 AS twice FROM ops.lines WHERE work = 'x'\nfields: [{ name: Day, expr: opened_on }]\nmeasures: [{ name: Twice, expr: SUM(twice) }]\n",
    });
    const workspace = bindWorkspace(await loadWorkspace(dir), CATALOG);
    expect(workspace.views[0]).toMatchObject({
      relations: ["depot.ops.lines"],
      fields: [{ type: "date", column: null }],
    });
    const result = compileQuery(
      queryOf({ view: "v", select: [measure("Twice")], groupBy: [field("Day")] }),
      workspace,
      { asOf: "2024-01-01" },
    );
    expect(result).toMatchObject({
      kind: "compiled",
      sql: expect.stringContaining(
        "FROM (SELECT opened_on, amount * 2 AS twice FROM depot.ops.lines WHERE work = 'x') AS source",
      ),
    });
  });
});
