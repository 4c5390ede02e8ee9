import type { Expr } from "./ast.js";
import type { Cursor } from "./cursor.js";

const UNIT = /^(YEAR|QUARTER|MONTH|WEEK|DAY|HOUR|MINUTE|SECOND|MILLISECOND|MICROSECOND|NANOSECOND)S?$/;

/**
 * `INTERVAL '1' DAY`, `INTERVAL 3 DAYS 2 HOURS`, `INTERVAL '1-2' YEAR TO MONTH`, `INTERVAL '3 days'`, `INTERVAL (x) DAY`.
 * Null where `interval` is a plain name. A text without units keeps the unit "".
 */
export function parseInterval(c: Cursor): Expr | null {
  const from = c.from;
  if (!startsInterval(c)) return null;
  c.next();
  const parts: { value: Expr; unit: string; to: string | null }[] = [];
  while (parts.length === 0 || startsPart(c)) {
    const value = c.peek()?.kind === "string" ? textValue(c) : unsigned(c);
    const unit = unitAt(c);
    if (unit === null) {
      parts.push({ value, unit: "", to: null });
      break;
    }
    c.next();
    const to = c.isWord("TO") ? singular(c.peek(1)?.upper ?? "") : null;
    if (to !== null) c.index += 2;
    parts.push({ value, unit, to });
  }
  return { kind: "interval", parts, from, to: c.to };
}

/** `interval` is a plain name unless a text, or a value with a unit of time, follows. */
function startsInterval(c: Cursor): boolean {
  let ahead = 1;
  while (c.isOp("-", ahead) || c.isOp("+", ahead)) ahead++;
  const token = c.peek(ahead);
  if (token === undefined) return false;
  if (token.kind === "string") return true;
  if (token.text === "(") ahead = c.closing(ahead) ?? ahead;
  else if (token.kind === "op") return false;
  while (c.isOp(".", ahead + 1)) ahead += 2;
  return UNIT.test(c.peek(ahead + 1)?.upper ?? "");
}

function unitAt(c: Cursor): string | null {
  const upper = c.peek()?.upper ?? "";
  return UNIT.test(upper) ? singular(upper) : null;
}

const singular = (unit: string) => unit.replace(/S$/, "");

function startsPart(c: Cursor): boolean {
  const ahead = c.isOp("-") || c.isOp("+") ? 1 : 0;
  const kind = c.peek(ahead)?.kind;
  return (kind === "number" || kind === "string") && UNIT.test(c.peek(ahead + 1)?.upper ?? "");
}

function textValue(c: Cursor): Expr {
  const token = c.next();
  return { kind: "string", value: token.value, doubleQuoted: false, from: token.from, to: token.to };
}

function unsigned(c: Cursor): Expr {
  const from = c.from;
  if (c.acceptOp("-")) return { kind: "unary", op: "-", operand: unsigned(c), from, to: c.to };
  if (c.acceptOp("+")) return unsigned(c);
  if (c.isOp("(")) return c.parenthesised(() => c.expr());
  if (c.peek()?.kind === "string") return textValue(c);
  const token = c.next();
  if (token.kind === "number") {
    return { kind: "number", text: token.text, suffix: "", from: token.from, to: token.to };
  }
  if (token.kind === "op") throw c.unexpected("a number");
  const parts = [{ name: token.value, quoted: token.kind === "quoted", from: token.from, to: token.to }];
  while (c.acceptOp(".")) parts.push(c.name());
  return { kind: "column", parts, from: token.from, to: c.to };
}
