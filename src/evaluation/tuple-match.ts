import type { Cell } from "../contracts/result.js";
import { isNumeric, plainText, sameCell } from "./cell-match.js";

type Tuple = readonly Cell[];

/** Are both lists of tuples the same, as multisets or in order? Numbers may differ within the tolerance. */
export function sameRows(expected: readonly Tuple[], given: readonly Tuple[], ordered: boolean): boolean {
  if (expected.length !== given.length) return false;
  if (ordered) return expected.every((row, index) => sameTuple(row, given[index] ?? []));
  const groups = new Map<string, { expected: Tuple[]; given: Tuple[] }>();
  const group = (row: Tuple) => {
    const key = textKey(row);
    const found = groups.get(key) ?? { expected: [], given: [] };
    groups.set(key, found);
    return found;
  };
  for (const row of expected) group(row).expected.push(row);
  for (const row of given) group(row).given.push(row);
  return [...groups.values()].every((pair) => pairUp(pair.expected, pair.given));
}

function sameTuple(a: Tuple, b: Tuple): boolean {
  return a.length === b.length && a.every((cell, index) => sameCell(cell, b[index] ?? null));
}

/** Rows can only be equal where everything that is no number is. */
function textKey(row: Tuple): string {
  return row.map((cell) => (isNumeric(cell) ? "#" : plainText(cell))).join("\u0001");
}

/** A perfect matching under the tolerance, by augmenting paths: nearness is not transitive, so sorting alone could miss it. */
function pairUp(expected: Tuple[], given: Tuple[]): boolean {
  if (expected.length !== given.length) return false;
  const left = [...expected].sort(byNumbers);
  const right = [...given].sort(byNumbers);
  if (left.every((row, index) => sameTuple(row, right[index] ?? []))) return true;
  const owner = new Array<number>(right.length).fill(-1);
  const place = (row: number, seen: Set<number>): boolean => {
    for (let column = 0; column < right.length; column++) {
      if (seen.has(column) || !sameTuple(left[row] ?? [], right[column] ?? [])) continue;
      seen.add(column);
      const holder = owner[column] ?? -1;
      if (holder >= 0 && !place(holder, seen)) continue;
      owner[column] = row;
      return true;
    }
    return false;
  };
  return left.every((_, row) => place(row, new Set()));
}

function byNumbers(a: Tuple, b: Tuple): number {
  for (const [index, cell] of a.entries()) {
    const difference = Number(cell) - Number(b[index]);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
  }
  return 0;
}
