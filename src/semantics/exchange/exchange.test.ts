import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Catalog } from "../../contracts/policy.js";
import type { Workspace } from "../../contracts/semantic-model.js";
import { bindWorkspace } from "../bind-workspace.js";
import { compileQuery } from "../compile-query.js";
import { loadWorkspace } from "../load-workspace.js";
import { measure, queryOf } from "../testing/metric-query-of.js";
import { repairWorkspace, writeFolder } from "../testing/repair-workspace.js";
import { exportMetricViews } from "./export-metric-views.js";
import { importDbt } from "./import-dbt.js";
import { importOssie } from "./import-ossie.js";

const CATALOG: Catalog = {
  tables: [
    table("lake.mart.orders", "order_id customer_id status amount ordered_at balance"),
    table("lake.mart.customers", "customer_id region_id segment"),
    table("lake.mart.regions", "region_id label"),
  ],
};

const MANIFEST = {
  semantic_models: [
    {
      name: "orders",
      node_relation: { alias: "orders", schema_name: "mart", database: "lake" },
      defaults: { agg_time_dimension: "ordered_at" },
      entities: [
        { name: "order", type: "primary", expr: "order_id" },
        { name: "customer", type: "foreign", expr: "customer_id" },
        { name: "odd", type: "natural", expr: "status" },
      ],
      dimensions: [
        { name: "ordered_at", type: "time", type_params: { time_granularity: "day" } },
        { name: "is_paid", type: "categorical", expr: "status = 'paid'", label: "Paid" },
      ],
      measures: [
        { name: "amount", agg: "sum", expr: "amount" },
        { name: "orders", agg: "count_distinct", expr: "order_id" },
        {
          name: "balance",
          agg: "sum",
          non_additive_dimension: {
            name: "ordered_at",
            window_choice: "max",
            window_groupings: ["customer"],
          },
        },
        { name: "spare", agg: "max", expr: "amount" },
      ],
    },
    {
      name: "customers",
      node_relation: { alias: "customers", schema_name: "mart", database: "lake" },
      entities: [{ name: "customer", type: "primary", expr: "customer_id" }],
      dimensions: [{ name: "segment", type: "categorical" }],
      measures: [],
    },
  ],
  metrics: [
    {
      name: "revenue",
      type: "simple",
      label: "Revenue",
      description: "Paid and open",
      type_params: { measure: { name: "amount" } },
    },
    { name: "order_count", type: "simple", type_params: { measure: { name: "orders" } } },
    {
      name: "paid_revenue",
      type: "simple",
      filter: {
        where_filters: [
          {
            where_sql_template:
              "{{ Dimension('order__is_paid') }} AND {{ Dimension('customer__segment') }} = 'A'",
          },
        ],
      },
      type_params: { measure: { name: "amount" } },
    },
    {
      name: "aov",
      type: "ratio",
      type_params: { numerator: { name: "revenue" }, denominator: { name: "order_count" } },
    },
    {
      name: "unpaid",
      type: "derived",
      type_params: {
        expr: "r - p",
        metrics: [
          { name: "revenue", alias: "r" },
          { name: "paid_revenue", alias: "p" },
        ],
      },
    },
    {
      name: "month_to_date",
      type: "cumulative",
      type_params: { measure: { name: "amount" }, grain_to_date: "month" },
    },
    {
      name: "rolling",
      type: "cumulative",
      type_params: { measure: { name: "amount" }, window: { count: 30, granularity: "day" } },
    },
    { name: "closing", type: "simple", type_params: { measure: { name: "balance" } } },
    {
      name: "growth",
      type: "derived",
      type_params: {
        expr: "revenue - before",
        metrics: [{ name: "revenue" }, { name: "revenue", alias: "before", offset_window: "1 month" }],
      },
    },
    { name: "conversion", type: "conversion", type_params: {} },
    { name: "secret", type: "simple", type_params: { measure: { name: "amount" }, is_private: true } },
    {
      name: "strange",
      type: "simple",
      filter: { where_filters: [{ where_sql_template: "{{ Metric('x') }} > 1" }] },
      type_params: { measure: { name: "amount" } },
    },
  ],
  saved_queries: [{ name: "weekly" }],
};

const OSSIE = `version: 0.2.0.dev0
semantic_model:
  - name: sales
    ai_context: { instructions: Use euros }
    datasets:
      - name: orders
        source: lake.mart.orders
        fields:
          - { name: placed, expression: { dialects: [{ dialect: ANSI_SQL, expression: ordered_at }] }, dimension: { is_time: true } }
          - { name: net, expression: { dialects: [{ dialect: DATABRICKS, expression: amount * 0.8 }, { dialect: ANSI_SQL, expression: "0" }] } }
          - { name: legacy, expression: { dialects: [{ dialect: MDX, expression: "[x]" }] } }
      - name: customers
        source: lake.mart.customers
        fields: [{ name: segment, expression: { dialects: [{ dialect: ANSI_SQL, expression: segment }] }, ai_context: { synonyms: [group] } }]
      - name: regions
        source: lake.mart.regions
        fields: [{ name: label, expression: { dialects: [{ dialect: ANSI_SQL, expression: label }] } }]
    relationships:
      - { name: a, from: orders, to: customers, from_columns: [customer_id], to_columns: [customer_id] }
      - { name: b, from: customers, to: regions, from_columns: [region_id], to_columns: [region_id] }
    metrics:
      - { name: revenue, expression: { dialects: [{ dialect: ANSI_SQL, expression: SUM(orders.amount) }] } }
      - { name: net revenue, expression: { dialects: [{ dialect: ANSI_SQL, expression: SUM(orders.net) / COUNT(DISTINCT customers.customer_id) }] } }
      - { name: lost, expression: { dialects: [{ dialect: TABLEAU, expression: "x" }] } }
`;

async function loaded(files: Record<string, string>): Promise<Workspace> {
  const head = "name: imported\nas_of: 2025-01-01\nwarehouse: { engine: databricks, catalog: lake }\n";
  return bindWorkspace(await loadWorkspace(writeFolder({ "workspace.yaml": head, ...files })), CATALOG);
}

describe("importDbt", () => {
  it("gives a workspace that loads, binds and compiles", async () => {
    const { files } = importDbt(JSON.stringify(MANIFEST));
    const workspace = await loaded(files);
    const view = workspace.views.find(({ name }) => name === "orders");
    expect(view?.timeField).toBe("ordered_at");
    expect(Object.fromEntries((view?.measures ?? []).map(({ name, expr }) => [name, expr]))).toEqual({
      revenue: "SUM(source.amount)",
      order_count: "COUNT(DISTINCT source.order_id)",
      paid_revenue: "SUM(source.amount) FILTER (WHERE (source.status = 'paid' AND customer.segment = 'A'))",
      aov: "MEASURE(`revenue`) / MEASURE(`order_count`)",
      unpaid: "MEASURE(`revenue`) - MEASURE(`paid_revenue`)",
      month_to_date: "SUM(source.amount)",
      rolling: "SUM(source.amount)",
      closing: "SUM(source.balance)",
    });
    expect(view?.measures.find(({ name }) => name === "month_to_date")?.window).toHaveLength(2);
    expect(view?.measures.find(({ name }) => name === "rolling")?.window[0]?.range).toBe(
      "trailing 30 day inclusive",
    );
    const query = queryOf({
      view: "orders",
      select: [measure("aov"), measure("closing")],
      groupBy: [{ kind: "field", field: "customer__segment" }],
    });
    expect(compileQuery(query, workspace, { asOf: "2025-01-01" })).toMatchObject({ kind: "compiled" });
  });

  it("names every loss", () => {
    const { warnings } = importDbt(JSON.stringify(MANIFEST));
    for (const word of [
      "weekly",
      "odd",
      "spare",
      "growth",
      "conversion",
      "secret",
      "strange",
      "customer",
      "customers",
    ]) {
      expect(
        warnings.filter((warning) => warning.includes(word)),
        word,
      ).not.toEqual([]);
    }
  });

  it("refuses what is no manifest", () => {
    expect(() => importDbt("{}")).toThrow(/no semantic manifest/);
    expect(() => importDbt("nonsense")).toThrow(/no semantic manifest/);
  });
});

describe("importOssie", () => {
  it("gives one view per base dataset, with joins down to the one side", async () => {
    const { files, warnings } = importOssie(OSSIE);
    expect(Object.keys(files).sort()).toEqual(["metrics/orders.yaml", "overlay.yaml"]);
    const workspace = await loaded(files);
    const [view] = workspace.views;
    expect(view?.timeField).toBe("placed");
    expect(view?.fields.map(({ name, expr, synonyms }) => [name, expr, synonyms.length])).toEqual([
      ["placed", "source.ordered_at", 0],
      ["net", "source.amount * 0.8", 0],
      ["segment", "customers.segment", 1],
      ["label", "customers.regions.label", 0],
    ]);
    expect(view?.measures.map(({ expr }) => expr)).toEqual([
      "SUM(source.amount)",
      "SUM((source.amount * 0.8)) / COUNT(DISTINCT customers.customer_id)",
    ]);
    for (const word of ["sales", "legacy", "lost"]) expect(warnings.join("\n")).toContain(`\`${word}\``);
  });

  it("refuses what is no Ossie document", () => {
    expect(() => importOssie("a: 1")).toThrow(/no Ossie document/);
  });
});

describe("exportMetricViews", () => {
  it("puts the files into DDL unchanged and names what stays behind", async () => {
    const workspace = await repairWorkspace();
    const { sql, warnings } = await exportMetricViews(workspace);
    expect(sql).toContain("USE CATALOG depot;");
    const bodies = [
      ...sql.matchAll(/CREATE OR REPLACE VIEW (\S+) WITH METRICS LANGUAGE YAML AS \$\$\n([\s\S]*?)\n\$\$;/g),
    ];
    expect(bodies.map(([, name]) => name)).toEqual([
      "depot.ops.moments",
      "depot.ops.repairs",
      "depot.ops.stock",
    ]);
    expect(parse(bodies[2]?.[2] ?? "").measures).toHaveLength(3);
    expect(warnings).toContain("`repairs`: the time field `Opened` has no place in a metric view.");
    expect(warnings).toContain("The term `spring` has no place in a metric view.");
  });
});

function table(name: string, columns: string): Catalog["tables"][number] {
  const type = (column: string) =>
    column === "ordered_at" ? "date" : /amount|balance|_id/.test(column) ? "bigint" : "string";
  return {
    name,
    comment: null,
    columns: columns.split(" ").map((column) => ({ name: column, type: type(column) })),
  };
}
