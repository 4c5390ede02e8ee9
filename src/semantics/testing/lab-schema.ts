import fc from "fast-check";
import type { Catalog } from "../../contracts/policy.js";

/** A row of any table: a text, a number and a truth value, each perhaps missing. */
export interface LabRow {
  s: string | null;
  n: number | null;
  b: boolean | null;
}
export interface LabFact extends LabRow {
  day: string;
  store_id: number | null;
}
export interface LabStore extends LabRow {
  store_id: number;
  chain_id: number | null;
}
export interface LabChain extends LabRow {
  chain_id: number;
}
/** Facts, and what they join to, one to one row or none: stores, and chains of stores. */
export interface LabData {
  facts: LabFact[];
  stores: LabStore[];
  chains: LabChain[];
}

export const LEVELS = ["source", "store", "store.chain"] as const;
export type Level = (typeof LEVELS)[number];
export interface LabField {
  name: string;
  level: Level;
  column: keyof LabRow;
  /** How the column is read: as it is, or with a name in the place of NULL. */
  form: "plain" | "named";
}
export interface LabMeasure {
  name: string;
  aggregate: "sum" | "min" | "max" | "avg" | "count" | "distinct" | "rows";
  level: Level;
  column: "n" | "s";
  /** FILTER of the aggregate. */
  where: { sql: string; holds: (row: LabFact) => boolean | null } | null;
}
/** Windows over the day of the facts. */
export interface LabWindow {
  name: string;
  of: LabMeasure;
  frame:
    | { kind: "trailing"; days: number; inclusive: boolean }
    | { kind: "cumulative" }
    | { kind: "to_date" };
}
export interface LabSchema {
  fields: LabField[];
  measures: LabMeasure[];
  /** Quotients of measures by index. */
  ratios: { name: string; top: number; bottom: number }[];
  windows: LabWindow[];
  filter: { sql: string; holds: (row: LabFact) => boolean | null } | null;
}

const text = fc.constantFrom("ash", "Ash", "birch", "it's", null);
const number = fc.constantFrom(-1, 0, 0, 1, 2, 2.5, null);
const columns = { s: text, n: number, b: fc.constantFrom(true, false, null) };
const dayOf = (n: number) => new Date(Date.UTC(2024, 0, 20 + n)).toISOString().slice(0, 10);

const fact = fc.record({
  day: fc.integer({ min: 0, max: 30 }).map(dayOf),
  store_id: fc.constantFrom(1, 1, 2, 3, 4, 9, null),
  ...columns,
});

/** Keys that no table has and keys that are missing are among them. */
export const labData: fc.Arbitrary<LabData> = fc.record({
  facts: fc.oneof(
    { weight: 1, arbitrary: fc.array(fact, { maxLength: 3 }) },
    { weight: 8, arbitrary: fc.array(fact, { minLength: 7, maxLength: 16 }) },
  ),
  stores: fc
    .tuple(
      ...[1, 2, 3, 4].map((store_id) =>
        fc.record({ store_id: fc.constant(store_id), chain_id: fc.constantFrom(1, 2, 8, null), ...columns }),
      ),
    )
    .map((stores) => stores as LabStore[]),
  chains: fc
    .tuple(...[1, 2].map((chain_id) => fc.record({ chain_id: fc.constant(chain_id), ...columns })))
    .map((chains) => chains as LabChain[]),
});

const level = fc.constantFrom(...LEVELS);
const condition = fc.constantFrom(
  null,
  { sql: "s = 'ash'", holds: (row: LabFact) => (row.s === null ? null : row.s === "ash") },
  { sql: "NOT (s = 'ash')", holds: (row: LabFact) => (row.s === null ? null : row.s !== "ash") },
  { sql: "n > 0 OR b", holds: (row: LabFact) => either(row.n === null ? null : row.n > 0, row.b) },
);
const either = (a: boolean | null, b: boolean | null) =>
  a === true || b === true ? true : a === null || b === null ? null : false;

const measure = fc.record({
  aggregate: fc.constantFrom("sum" as const, "min", "max", "avg", "count", "distinct", "rows"),
  level,
  column: fc.constantFrom("n" as const, "s" as const),
  where: condition,
}) as fc.Arbitrary<Omit<LabMeasure, "name">>;

export const labSchema: fc.Arbitrary<LabSchema> = fc
  .record({
    fields: fc.array(
      fc.record({
        level,
        column: fc.constantFrom("s" as const, "s" as const, "n" as const, "b" as const),
        form: fc.constantFrom("plain" as const, "plain" as const, "named" as const),
      }),
      { minLength: 2, maxLength: 4 },
    ),
    measures: fc.array(measure, { minLength: 2, maxLength: 4 }),
    frames: fc.array(
      fc.oneof(
        fc.record({
          kind: fc.constant("trailing" as const),
          days: fc.integer({ min: 1, max: 9 }),
          inclusive: fc.boolean(),
        }),
        fc.record({ kind: fc.constant("cumulative" as const) }),
        fc.record({ kind: fc.constant("to_date" as const) }),
      ),
      { minLength: 1, maxLength: 2 },
    ),
    filter: condition,
  })
  .map(({ fields, measures, frames, filter }) => {
    const named = measures.map((item, i) => ({
      ...item,
      name: `M${i}`,
      // Only what counts takes texts.
      column: item.aggregate === "count" || item.aggregate === "distinct" ? item.column : ("n" as const),
    }));
    return {
      fields: fields.map((item, i) => ({
        ...item,
        name: `F${i}`,
        form: item.column === "s" ? item.form : ("plain" as const),
      })),
      measures: named,
      ratios: [{ name: "R0", top: 0, bottom: 1 }],
      windows: frames.map((frame, i) => ({ name: `W${i}`, of: named[i] as LabMeasure, frame })),
      filter,
    };
  });

/** The name that the form `named` gives to a missing text. */
export const UNNAMED = "none";

export const LAB_CATALOG: Catalog = {
  tables: Object.entries({
    facts: "day date, store_id bigint",
    stores: "store_id bigint, chain_id bigint",
    chains: "chain_id bigint",
  }).map(([name, keys]) => ({
    name: `depot.lab.${name}`,
    comment: null,
    columns: `${keys}, s string, n double, b boolean`.split(", ").map((column) => {
      const [label = "", type = ""] = column.split(" ");
      return { name: label, type };
    }),
  })),
};

/** The files of a workspace with one view, `lab`. */
export function labFiles(schema: LabSchema): Record<string, string> {
  const fields = schema.fields.map(({ name, level, column, form }) => {
    const path = level === "source" ? column : `${level}.${column}`;
    return { name, expr: form === "named" ? `COALESCE(${path}, '${UNNAMED}')` : path };
  });
  const measures = schema.measures.map((item) => ({ name: item.name, expr: aggregateSql(item) }));
  const ratios = schema.ratios.map(({ name, top, bottom }) => ({
    name,
    expr: `MEASURE(M${top}) / MEASURE(M${bottom})`,
  }));
  const windows = schema.windows.map(({ name, of, frame }) => ({
    name,
    expr: aggregateSql(of),
    window: windowsOf(frame),
  }));
  const view = {
    version: 1.1,
    source: "lab.facts",
    ...(schema.filter ? { filter: schema.filter.sql } : {}),
    joins: [
      {
        name: "store",
        source: "lab.stores",
        on: "source.store_id = store.store_id",
        joins: [{ name: "chain", source: "lab.chains", using: ["chain_id"] }],
      },
    ],
    fields: [{ name: "Day", expr: "day" }, { name: "Month", expr: "DATE_TRUNC('MONTH', day)" }, ...fields],
    measures: [...measures, ...ratios, ...windows],
  };
  return {
    "workspace.yaml": "name: lab\nas_of: 2024-03-01\nwarehouse: { engine: databricks, catalog: depot }\n",
    // JSON is YAML too.
    "metrics/lab.yaml": JSON.stringify(view),
    "overlay.yaml": "views: { lab: { time_field: Day } }\n",
  };
}

function aggregateSql({ aggregate, level, column, where }: LabMeasure): string {
  const path = level === "source" ? column : `${level}.${column}`;
  const call =
    aggregate === "rows"
      ? "COUNT(*)"
      : aggregate === "distinct"
        ? `COUNT(DISTINCT ${path})`
        : `${aggregate.toUpperCase()}(${path})`;
  return where === null ? call : `${call} FILTER (WHERE ${where.sql})`;
}

function windowsOf(frame: LabWindow["frame"]): object[] {
  const last = { semiadditive: "last" };
  if (frame.kind === "trailing") {
    const range = `trailing ${frame.days} day${frame.inclusive ? " inclusive" : ""}`;
    return [{ order: "Day", range, ...last }];
  }
  const whole = { order: "Day", range: "cumulative", ...last };
  return frame.kind === "cumulative" ? [whole] : [whole, { order: "Month", range: "current", ...last }];
}
