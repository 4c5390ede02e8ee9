import type { Cell } from "../contracts/result.js";

/** Equal cells: numbers within 0.5 % or 0.01 (within 0.0005 below 1), numeric texts as numbers, a midnight as its day. */
export function sameCell(expected: Cell, given: Cell): boolean {
  if (expected === null || given === null) return expected === given;
  const a = numeric(expected);
  const b = numeric(given);
  if (a !== null && b !== null && (typeof expected === "number" || typeof given === "number"))
    return Math.abs(a - b) <= tolerance(a);
  if (typeof expected === "boolean" || typeof given === "boolean") return String(expected) === String(given);
  return plainText(expected) === plainText(given);
}

/** Is it compared within a tolerance? */
export function isNumeric(cell: Cell): boolean {
  return typeof cell === "number" || (typeof cell === "string" && numeric(cell) !== null);
}

/** What a cell that is no number is compared by. */
export function plainText(cell: Cell): string {
  if (cell === null) return "\u0000null";
  return String(cell)
    .trim()
    .replace(/^(\d{4}-\d{2}-\d{2})[T ]00:00(:00(\.0+)?)?(Z|\+00(:?00)?)?$/, "$1");
}

function tolerance(expected: number): number {
  const size = Math.abs(expected);
  // A hair wider than the rule, so that 0.0005 itself is not lost to binary fractions.
  return (size < 1 ? 0.0005 : Math.max(size * 0.005, 0.01)) + 1e-12;
}

function numeric(cell: Cell): number | null {
  if (typeof cell === "number") return Number.isFinite(cell) ? cell : null;
  if (typeof cell !== "string" || !/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(cell)) return null;
  return Number(cell);
}
