import type { Parameters } from "../contracts/policy.js";
import type { Expr, Query } from "../sql/ast.js";
import type { Edit } from "../sql/splice.js";
import type { Denial } from "./denial.js";

export type Bounded = { ok: true; edits: Edit[]; rowCap: number } | { ok: false; denial: Denial };

/**
 * Bounds the rows of a statement. A LIMIT of at most `maxRows` stays. A missing or higher one becomes `maxRows`, and
 * then `rowCap` is one less: the last row that could come is the sign that more exist, so that a cut is never silent
 * and the LIMIT sent never exceeds the limit allowed.
 */
export function boundRows(query: Query, parameters: Parameters, maxRows: number): Bounded {
  const imposed = { ok: true as const, rowCap: Math.max(1, maxRows - 1) };
  const { limit } = query;
  if (limit === null) {
    return { ...imposed, edits: [{ from: query.limitAt, to: query.limitAt, text: ` LIMIT ${maxRows}` }] };
  }
  const replace = [{ from: limit.from, to: limit.to, text: `LIMIT ${maxRows}` }];
  if (limit.value === "all") return { ...imposed, edits: replace };
  const rows = rowsOf(limit.value, parameters);
  if (rows === null) return { ok: false, denial: notPlain("LIMIT", limit.from) };
  if (rows <= maxRows) return { ok: true, edits: [], rowCap: maxRows };
  return { ...imposed, edits: replace };
}

/** LIMIT and OFFSET of every query, the inner ones too, are plain numbers: nothing else says how much is read. */
export function checkLimits(queries: readonly Query[], parameters: Parameters): Denial | null {
  for (const { limit, offset } of queries) {
    if (limit !== null && limit.value !== "all" && rowsOf(limit.value, parameters) === null)
      return notPlain("LIMIT", limit.from);
    if (offset !== null && rowsOf(offset, parameters) === null) return notPlain("OFFSET", offset.from);
  }
  return null;
}

const notPlain = (word: string, position: number): Denial => ({
  code: "limit_not_allowed",
  message: `${word} needs a plain number or a parameter that holds one.`,
  position,
});

/** The whole number that an expression of numbers and parameters comes to; null for anything else. */
function rowsOf(e: Expr, parameters: Parameters): number | null {
  const value = calculate(e, parameters);
  return value !== null && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function calculate(e: Expr, parameters: Parameters): number | null {
  if (e.kind === "number") return Number(e.text);
  if (e.kind === "parameter") {
    const value = parameters[e.name];
    return typeof value === "number" ? value : null;
  }
  if (e.kind === "cast" && e.type.kind === "simple" && /^(int|integer|bigint)$/.test(e.type.name)) {
    return calculate(e.operand, parameters);
  }
  if (e.kind !== "binary") return null;
  const [left, right] = [calculate(e.left, parameters), calculate(e.right, parameters)];
  if (left === null || right === null) return null;
  if (e.op === "+") return left + right;
  if (e.op === "-") return left - right;
  return e.op === "*" ? left * right : null;
}
