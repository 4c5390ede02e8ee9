import { beforeAll, describe, expect, it } from "vitest";
import type { MetricQuery } from "../contracts/metric-query.js";
import type { Workspace } from "../contracts/semantic-model.js";
import { toDuckdb } from "../sql/duckdb/translate.js";
import { compileQuery } from "./compile-query.js";
import { field, measure, period, queryOf, time } from "./testing/metric-query-of.js";
import { REPAIR_CATALOG, repairWorkspace } from "./testing/repair-workspace.js";

const AS_OF = "2024-04-01";
let workspace: Workspace;

beforeAll(async () => {
  workspace = await repairWorkspace();
});

function compiled(query: MetricQuery, within: Workspace = workspace) {
  const result = compileQuery(query, within, { asOf: AS_OF });
  if (result.kind === "problem") throw new Error(`${result.code}: ${result.message}`);
  const translated = toDuckdb(result.sql, { catalog: "depot", tables: REPAIR_CATALOG });
  expect(translated).toMatchObject({ ok: true });
  return result;
}

const sqlOf = (query: MetricQuery) => compiled(query).sql;

describe("the SQL of a query", () => {
  it("is one flat statement where one pass is enough", () => {
    const { sql, parameters, columns, relations } = compiled(
      queryOf({
        select: [measure("Revenue"), measure("Ticket Value")],
        groupBy: [field("Area")],
        filters: [{ kind: "values", field: "Work", values: ["Brake", "Chain"], negated: false }],
        periods: [period("2024-01-01", "2024-02-01")],
        order: [{ by: { kind: "select", index: 0, of: "value" }, direction: "desc" }],
      }),
    );
    expect(sql).toBe(`SELECT
  area.area_name AS \`Area\`,
  SUM(source.amount) AS \`Revenue\`,
  CAST(SUM(source.amount) AS DOUBLE) / NULLIF(COUNT(DISTINCT source.ticket_id), 0) AS \`Ticket Value\`
FROM depot.ops.lines AS source
LEFT JOIN depot.ops.shops AS shop ON source.shop_id = shop.shop_id
LEFT JOIN depot.ops.areas AS area ON shop.area_id = area.area_id
WHERE source.work IN (:p1, :p2)
  AND source.opened_on >= CAST(:p3 AS DATE)
  AND source.opened_on < CAST(:p4 AS DATE)
GROUP BY 1
ORDER BY 2 DESC NULLS LAST, 1 ASC NULLS LAST`);
    expect(parameters).toEqual({
      p1: "Brake",
      p2: "Chain",
      p3: { type: "date", value: "2024-01-01" },
      p4: { type: "date", value: "2024-02-01" },
    });
    expect(columns).toEqual([
      {
        name: "Area",
        type: "string",
        role: "dimension",
        unit: null,
        decimals: null,
        of: { kind: "group", index: 0 },
      },
      {
        name: "Revenue",
        type: "number",
        role: "measure",
        unit: "EUR",
        decimals: null,
        of: { kind: "select", index: 0 },
      },
      {
        name: "Ticket Value",
        type: "number",
        role: "measure",
        unit: "EUR",
        decimals: null,
        of: { kind: "select", index: 1 },
      },
    ]);
    expect(relations).toEqual(["depot.ops.lines", "depot.ops.shops", "depot.ops.areas", "depot.ops.parts"]);
  });

  it("joins nothing that is not used, and hides what is dated as_of or later", () => {
    expect(sqlOf(queryOf({}))).toBe(`SELECT
  SUM(source.amount) AS \`Revenue\`
FROM depot.ops.lines AS source
WHERE source.opened_on < CAST(:p1 AS DATE)`);
  });

  it("lists every bucket of a trend", () => {
    expect(
      sqlOf(queryOf({ groupBy: [time("Opened", "month")], periods: [period("2023-05-15", "2023-09-01")] })),
    ).toBe(`WITH grouped AS (
  SELECT
    CAST(date_trunc('MONTH', source.opened_on) AS DATE) AS group_1,
    SUM(source.amount) AS value_1,
    COUNT(*) AS row_count
  FROM depot.ops.lines AS source
  WHERE source.opened_on >= CAST(:p1 AS DATE)
    AND source.opened_on < CAST(:p2 AS DATE)
  GROUP BY 1
),
buckets AS (
  SELECT explode(sequence(CAST(:p3 AS DATE), CAST(:p4 AS DATE), INTERVAL 1 MONTH)) AS group_1
),
filled AS (
  SELECT
    keys.group_1,
    CASE WHEN grouped.row_count IS NULL THEN 0 ELSE grouped.value_1 END AS value_1
  FROM buckets AS keys
  LEFT JOIN grouped ON grouped.group_1 <=> keys.group_1
)
SELECT
  group_1 AS \`Opened month\`,
  value_1 AS \`Revenue\`
FROM filled
ORDER BY group_1 ASC NULLS LAST`);
  });

  it("keeps ties of a top-N per group", () => {
    const sql = sqlOf(queryOf({ groupBy: [field("Area"), field("Shop")], top: { count: 2, per: [0] } }));
    expect(sql).toContain("RANK() OVER (PARTITION BY group_1 ORDER BY value_1 DESC NULLS LAST) AS place_1");
    expect(sql).toMatch(
      /WHERE place_1 <= 2\nORDER BY group_1 ASC NULLS LAST, value_1 DESC NULLS LAST, group_2 ASC NULLS LAST$/,
    );
  });

  it("cuts timestamps at midnight of the workspace's time zone", async () => {
    const paris = await repairWorkspace({ timezone: "Europe/Paris" });
    const { sql, parameters } = compiledUntranslated(
      queryOf({
        view: "moments",
        groupBy: [time("Opened At", "day")],
        periods: [period("2023-03-26", "2023-03-27")],
        top: { count: 1, per: [] },
      }),
      paris,
    );
    expect(sql).toContain("CAST(source.opened_at AS DATE) AS group_1");
    expect(sql).toContain(
      "source.opened_at >= CAST(:p1 AS TIMESTAMP)\n    AND source.opened_at < CAST(:p2 AS TIMESTAMP)",
    );
    // The session's clock is the workspace's: an offset here would move the cut a second time.
    expect(parameters).toMatchObject({ p1: "2023-03-26 00:00:00", p2: "2023-03-27 00:00:00" });
  });

  it("gives equal text for equal queries", () => {
    const query = queryOf({
      groupBy: [time("Opened", "week"), field("Shop")],
      share: { within: [0], only: [] },
    });
    expect(sqlOf(query)).toBe(sqlOf(structuredClone(query)));
  });

  it("names added columns and their units", () => {
    const { columns } = compiled(
      queryOf({
        groupBy: [field("Shop")],
        periods: [period("2024-01-01", "2024-02-01")],
        comparison: {
          kind: "range",
          period: period("2023-12-01", "2024-01-01"),
          shift: null,
          label: "previous period",
        },
        share: { within: [], only: [] },
        rank: { only: [] },
      }),
    );
    expect(columns.map(({ name, unit, role }) => [name, unit, role])).toEqual([
      ["Shop", null, "dimension"],
      ["Rank", null, "dimension"],
      ["Revenue", "EUR", "measure"],
      ["Revenue (previous)", "EUR", "measure"],
      ["Revenue change", "EUR", "measure"],
      ["Revenue change %", "ratio", "measure"],
      ["Revenue share", "ratio", "measure"],
    ]);
  });

  it("offers the total that additive parts must add up to, and none for distinct counts or a part of the rows", () => {
    const of = (query: MetricQuery) => compiled(query).reconcile;
    expect(
      of(queryOf({ select: [measure("Tickets"), measure("Revenue")], groupBy: [field("Shop")] })),
    ).toMatchObject({
      query: { groupBy: [], select: [measure("Revenue")] },
      sums: [{ select: 1, total: 0 }],
    });
    expect(of(queryOf({ select: [measure("Tickets")], groupBy: [field("Shop")] }))).toBeNull();
    expect(of(queryOf({ groupBy: [field("Shop")], top: { count: 1, per: [] } }))).toBeNull();
    expect(of(queryOf({}))).toBeNull();
  });
});

describe("what is refused", () => {
  const refused: [string, MetricQuery, RegExp][] = [
    ["an unknown view", queryOf({ view: "repair" }), /unknown_view: .*Did you mean `repairs`/],
    [
      "an unknown measure",
      queryOf({ select: [measure("Revenu")] }),
      /unknown_measure: .*Did you mean `Revenue`/,
    ],
    ["an unknown field", queryOf({ groupBy: [field("Shopp")] }), /unknown_field: .*Did you mean `Shop`/],
    [
      "an unknown term",
      queryOf({ filters: [{ kind: "term", term: "sprang", negated: false }] }),
      /unknown_term: .*Did you mean `spring`/,
    ],
    [
      "a sum that a one_to_many join would repeat",
      queryOf({ groupBy: [field("Part")] }),
      /fan_out: `Revenue`.*`part`/,
    ],
    [
      "a filter over the many side on a sum",
      queryOf({ filters: [{ kind: "values", field: "Part", values: ["Q"], negated: false }] }),
      /fan_out/,
    ],
    [
      "a sum over a field that forbids it",
      queryOf({ view: "stock", select: [measure("Counted")] }),
      /not_additive: `Counted`.*`Day`/,
    ],
    [
      "text where a number belongs",
      queryOf({ filters: [{ kind: "values", field: "Hours", values: ["long"], negated: false }] }),
      /bad_value: `Hours`/,
    ],
    [
      "text where a date belongs",
      queryOf({ filters: [{ kind: "values", field: "Opened", values: ["May"], negated: false }] }),
      /bad_value: `Opened`/,
    ],
    [
      "buckets of something that is no date",
      queryOf({ groupBy: [time("Shop", "month")] }),
      /not_a_date: `Shop`/,
    ],
    [
      "the hour of a date",
      queryOf({ groupBy: [{ kind: "cycle", field: "Opened", cycle: "hour" }] }),
      /not_a_date: `Opened` holds no time/,
    ],
    [
      "a share of a ratio",
      queryOf({
        select: [measure("Ticket Value")],
        groupBy: [field("Shop")],
        share: { within: [], only: [] },
      }),
      /not_supported: `Ticket Value`/,
    ],
    ["a query without numbers", queryOf({ select: [] }), /bad_query/],
    [
      "an order by a share that is not asked",
      queryOf({ order: [{ by: { kind: "select", index: 0, of: "share" }, direction: "asc" }] }),
      /bad_query/,
    ],
    ["an empty period", queryOf({ periods: [period("2024-02-01", "2024-02-01")] }), /bad_query: The period/],
  ];
  it.each(refused)("%s", (_, query, expected) => {
    const result = compileQuery(query, workspace, { asOf: AS_OF });
    expect(result.kind === "problem" ? `${result.code}: ${result.message}` : "compiled").toMatch(expected);
  });
});

function compiledUntranslated(query: MetricQuery, within: Workspace) {
  const result = compileQuery(query, within, { asOf: AS_OF });
  if (result.kind === "problem") throw new Error(result.message);
  return result;
}
