import type { Argument, Call, Expr, Name, OrderItem } from "./ast.js";
import { type Cursor, SyntaxFault } from "./cursor.js";
import { parseType } from "./parse-type.js";
import { parseOrderItems, parseWindowSpec } from "./parse-window.js";

const UNITS =
  /^(YEAR|YEARS|QUARTER|QUARTERS|MONTH|MONTHS|WEEK|WEEKS|DAY|DAYS|DAYOFYEAR|HOUR|HOURS|MINUTE|MINUTES|SECOND|SECONDS|MILLISECOND|MILLISECONDS|MICROSECOND|MICROSECONDS)$/i;
/** Fields of EXTRACT, as documented for date_part. */
const FIELDS =
  /^(y|years?|yrs?|yearofweek|quarter|qtr|months?|mons?|w|weeks?|d|days?|dayofweek|dow|dayofweek_iso|dow_iso|doy|h|hours?|hrs?|m|mins?|minutes?|s|secs?|seconds?)$/i;
const UNIT_FIRST = /^(dateadd|date_add|timestampadd|datediff|date_diff|timediff|timestampdiff)$/;

/** Reads `(…)` and what may follow it for a function whose name has been read. */
export function parseCall(c: Cursor, parts: Name[]): Call {
  const nameSpan = { from: parts[0]?.from ?? c.from, to: c.to };
  const name = parts.map((p) => p.name.toLowerCase()).join(".");
  return c.nested(() => {
    c.expectOp("(");
    const distinct = !c.isOp(")", 1) && !c.isOp(",", 1) && c.acceptWords("DISTINCT");
    if (!distinct && c.isWord("ALL") && !c.isOp(")", 1) && !c.isOp(",", 1)) c.next();
    const args = c.isOp(")") ? [] : c.list(() => parseArgument(c, name));
    const inner = parseNullTreatment(c);
    c.expectOp(")");
    const first = args[0]?.value;
    if (first !== undefined && args.length === 3 && UNIT_FIRST.test(name) && isUnit(first)) {
      const unit = first.kind === "column" ? (first.parts[0]?.name ?? "") : "";
      args[0] = {
        name: null,
        value: { kind: "unit", unit: unit.toUpperCase(), from: first.from, to: first.to },
      };
    }
    return finish(c, name, nameSpan, args, distinct, inner);
  });
}

function isUnit(e: Expr): boolean {
  return (
    e.kind === "column" && e.parts.length === 1 && !e.parts[0]?.quoted && UNITS.test(e.parts[0]?.name ?? "")
  );
}

function finish(
  c: Cursor,
  name: string,
  nameSpan: { from: number; to: number },
  args: Argument[],
  distinct: boolean,
  inner: Call["nulls"],
): Call {
  const call: Call = {
    kind: "call",
    name,
    nameSpan,
    args,
    distinct,
    filter: null,
    withinGroup: null,
    nulls: inner,
    over: null,
    parenthesised: true,
    from: nameSpan.from,
    to: c.to,
  };
  if (c.acceptWords("WITHIN", "GROUP")) {
    call.withinGroup = c.parenthesised((): OrderItem[] => {
      c.expectWords("ORDER", "BY");
      return parseOrderItems(c);
    });
  }
  if (c.isWord("FILTER") && c.isOp("(", 1)) {
    c.next();
    call.filter = c.parenthesised(() => {
      c.expectWords("WHERE");
      return c.expr();
    });
  }
  call.nulls = parseNullTreatment(c) ?? call.nulls;
  if (c.isWord("OVER") && (c.isOp("(", 1) || c.peek(1)?.kind === "word" || c.peek(1)?.kind === "quoted")) {
    c.next();
    call.over = parseWindowSpec(c);
  }
  call.to = c.to;
  return call;
}

function parseNullTreatment(c: Cursor): Call["nulls"] {
  if (c.acceptWords("IGNORE", "NULLS")) return "ignore";
  if (c.acceptWords("RESPECT", "NULLS")) return "respect";
  return null;
}

function parseArgument(c: Cursor, name: string): Argument {
  const isNamed = (c.peek()?.kind === "word" || c.peek()?.kind === "quoted") && c.isOp("=>", 1);
  if (isNamed) {
    const key = c.name().name;
    c.expectOp("=>");
    return { name: key, value: c.expr() };
  }
  const value = c.expr();
  if (name === "struct") {
    if (c.acceptWords("AS")) return { name: c.name().name, value };
    if (c.peek()?.kind === "word" || c.peek()?.kind === "quoted") return { name: c.name().name, value };
  }
  return { name: null, value };
}

/** Functions with a grammar of their own: CAST, EXTRACT, TRIM, SUBSTRING … FROM, POSITION … IN, OVERLAY. Null for all others. */
export function parseSpecialCall(c: Cursor): Expr | null {
  const word = c.peek()?.upper ?? "";
  const from = c.from;
  if (word === "CAST" || word === "TRY_CAST") {
    c.next();
    return c.nested(() => {
      c.expectOp("(");
      const operand = c.expr();
      c.expectWords("AS");
      const type = parseType(c);
      c.expectOp(")");
      return { kind: "cast", operand, type, safe: word === "TRY_CAST", from, to: c.to };
    });
  }
  const grammar = GRAMMARS[word];
  if (grammar === undefined || !hasWordInside(c, SEPARATORS[word] ?? "FROM")) return null;
  const { to } = c.next();
  const read = c.nested(() => c.parenthesised(() => grammar(c)));
  return finish(
    c,
    read.name,
    { from, to },
    read.args.map((value) => ({ name: null, value })),
    false,
    null,
  );
}

const SEPARATORS: Record<string, string> = { POSITION: "IN", OVERLAY: "PLACING" };

/** Does the word stand directly inside the parentheses that follow? */
function hasWordInside(c: Cursor, word: string): boolean {
  const end = c.closing(1);
  if (end === null) return false;
  for (let i = 2; i < end; i++) {
    if (c.isWord(word, i)) return true;
    if (c.isOp("(", i)) i = c.closing(i) ?? end;
  }
  return false;
}

type Grammar = (c: Cursor) => { name: string; args: Expr[] };

const GRAMMARS: Record<string, Grammar> = {
  EXTRACT: (c) => {
    const { from, to, name } = c.name();
    if (!FIELDS.test(name)) throw new SyntaxFault(`EXTRACT knows no field ${name}.`, from);
    c.expectWords("FROM");
    return { name: "extract", args: [{ kind: "unit", unit: name.toUpperCase(), from, to }, c.expr()] };
  },
  TRIM: (c) => {
    const side = /^(BOTH|LEADING|TRAILING)$/.test(c.peek()?.upper ?? "") ? c.next().upper : "BOTH";
    const name = side === "LEADING" ? "ltrim" : side === "TRAILING" ? "rtrim" : "trim";
    const characters = c.isWord("FROM") ? [] : [c.expr()];
    c.expectWords("FROM");
    const text = c.expr();
    return { name, args: name === "trim" ? [text, ...characters] : [...characters, text] };
  },
  SUBSTRING: substringFrom,
  SUBSTR: substringFrom,
  POSITION: (c) => {
    const part = c.value();
    c.expectWords("IN");
    return { name: "position", args: [part, c.value()] };
  },
  OVERLAY: (c) => {
    const args = [c.expr()];
    c.expectWords("PLACING");
    args.push(c.expr());
    c.expectWords("FROM");
    args.push(c.expr());
    if (c.acceptWords("FOR")) args.push(c.expr());
    return { name: "overlay", args };
  },
};

function substringFrom(c: Cursor): { name: string; args: Expr[] } {
  const args = [c.expr()];
  c.expectWords("FROM");
  args.push(c.expr());
  if (c.acceptWords("FOR")) args.push(c.expr());
  return { name: "substring", args };
}
