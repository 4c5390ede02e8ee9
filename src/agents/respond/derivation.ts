import { assertUnreachable } from "../../contracts/errors.js";
import type { Cell } from "../../contracts/result.js";

/** Where a number of a text comes from: a cell, or arithmetic over cells that can be done again. */
export type Derivation =
  | { kind: "cell"; row: number; column: number }
  | { kind: "count" }
  | { kind: "sum"; column: number }
  | { kind: "minus"; left: Derivation; right: Derivation }
  | { kind: "over"; left: Derivation; right: Derivation }
  | { kind: "size"; of: Derivation };

/** The number, or null where a cell is empty or a division by zero stands in its way. */
export function derive(derivation: Derivation, rows: readonly Cell[][]): number | null {
  switch (derivation.kind) {
    case "cell":
      return numberOf(rows[derivation.row]?.[derivation.column] ?? null);
    case "count":
      return rows.length;
    case "sum":
      return sum(rows.map((row) => numberOf(row[derivation.column] ?? null)));
    case "minus":
      return both(derivation, rows, (left, right) => left - right);
    case "over":
      return both(derivation, rows, (left, right) => (right === 0 ? null : left / right));
    case "size": {
      const value = derive(derivation.of, rows);
      return value === null ? null : Math.abs(value);
    }
    default:
      return assertUnreachable(derivation);
  }
}

/** A cell as a number; exact texts are rounded to a double. Null for everything that is no number. */
export function numberOf(cell: Cell): number | null {
  if (cell === null || typeof cell === "boolean" || cell === "") return null;
  const value = Number(cell);
  return Number.isFinite(value) ? value : null;
}

function sum(values: (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}

function both(
  { left, right }: { left: Derivation; right: Derivation },
  rows: readonly Cell[][],
  combine: (left: number, right: number) => number | null,
): number | null {
  const a = derive(left, rows);
  const b = derive(right, rows);
  return a === null || b === null ? null : combine(a, b);
}
