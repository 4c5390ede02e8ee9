import type { ValueType } from "../contracts/semantic-model.js";
import type { Expr } from "../sql/ast.js";
import { inferKind } from "../sql/infer-kind.js";
import { isNumber, kindOfText, type ValueKind } from "../sql/value-kind.js";

export interface InferredType {
  type: ValueType;
  /** Holds a time of day; only with type "date". */
  timestamp: boolean;
}

/** Value type of a type's text such as `decimal(10,2)`. */
export function typeOfText(text: string): InferredType {
  return typeOf(kindOfText(text));
}

/** Value type of an expression, from its columns and functions; a text where nothing tells more. */
export function inferType(
  expr: Expr,
  typeOfColumn: (names: readonly string[]) => InferredType | null,
): InferredType {
  const kindOf = (part: Expr): ValueKind | null =>
    wholeDays(part, kindOf) ??
    inferKind(part, {
      of: kindOf,
      ofColumn: ({ parts }) => kindOfType(typeOfColumn(parts.map((name) => name.name))),
    });
  return typeOf(kindOf(expr));
}

function typeOf(kind: ValueKind | null): InferredType {
  if (isNumber(kind)) return { type: "number", timestamp: false };
  if (kind === "boolean") return { type: "boolean", timestamp: false };
  const isTime = kind === "timestamp";
  return { type: isTime || kind === "date" ? "date" : "string", timestamp: isTime };
}

function kindOfType(type: InferredType | null): ValueKind | null {
  if (type === null || type.type === null) return null;
  return type.timestamp ? "timestamp" : type.type;
}

const FINE_UNIT = /^(hour|minute|second|milli|micro)/i;

/** Functions whose result is a TIMESTAMP to the engine, yet holds no time of day. */
function wholeDays(expr: Expr, kindOf: (part: Expr) => ValueKind | null): "date" | null {
  if (expr.kind !== "call") return null;
  const unit = expr.args[0]?.value;
  const written = unit?.kind === "string" ? unit.value : unit?.kind === "unit" ? unit.unit : "";
  if (FINE_UNIT.test(written)) return null;
  if (expr.name === "date_trunc") return "date";
  const moved = /^(dateadd|date_add|timestampadd)$/.test(expr.name) ? expr.args[2]?.value : undefined;
  return moved && kindOf(moved) === "date" ? "date" : null;
}
