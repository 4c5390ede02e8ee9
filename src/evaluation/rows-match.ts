import type { AnswerColumn } from "../contracts/answer.js";
import type { Cell } from "../contracts/result.js";
import { sameRows } from "./tuple-match.js";

export interface ExpectedRows {
  /** Null cells and all; every row as long as the first. */
  rows: readonly (readonly Cell[])[];
  /** Number of expected columns, known even without rows. */
  width: number;
  ordered: boolean;
}

export interface ShownRows {
  columns: readonly Pick<AnswerColumn, "name" | "role">[];
  rows: readonly (readonly Cell[])[];
}

export type RowVerdict = { right: true } | { right: false; reason: string };

/**
 * Section 4 of the contract: every expected column is a different answer column with the same values; what is left
 * over may only be dimensions, or the previous, change and share columns of a number that was asked for. Rows are
 * compared as a multiset, in order where `ordered`.
 */
export function matchRows(expected: ExpectedRows, shown: ShownRows): RowVerdict {
  if (expected.rows.length !== shown.rows.length)
    return wrong(`${expected.rows.length} rows expected, ${shown.rows.length} given`);
  if (expected.width > shown.columns.length)
    return wrong(`${expected.width} columns expected, ${shown.columns.length} given`);
  const candidates = Array.from({ length: expected.width }, (_, index) =>
    columnsLike(index, expected, shown),
  );
  const lost = candidates.findIndex((columns) => columns.length === 0);
  if (lost >= 0) return wrong(`no answer column has the values of expected column ${lost + 1}`);
  const assignments = assign(candidates);
  const fitting = assignments.filter((columns) => rowsFit(columns, expected, shown));
  if (fitting.length === 0) return wrong("the columns fit one by one, but not row by row");
  const surplus = fitting.map((columns) => surplusMeasure(columns, shown));
  if (surplus.includes(null)) return { right: true };
  return wrong(`column "${surplus[0]}" was not asked for`);
}

function columnsLike(index: number, expected: ExpectedRows, shown: ShownRows): number[] {
  const wanted = expected.rows.map((row) => [row[index] ?? null]);
  return shown.columns.flatMap((_, column) => {
    const given = shown.rows.map((row) => [row[column] ?? null]);
    return sameRows(wanted, given, expected.ordered) ? [column] : [];
  });
}

/** All ways to give each expected column an answer column of its own; bounded, since equal columns multiply. */
function assign(candidates: number[][], limit = 500): number[][] {
  let partial: number[][] = [[]];
  for (const columns of candidates) {
    partial = partial
      .flatMap((taken) =>
        columns.filter((column) => !taken.includes(column)).map((column) => [...taken, column]),
      )
      .slice(0, limit);
  }
  return partial;
}

function rowsFit(columns: number[], expected: ExpectedRows, shown: ShownRows): boolean {
  const given = shown.rows.map((row) => columns.map((column) => row[column] ?? null));
  return sameRows(expected.rows, given, expected.ordered);
}

/** Name of a left-over column that nobody asked for, or null. */
function surplusMeasure(columns: number[], shown: ShownRows): string | null {
  const asked = new Set(columns.map((column) => shown.columns[column]?.name));
  for (const [index, { name, role }] of shown.columns.entries()) {
    if (columns.includes(index) || role === "dimension") continue;
    const base = /^(.*?) (?:\(previous\)|change|change %|share)$/.exec(name)?.[1];
    if (base === undefined || !asked.has(base)) return name;
  }
  return null;
}

function wrong(reason: string): RowVerdict {
  return { right: false, reason };
}
