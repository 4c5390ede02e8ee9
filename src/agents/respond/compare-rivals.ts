import type { Cell } from "../../contracts/result.js";
import type { Extracted } from "../state.js";
import { numberOf } from "./derivation.js";

const TOLERANCE = 1e-9;

/** Do two readings give the same rows? Names of columns don't count, and rows may come in another order. */
export function sameRows(a: Extracted, b: Extracted): boolean {
  if (a.columns.length !== b.columns.length || a.result.rows.length !== b.result.rows.length) return false;
  if (a.columns.some(({ role }, index) => role !== b.columns[index]?.role)) return false;
  if (a.columns.some(({ unit }, index) => (unit === "ratio") !== (b.columns[index]?.unit === "ratio")))
    return false;
  const left = sorted(a.result.rows);
  const right = sorted(b.result.rows);
  return left.every((row, index) =>
    row.every((cell, column) => sameCell(cell, right[index]?.[column] ?? null)),
  );
}

function sorted(rows: Cell[][]): Cell[][] {
  const key = (row: Cell[]): string => JSON.stringify(row.map((cell) => roundedKey(cell)));
  return rows
    .map((row) => ({ row, key: key(row) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ row }) => row);
}

function roundedKey(cell: Cell): Cell {
  return typeof cell === "number" ? Number(cell.toPrecision(9)) : cell;
}

function sameCell(a: Cell, b: Cell): boolean {
  if (a === b) return true;
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x === null || y === null) return false;
  return Math.abs(x - y) <= TOLERANCE * Math.max(1, Math.abs(x), Math.abs(y));
}
