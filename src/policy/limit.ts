import type { Parameters } from "../contracts/policy.js";
import type { Expr, Query } from "../sql/ast.js";
import type { Edit } from "../sql/splice.js";
import type { Denial } from "./denial.js";

export interface Bounded {
  edits: Edit[];
  rowCap: number;
}

/**
 * Bounds the rows of a statement. A LIMIT of at most `maxRows` stays. A missing or higher one becomes `maxRows`, and
 * then `rowCap` is one less: the last row that could come is the sign that more exist, so that a cut is never silent
 * and the LIMIT sent never exceeds the limit allowed.
 */
export function boundRows(query: Query, parameters: Parameters, maxRows: number): Bounded {
  const { limit } = query;
  const given = limit === null || limit.value === "all" ? null : rowsOf(limit.value, parameters);
  if (given !== null && given <= maxRows) return { edits: [], rowCap: maxRows };
  const edit =
    limit === null
      ? { from: query.limitAt, to: query.limitAt, text: ` LIMIT ${maxRows}` }
      : { from: limit.from, to: limit.to, text: `LIMIT ${maxRows}` };
  return { edits: [edit], rowCap: Math.max(1, maxRows - 1) };
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
  if (e.kind === "cast" && e.type.kind === "simple" && /int(eger)?$/.test(e.type.name)) {
    return calculate(e.operand, parameters);
  }
  if (e.kind !== "binary") return null;
  const [left, right] = [calculate(e.left, parameters), calculate(e.right, parameters)];
  if (left === null || right === null) return null;
  if (e.op === "+") return left + right;
  if (e.op === "-") return left - right;
  return e.op === "*" ? left * right : null;
}
