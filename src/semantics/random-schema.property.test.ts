import { rmSync } from "node:fs";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { LeafFilter, MetricQuery, Selection, SimpleSelection } from "../contracts/metric-query.js";
import { queryOn } from "../contracts/metric-query.js";
import type { Cell } from "../contracts/result.js";
import { bindWorkspace } from "./bind-workspace.js";
import { compileQuery } from "./compile-query.js";
import { loadWorkspace } from "./load-workspace.js";
import { LabOracle } from "./testing/lab-oracle.js";
import {
  LAB_CATALOG,
  type LabData,
  type LabSchema,
  labData,
  labFiles,
  labSchema,
  UNNAMED,
} from "./testing/lab-schema.js";
import { period } from "./testing/metric-query-of.js";
import { writeFolder } from "./testing/repair-workspace.js";
import { openDatabase, type TestDatabase } from "./testing/test-database.js";

const AS_OF = "2024-02-16";
let database: TestDatabase;

beforeAll(async () => {
  database = await openDatabase("lab", LAB_CATALOG);
});
afterAll(() => database.close());

it("compiles queries over any small schema to what its rows say one by one", {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      labSchema.chain((schema) => fc.tuple(fc.constant(schema), labData, queriesOver(schema))),
      async ([schema, data, query]) => {
        await load(data);
        const workspace = await workspaceOf(schema);
        const compiled = compileQuery(query, workspace, { asOf: AS_OF });
        if (compiled.kind === "problem") throw new Error(`${compiled.code}: ${compiled.message}`);
        const rows = await database.run(compiled.sql, compiled.parameters);
        const expected = new LabOracle(schema, data, AS_OF).evaluate(query);
        expect(sorted(rows), compiled.sql).toEqual(sorted(expected));
      },
    ),
    { numRuns: Number(process.env.SEMANTICS_RUNS ?? 40) },
  );
});

async function load({ facts, stores, chains }: LabData): Promise<void> {
  const own = "s VARCHAR, n DOUBLE, b BOOLEAN";
  await database.fill("facts", `day DATE, store_id BIGINT, ${own}`, facts);
  await database.fill("stores", `store_id BIGINT, chain_id BIGINT, ${own}`, stores);
  await database.fill("chains", `chain_id BIGINT, ${own}`, chains);
}

async function workspaceOf(schema: LabSchema) {
  const folder = writeFolder(labFiles(schema));
  try {
    return bindWorkspace(await loadWorkspace(folder), LAB_CATALOG);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const sorted = (rows: Cell[][]) =>
  rows
    .map((row) =>
      JSON.stringify(row.map((cell) => (typeof cell === "number" ? Number(cell.toPrecision(10)) + 0 : cell))),
    )
    .sort();

/** Queries that the contract gives a meaning over the schema. */
function queriesOver(schema: LabSchema): fc.Arbitrary<MetricQuery> {
  const names = schema.fields.map(({ name }) => name);
  const texts = schema.fields.filter(({ column }) => column === "s").map(({ name }) => name);
  const sums = schema.measures
    .filter(({ aggregate }) => /^(sum|count|rows|distinct)$/.test(aggregate))
    .map(({ name }) => name);
  const distinct = fc
    .constantFrom(...names)
    .map((field): SimpleSelection => ({ kind: "count_distinct", field }));
  const simple = fc.oneof(
    fc
      .constantFrom(...schema.measures, ...schema.ratios)
      .map(({ name }): SimpleSelection => ({ kind: "measure", measure: name })),
    distinct,
  );
  const plain: fc.Arbitrary<Selection> = fc.oneof(
    { weight: 3, arbitrary: simple },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant("ratio" as const), numerator: simple, denominator: simple }),
    },
  );
  const total: fc.Arbitrary<Selection> =
    sums.length === 0
      ? distinct
      : fc.oneof(
          distinct,
          fc.constantFrom(...sums).map((measure) => ({ kind: "measure" as const, measure })),
        );
  const windowed = fc
    .constantFrom(...schema.windows)
    .map(({ name }): Selection => ({ kind: "measure", measure: name }));
  const leaf = fc.oneof(...schema.fields.map((field) => leafOver(field)));
  const filter = fc.oneof(
    { weight: 3, arbitrary: leaf },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("any" as const),
        filters: fc.array(leaf, { minLength: 2, maxLength: 3 }),
      }),
    },
  );
  const groups = fc.uniqueArray(fc.constantFrom(...names), { maxLength: 2 });
  const day = fc.constantFrom(null, "2024-01-25", "2024-02-01", "2024-02-10");
  return fc
    .record({
      shape: fc.constantFrom("plain", "plain", "share", "top", "apart", "window"),
      plain: fc.array(plain, { minLength: 1, maxLength: 3 }),
      totals: fc.array(total, { minLength: 1, maxLength: 2 }),
      windows: fc.array(fc.oneof(windowed, windowed, simple), { minLength: 1, maxLength: 2 }),
      groups,
      text: fc.constantFrom(...(texts.length > 0 ? texts : [""])),
      filters: fc.array(filter, { maxLength: 2 }),
      start: day,
      end: fc.constantFrom(null, "2024-02-11", "2024-03-01"),
      count: fc.integer({ min: 1, max: 3 }),
      rest: fc.boolean(),
      byDay: fc.boolean(),
      isWithin: fc.boolean(),
      only: fc.uniqueArray(fc.constantFrom("ash", "birch", "it's", UNNAMED, null), {
        minLength: 1,
        maxLength: 2,
      }),
      negated: fc.boolean(),
    })
    .map((seed): MetricQuery => {
      const by = (fields: readonly string[]) => fields.map((field) => ({ kind: "field" as const, field }));
      const base = queryOn("lab", {
        select: seed.plain,
        groupBy: by(seed.groups),
        filters: seed.filters as MetricQuery["filters"],
        periods: seed.start === null && seed.end === null ? [] : [period(seed.start, seed.end)],
      });
      const shape = seed.text === "" && (seed.shape === "apart" || seed.rest) ? "plain" : seed.shape;
      switch (shape) {
        case "share":
          return {
            ...base,
            select: seed.totals,
            share: { within: seed.isWithin && seed.groups.length > 1 ? [0] : [], only: [] },
          };
        case "top":
          return seed.rest
            ? { ...base, groupBy: by([seed.text]), top: { count: seed.count, per: [], rest: true } }
            : {
                ...base,
                groupBy: by(seed.groups.length > 0 ? seed.groups : names.slice(0, 1)),
                top: { count: seed.count, per: [] },
              };
        case "apart":
          return {
            ...base,
            groupBy: by([seed.text]),
            apart: { only: [{ kind: "values", field: seed.text, values: seed.only, negated: seed.negated }] },
          };
        case "window":
          return {
            ...base,
            select: seed.windows,
            groupBy: by([...seed.groups.slice(0, 1), ...(seed.byDay ? ["Day"] : [])]),
          };
        default:
          return base;
      }
    });
}

function leafOver({ name: field, column }: LabSchema["fields"][number]): fc.Arbitrary<LeafFilter> {
  const negated = fc.boolean();
  const among = (values: (string | number | boolean | null)[]) =>
    fc.record({
      kind: fc.constant("values" as const),
      field: fc.constant(field),
      values: fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }),
      negated,
    });
  const bound = fc.option(fc.record({ value: fc.constantFrom(0, 1, 2), inclusive: fc.boolean() }));
  if (column === "b") return among([true, false, null]);
  if (column === "n")
    return fc.oneof(
      among([0, 1, 2.5, null]),
      fc.record({
        kind: fc.constant("range" as const),
        field: fc.constant(field),
        min: bound,
        max: bound,
        negated,
      }),
    );
  return fc.oneof(
    among(["ash", "birch", "it's", UNNAMED, null]),
    fc.record({
      kind: fc.constant("contains" as const),
      field: fc.constant(field),
      text: fc.constantFrom("a", "RCH", "'", "%"),
      negated,
    }),
  );
}
