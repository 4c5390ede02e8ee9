import type { Check } from "../../contracts/answer.js";
import type { Cell } from "../../contracts/result.js";
import { numberOf } from "../respond/derivation.js";
import type { Extracted, Work } from "../state.js";

/** What the rows can prove of themselves: changes are differences, shares of a whole add up to one. */
export function checkRows({ query }: Work, { columns, result }: Extracted): Check[] {
  const checks: Check[] = [];
  const at = (kind: string, index: number): number =>
    columns.findIndex(({ of }) => of.kind === kind && "index" in of && of.index === index);
  for (const { of } of columns) {
    if (of.kind === "change") {
      const triple = [at("select", of.index), at("previous", of.index), at("change", of.index)];
      checks.push({
        name: "changes are differences",
        passed: result.rows.every((row) => isDifference(row, triple)),
      });
    }
    if (of.kind === "share" && isWholeShare(query) && !result.truncated && result.rows.length > 0) {
      const column = at("share", of.index);
      const sum = result.rows.reduce((total, row) => total + (numberOf(row[column] ?? null) ?? 0), 0);
      const empty = result.rows.every((row) => row[column] === null);
      checks.push({ name: "shares sum to one", passed: empty || Math.abs(sum - 1) < 1e-6 });
    }
  }
  return checks;
}

function isWholeShare(query: Work["query"]): boolean {
  if (!query?.share || query.share.within.length > 0 || query.share.only.length > 0) return false;
  return query.top === null && query.having.length === 0 && query.rank === null;
}

function isDifference(row: Cell[], [now = -1, before = -1, change = -1]: number[]): boolean {
  const [a, b, c] = [now, before, change].map((column) => numberOf(row[column] ?? null));
  if (a === null || b === null || c === null || a === undefined || b === undefined || c === undefined)
    return true;
  return Math.abs(a - b - c) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
}
