import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CalendarRules } from "../contracts/dates.js";
import { GRAINS } from "../contracts/dates.js";
import type { Filter, Grouping, LeafFilter, MetricQuery, Selection } from "../contracts/metric-query.js";
import type { Cell } from "../contracts/result.js";
import type { Workspace } from "../contracts/semantic-model.js";
import { compileQuery } from "./compile-query.js";
import { queryOf } from "./testing/metric-query-of.js";
import { evaluate } from "./testing/naive-evaluator.js";
import { repairDatabase } from "./testing/repair-database.js";
import { repairLines } from "./testing/repair-rows.js";
import { repairWorkspace } from "./testing/repair-workspace.js";
import type { TestDatabase } from "./testing/test-database.js";

const AS_OF = "2024-03-10";
const lines = repairLines(300);
let database: TestDatabase;
let workspace: Workspace;

beforeAll(async () => {
  database = await repairDatabase(lines);
  workspace = await repairWorkspace();
});
afterAll(() => database.close());

describe("compiled queries against a row-by-row evaluation", () => {
  it("agree, row for row and in order", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(queries(), calendars(), async (query, calendar) => {
        const compiled = compileQuery(query, { ...workspace, calendar }, { asOf: AS_OF });
        if (compiled.kind === "problem") throw new Error(`${compiled.code}: ${compiled.message}`);
        const rows = await database.run(compiled.sql, compiled.parameters);
        const expected = evaluate(query, { lines, calendar, asOf: AS_OF });
        expect(rows.map(rounded), compiled.sql).toEqual(expected.map(rounded));
        expect(compiled.columns).toHaveLength(expected[0]?.length ?? compiled.columns.length);
      }),
      { numRuns: Number(process.env.SEMANTICS_RUNS ?? 120) },
    );
  });
});

function rounded(row: readonly Cell[]): Cell[] {
  return row.map((cell) => (typeof cell === "number" ? Number(cell.toPrecision(10)) + 0 : cell));
}

function calendars(): fc.Arbitrary<CalendarRules> {
  return fc.record({
    weekStarts: fc.constantFrom("monday" as const, "sunday" as const, "thursday" as const),
    fiscalYearStarts: fc.constantFrom(1, 4, 7, 10),
  });
}

const MEASURES = [
  "Revenue",
  "Lines",
  "Tickets",
  "Work Hours",
  "Largest",
  "Average Amount",
  "Ticket Value",
  "Brake Share",
];
const simple = fc.oneof(
  fc.constantFrom(...MEASURES).map((measure) => ({ kind: "measure" as const, measure })),
  fc
    .constantFrom("Rider", "Work", "Opened", "Area")
    .map((field) => ({ kind: "count_distinct" as const, field })),
);
const fieldGroup = fc
  .constantFrom("Shop", "Area", "Work", "Long Job")
  .map((field) => ({ kind: "field" as const, field }));
const timeGroup = fc
  .constantFrom(...GRAINS)
  .map((grain) => ({ kind: "time" as const, field: "Opened", grain }) as Grouping);
const cycleGroup = fc
  .constantFrom("weekday", "month_of_year", "quarter_of_year")
  .map((cycle) => ({ kind: "cycle" as const, field: "Opened", cycle }) as Grouping);

function selections(): fc.Arbitrary<Selection> {
  return fc.oneof(
    { weight: 5, arbitrary: simple },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant("ratio" as const), numerator: simple, denominator: simple }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("over_members" as const),
        measure: simple,
        per: fc.constantFrom<Grouping>(
          { kind: "field", field: "Work" },
          { kind: "time", field: "Opened", grain: "month" },
          { kind: "cycle", field: "Opened", cycle: "weekday" },
        ),
        aggregate: fc.constantFrom("avg", "min", "max", "median"),
      }),
    },
  ) as fc.Arbitrary<Selection>;
}

const days = fc
  .integer({ min: 0, max: 480 })
  .map((n) => new Date(Date.UTC(2022, 10, 20 + n)).toISOString().slice(0, 10));
const negated = fc.boolean();
const leaf: fc.Arbitrary<LeafFilter> = fc.oneof(
  fc.record({
    kind: fc.constant("values" as const),
    field: fc.constant("Shop"),
    values: fc.uniqueArray(fc.constantFrom("Dock", "Mill's Yard", "Quay", "Nowhere"), { minLength: 1 }),
    negated,
  }),
  fc.record({
    kind: fc.constant("values" as const),
    field: fc.constantFrom("Work", "Area"),
    values: fc.uniqueArray(fc.constantFrom("Brake", "Gears", "North", null), { minLength: 1 }),
    negated,
  }),
  fc.record({
    kind: fc.constant("values" as const),
    field: fc.constant("Long Job"),
    values: fc.constant([true]),
    negated,
  }),
  fc.record({
    kind: fc.constant("range" as const),
    field: fc.constant("Hours"),
    min: fc.option(fc.record({ value: fc.constantFrom(0.25, 0.5, 1), inclusive: fc.boolean() })),
    max: fc.option(fc.record({ value: fc.constantFrom(1, 1.5), inclusive: fc.boolean() })),
    negated,
  }),
  fc.record({
    kind: fc.constant("range" as const),
    field: fc.constant("Opened"),
    min: fc.record({ value: days, inclusive: fc.boolean() }),
    max: fc.constant(null),
    negated,
  }),
  fc.record({
    kind: fc.constant("contains" as const),
    field: fc.constant("Work"),
    text: fc.constantFrom("A", "ch", "%"),
    negated,
  }),
  fc.record({ kind: fc.constant("term" as const), term: fc.constantFrom("spring", "big jobs"), negated }),
  fc.record({
    kind: fc.constant("cycle" as const),
    field: fc.constant("Opened"),
    cycle: fc.constant("weekday" as const),
    values: fc.constantFrom([6, 7], [1]),
    negated,
  }),
  fc.record({
    kind: fc.constant("cycle" as const),
    field: fc.constant("Opened"),
    cycle: fc.constant("month_of_year" as const),
    values: fc.constantFrom([12], [1, 2]),
    negated,
  }),
) as fc.Arbitrary<LeafFilter>;
const filter: fc.Arbitrary<Filter> = fc.oneof(
  { weight: 4, arbitrary: leaf },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("any" as const), filters: fc.tuple(leaf, leaf) }) },
);

const period = fc
  .tuple(fc.option(days, { freq: 6 }), fc.option(days, { freq: 6 }))
  .filter(([start, end]) => start === null || end === null || start < end)
  .map(([start, end]) => ({ start, end, label: `${start} to ${end}`, grain: null, toDate: false }));

/** Queries that the contract gives a meaning; what contradicts itself is never made. */
function queries(): fc.Arbitrary<MetricQuery> {
  return fc
    .record({
      select: fc.array(selections(), { minLength: 1, maxLength: 2 }),
      fields: fc.uniqueArray(fieldGroup, { maxLength: 2, selector: (group) => group.field }),
      time: fc.option(fc.oneof({ weight: 3, arbitrary: timeGroup }, { weight: 1, arbitrary: cycleGroup }), {
        nil: null,
      }),
      filters: fc.array(filter, { maxLength: 2 }),
      periods: fc.array(period, { maxLength: 3 }),
      shape: fc.constantFrom("plain", "plain", "top", "share", "range", "bucket", "rank", "having", "list"),
      direction: fc.constantFrom("asc" as const, "desc" as const),
      count: fc.integer({ min: 1, max: 4 }),
      isPer: fc.boolean(),
      shift: fc.constantFrom(
        { count: 12, unit: "month" as const },
        { count: 1, unit: "month" as const },
        { count: 7, unit: "day" as const },
      ),
      earlier: period,
      limit: fc.integer({ min: -10, max: 400 }),
    })
    .map((seed) => {
      const groupBy: Grouping[] = [...seed.fields, ...(seed.time ? [seed.time] : [])].slice(0, 2);
      const query = queryOf({ select: seed.select, groupBy, filters: seed.filters, periods: seed.periods });
      const first = { kind: "select" as const, index: 0, of: "value" as const };
      const per = seed.isPer && groupBy.length > 1 ? [0] : [];
      const hasTime = groupBy.some((group) => group.kind === "time");
      switch (seed.shape) {
        case "top":
          return {
            ...query,
            order: [{ by: first, direction: seed.direction }],
            top: { count: seed.count, per },
          };
        case "rank":
          return groupBy.some((group) => group.kind === "field" && group.field === "Shop")
            ? {
                ...query,
                order: [{ by: first, direction: seed.direction }],
                rank: { only: [{ kind: "values", field: "Shop", values: ["Dock"], negated: false }] },
              }
            : query;
        case "share": {
          const select = seed.select.filter(
            (item) =>
              item.kind === "count_distinct" ||
              (item.kind === "measure" &&
                ["Revenue", "Lines", "Tickets", "Work Hours"].includes(item.measure)),
          );
          return select.length === 0 ? query : { ...query, select, share: { within: per, only: [] } };
        }
        case "range":
          return {
            ...query,
            periods: [seed.periods[0] ?? seed.earlier],
            comparison: {
              kind: "range",
              period: seed.earlier,
              shift: hasTime ? seed.shift : null,
              label: "last year",
            },
          };
        case "bucket":
          return hasTime
            ? {
                ...query,
                periods: seed.periods.slice(0, 1),
                comparison: { kind: "bucket", back: 1, label: "before" },
              }
            : query;
        case "having":
          return {
            ...query,
            having: [
              {
                select: 0,
                of: "value",
                min: { value: seed.limit, inclusive: seed.isPer },
                max: null,
                negated: seed.direction === "asc",
              },
            ],
          };
        case "list":
          return groupBy.length === 0
            ? query
            : { ...query, mode: "list", select: [], periods: seed.periods.slice(0, 1) };
        default:
          return seed.isPer ? { ...query, order: [{ by: first, direction: seed.direction }] } : query;
      }
    });
}
