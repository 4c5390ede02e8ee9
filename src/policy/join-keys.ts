import type { Expr } from "../sql/ast.js";

const FEW_VALUES =
  /^(sign|signum|isnull|isnotnull|isnan|is_variant_null|equal_null|typeof|contains|startswith|endswith|like|ilike|rlike|regexp|regexp_like|exists|forall|array_contains|arrays_overlap|map_contains_key|luhn_check|count|boolean)$/;

/**
 * May an equality with this side be a key of a join? A truth value, a sign or a constant in disguise (`x * 0`, `x - x`)
 * equals nearly every row of the other side.
 */
export function carriesKey(e: Expr): boolean {
  switch (e.kind) {
    case "is":
    case "between":
    case "in_list":
    case "in_query":
    case "like":
    case "exists":
    case "distinct_from":
    case "boolean":
    case "null":
      return false;
    case "unary":
      return e.op !== "NOT" && carriesKey(e.operand);
    case "cast":
    case "collate":
      return (
        carriesKey(e.operand) && !(e.kind === "cast" && e.type.kind === "simple" && e.type.name === "boolean")
      );
    case "binary":
      return binaryCarries(e);
    case "case": {
      const results = [...e.branches.map((b) => b.result), ...(e.otherwise ? [e.otherwise] : [])];
      return results.some((r) => !isLiteral(r) && carriesKey(r)) || new Set(results.map(literalOf)).size > 1;
    }
    case "call":
      if (FEW_VALUES.test(e.name)) return false;
      return !(/^(left|right|substr|substring|repeat)$/.test(e.name) && isZero(e.args.at(-1)?.value));
    default:
      return true;
  }
}

function binaryCarries(e: Extract<Expr, { kind: "binary" }>): boolean {
  if (/^(=|<=>|<>|<|<=|>|>=|AND|OR)$/.test(e.op)) return false;
  const isSame = shape(e.left) === shape(e.right);
  if (isSame && /^(-|\/|%|\^|DIV)$/.test(e.op)) return false;
  if ((e.op === "*" || e.op === "&") && (isZero(e.left) || isZero(e.right))) return false;
  if (e.op === "%" && e.right.kind === "number" && Math.abs(Number(e.right.text)) === 1) return false;
  return carriesKey(e.left) || carriesKey(e.right);
}

/** Equal for expressions that say the same, wherever they stand. */
const shape = (e: Expr): string =>
  JSON.stringify(e, (key, v) => (key === "from" || key === "to" ? undefined : v)).toLowerCase();

const isZero = (e: Expr | undefined) => e?.kind === "number" && Number(e.text) === 0;
const isLiteral = (e: Expr) => /^(string|number|boolean|null|typed)$/.test(e.kind);
const literalOf = (e: Expr) =>
  e.kind === "string" || e.kind === "typed" ? e.value : e.kind === "number" ? e.text : e.kind;
