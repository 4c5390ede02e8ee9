import type { CalendarRules, IsoDate } from "../../contracts/dates.js";
import type { MetricQuery } from "../../contracts/metric-query.js";
import type { Cell, OutputColumn } from "../../contracts/result.js";
import type { ModelView } from "../../contracts/semantic-model.js";
import type { AskedBound } from "./asked-bound.js";
import type { Derivation } from "./derivation.js";
import { derive } from "./derivation.js";
import type { NumberStyle, Part } from "./prose.js";
import { number } from "./prose.js";

/** What the templates see of an answer. */
export interface Scene {
  question: string;
  query: MetricQuery | null;
  /** Period in the person's own words, for SQL that no metric query stands behind. */
  periodWords: string;
  view: ModelView | null;
  columns: OutputColumn[];
  rows: Cell[][];
  truncated: boolean;
  rules: CalendarRules;
  /** Numbers (indexes into the query's selection) that may be added up over all dimensions of the answer. */
  summable: number[];
  /** Days that are loaded, by date field; null where they are not known. */
  loaded: LoadedDays | null;
  /** The bound that a yes-or-no question asks about; null where there is none. */
  asked: AskedBound | null;
}

export interface LoadedDays {
  asOf: IsoDate;
  /** First and last day with rows. */
  days: Record<string, { first: IsoDate; last: IsoDate }>;
}

/** Positions of the columns that name a row, in order. */
export function dimensionsOf({ columns }: Scene): number[] {
  return columns.flatMap(({ role, of }, index) =>
    role === "dimension" && of.kind !== "rank" ? [index] : [],
  );
}

/** Positions of the numbers that were asked for, without comparisons, shares and ranks. */
export function measuresOf({ columns }: Scene): number[] {
  return columns.flatMap(({ of }, index) => (of.kind === "select" ? [index] : []));
}

/** Position of the column that a comparison or share adds to the number `index` of the query; -1 where there is none. */
export function addedColumn(
  { columns }: Scene,
  kind: "previous" | "change" | "change_ratio" | "share",
  measure: number,
): number {
  const of = columns[measure]?.of;
  const index = of?.kind === "select" ? of.index : 0;
  return columns.findIndex((column) => column.of.kind === kind && column.of.index === index);
}

export function cellAt(row: number, column: number): Derivation {
  return { kind: "cell", row, column };
}

export function valueAt({ rows }: Scene, row: number, column: number): number | null {
  return derive(cellAt(row, column), rows);
}

/** A number in the style of a column. */
export function figure(
  scene: Scene,
  of: Derivation,
  column: number,
  change: Partial<NumberStyle> = {},
): Part {
  return number(of, { ...styleOf(scene, column), ...change }, scene.rows);
}

/** A difference in the style of a column: ratios differ by points. */
export function difference(scene: Scene, of: Derivation, column: number): Part {
  return figure(scene, of, column, { points: scene.columns[column]?.unit === "ratio" });
}

function styleOf({ columns }: Scene, column: number): NumberStyle {
  const { type = "number", unit = null } = columns[column] ?? {};
  return { type, unit };
}

/** May the column's values be added up over all dimensions of the answer? */
export function addsUp(scene: Scene, column: number): boolean {
  const of = scene.columns[column]?.of;
  return of?.kind === "select" && scene.summable.includes(of.index);
}

/** Would a share be that of the one row in itself, which is always the whole? */
export function isOwnWhole({ query, rows }: Scene): boolean {
  if (!query?.share || rows.length !== 1) return false;
  return query.share.only.length === 0 && query.having.length === 0 && !query.top && !query.rank;
}
