import type { Cell } from "../contracts/result.js";
import type { Chartable, PlacedColumn } from "./chart-plan.js";

const MAX_PANELS = 3;
/** Beyond this ratio of their greatest values, two measures on one scale flatten the smaller. */
const SHARED_SCALE = 20;

/** Measures drawn together on one scale. `previous` is the earlier period of the first one. */
export interface MeasureGroup {
  measures: PlacedColumn[];
  previous: PlacedColumn | null;
}

/** A cell as a number; null where it is none. Exact decimals arrive as text. */
export function numberOf(cell: Cell | undefined): number | null {
  if (cell === null || cell === undefined || cell === "" || typeof cell === "boolean") return null;
  const value = Number(cell);
  return Number.isFinite(value) ? value : null;
}

/** The measures worth drawing, grouped by unit and size; changes and shares beside their own measure are left to the table. */
export function measureGroups(answer: Chartable): MeasureGroup[] {
  const columns = answer.columns.map((column, index): PlacedColumn => ({ ...column, index }));
  // Two measures of one name could not be told apart in a legend.
  const measures = columns.filter(
    ({ role, type, name, index }) =>
      role === "measure" &&
      type === "number" &&
      columns.findIndex((other) => other.role === "measure" && other.name === name) === index,
  );
  const base = measures.filter(
    (column) => !/^rank$/i.test(column.name) && !measures.some((other) => isDerived(column, other)),
  );
  const drawable = base.filter((column) => answer.rows.some((row) => numberOf(row[column.index]) !== null));
  const groups: MeasureGroup[] = [];
  for (const measure of drawable) {
    const fitting = groups.find((group) => sharesScale(answer, group.measures[0], measure));
    if (fitting) fitting.measures.push(measure);
    else groups.push({ measures: [measure], previous: null });
  }
  for (const group of groups) {
    const [only, ...others] = group.measures;
    if (only === undefined || others.length > 0) continue;
    group.previous = measures.find((column) => column.name === `${only.name} (previous)`) ?? null;
  }
  return groups.slice(0, MAX_PANELS);
}

function isDerived(column: PlacedColumn, of: PlacedColumn): boolean {
  if (column === of || !column.name.startsWith(`${of.name} `)) return false;
  return /^(\(previous\)|change|share\b|%)/i.test(column.name.slice(of.name.length + 1));
}

function sharesScale(answer: Chartable, a: PlacedColumn | undefined, b: PlacedColumn): boolean {
  if (a === undefined || (a.unit ?? null) !== (b.unit ?? null)) return false;
  const [x, y] = [greatest(answer, a), greatest(answer, b)];
  return Math.max(x, y) <= SHARED_SCALE * Math.min(x, y);
}

function greatest(answer: Chartable, column: PlacedColumn): number {
  return answer.rows.reduce((most, row) => Math.max(most, Math.abs(numberOf(row[column.index]) ?? 0)), 0);
}
