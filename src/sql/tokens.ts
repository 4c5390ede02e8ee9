import { unescapeString } from "./unescape.js";

export type TokenKind = "word" | "quoted" | "string" | "number" | "op";

/** Half-open range of code points. */
export interface Span {
  from: number;
  to: number;
}

/** One lexical unit. `value` is the decoded identifier or string, otherwise the text; `upper` is set for words only. */
export interface Token extends Span {
  kind: TokenKind;
  text: string;
  value: string;
  upper: string;
}

export type Tokens =
  | { ok: true; tokens: Token[]; comments: Span[] }
  | { ok: false; code: LexicalFault; message: string; position: number };

export type LexicalFault = "syntax_error" | "hint_not_allowed" | "character_not_allowed" | "too_complex";

/** Sees every token as it is read; a message stops the reading there, so that no text is read further than it is judged. */
export type Watch = (token: Token) => string | null;

const OPERATORS = ["<=>", "<=", ">=", "<>", "!=", "==", "!<", "!>", "||", "|>", "->", "=>", "::", "<<"];
const SINGLES = "()[]{},.;:+-*/%&|^~=<>!?@$";
const WORD = /[A-Za-z0-9_]/;
const SUFFIX = /^(?:L|S|Y|F|D|BD)$/i;

/**
 * Cuts Databricks SQL into tokens the way Spark's own lexer does (SqlBaseLexer.g4): nested bracketed comments,
 * `--` comments continued by a backslash, backslash escapes and doubled quotes in strings, raw strings, identifiers
 * that start with digits. `>` is always a token of its own, so that `array<array<int>>` can be read.
 * Offsets are code points. Outside literals, identifiers in backticks and comments only printable ASCII is SQL.
 */
export function tokenize(sql: string, watch: Watch = () => null): Tokens {
  const tokens: Token[] = [];
  const comments: Span[] = [];
  const at = codePointOffsets(sql);
  const fault = (code: LexicalFault, message: string, position: number): Tokens => ({
    ok: false,
    code,
    message,
    position: at(position),
  });
  let stop = null as string | null;
  const push = (kind: TokenKind, from: number, to: number, value: string) => {
    const upper = kind === "word" ? value.toUpperCase() : "";
    const token = { kind, text: sql.slice(from, to), value, upper, from: at(from), to: at(to) };
    tokens.push(token);
    stop = watch(token);
  };

  let i = 0;
  while (i < sql.length && stop === null) {
    const c = sql[i] as string;
    if (c === " " || c === "\n" || c === "\t" || c === "\r") {
      i++;
    } else if (c === "-" && sql[i + 1] === "-") {
      const end = lineCommentEnd(sql, i);
      comments.push({ from: at(i), to: at(end) });
      i = end;
    } else if (c === "/" && sql[i + 1] === "*") {
      if (sql[i + 2] === "+") return fault("hint_not_allowed", "Optimizer hints are not allowed.", i);
      const end = blockCommentEnd(sql, i);
      if (end < 0) return fault("syntax_error", "A comment that starts with /* is never closed.", i);
      comments.push({ from: at(i), to: at(end) });
      i = end;
    } else if (c === "'" || c === '"') {
      const end = stringEnd(sql, i);
      if (end < 0) return fault("syntax_error", "A string is never closed.", i);
      push("string", i, end, unescapeString(sql.slice(i + 1, end - 1), c));
      i = end;
    } else if (c === "`") {
      const end = quotedEnd(sql, i);
      if (end < 0) return fault("syntax_error", "A name in backticks is never closed.", i);
      push("quoted", i, end, sql.slice(i + 1, end - 1).replaceAll("``", "`"));
      i = end;
    } else if ((c === "r" || c === "R") && (sql[i + 1] === "'" || sql[i + 1] === '"')) {
      const end = sql.indexOf(sql[i + 1] as string, i + 2);
      if (end < 0) return fault("syntax_error", "A raw string is never closed.", i);
      push("string", i, end + 1, sql.slice(i + 2, end));
      i = end + 1;
    } else if (isDigit(c) || (c === "." && isDigit(sql[i + 1]) && !followsName(tokens, at(i)))) {
      const number = numberEnd(sql, i);
      const kind = number.word ? "word" : "number";
      push(kind, i, number.end, sql.slice(i, number.end));
      i = number.end;
    } else if (WORD.test(c)) {
      let end = i + 1;
      while (end < sql.length && WORD.test(sql[end] as string)) end++;
      push("word", i, end, sql.slice(i, end));
      i = end;
    } else {
      const op = OPERATORS.find((o) => sql.startsWith(o, i)) ?? (SINGLES.includes(c) ? c : null);
      if (op === null) {
        const shown = String.fromCodePoint(sql.codePointAt(i) as number);
        return fault(
          "character_not_allowed",
          `The character ${JSON.stringify(shown)} (U+${hex(shown)}) is not part of SQL outside quotes.`,
          i,
        );
      }
      push("op", i, i + op.length, op);
      i += op.length;
    }
  }
  if (stop !== null)
    return { ok: false, code: "too_complex", message: stop, position: tokens.at(-1)?.from ?? 0 };
  return { ok: true, tokens, comments };
}

/** A function from UTF-16 offset to code-point offset; the identity where no character needs two units. */
function codePointOffsets(text: string): (offset: number) => number {
  if (!/[\ud800-\udbff]/.test(text)) return (offset) => offset;
  const map = new Int32Array(text.length + 1);
  let points = 0;
  for (let i = 0; i < text.length; i++) {
    map[i] = points;
    const unit = text.charCodeAt(i);
    const isPair = unit >= 0xd800 && unit <= 0xdbff && isLow(text.charCodeAt(i + 1));
    if (isPair) map[++i] = points;
    points++;
  }
  map[text.length] = points;
  return (offset) => map[offset] as number;
}

const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;
const isDigit = (c: string | undefined) => c !== undefined && c >= "0" && c <= "9";
const hex = (c: string) => (c.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, "0");

/** `t.5` after a name is a qualified name, not the number .5. */
function followsName(tokens: Token[], at: number): boolean {
  const last = tokens.at(-1);
  return last !== undefined && last.to === at && (last.kind === "word" || last.kind === "quoted");
}

function lineCommentEnd(sql: string, start: number): number {
  let i = start + 2;
  while (i < sql.length) {
    if (sql[i] === "\\" && sql[i + 1] === "\n") i += 2;
    else if (sql[i] === "\n" || sql[i] === "\r") break;
    else i++;
  }
  return i;
}

function blockCommentEnd(sql: string, start: number): number {
  let depth = 0;
  for (let i = start; i < sql.length; ) {
    if (sql.startsWith("/*", i)) {
      depth++;
      i += 2;
    } else if (sql.startsWith("*/", i)) {
      depth--;
      i += 2;
      if (depth === 0) return i;
    } else i++;
  }
  return -1;
}

function stringEnd(sql: string, start: number): number {
  const quote = sql[start];
  for (let i = start + 1; i < sql.length; i++) {
    if (sql[i] === "\\") i++;
    else if (sql[i] === quote) {
      if (sql[i + 1] !== quote) return i + 1;
      i++;
    }
  }
  return -1;
}

function quotedEnd(sql: string, start: number): number {
  for (let i = start + 1; i < sql.length; i++) {
    if (sql[i] !== "`") continue;
    if (sql[i + 1] !== "`") return i + 1;
    i++;
  }
  return -1;
}

function numberEnd(sql: string, start: number): { end: number; word: boolean } {
  const digits = (from: number) => {
    let i = from;
    while (isDigit(sql[i])) i++;
    return i;
  };
  let end = digits(start);
  const hasDot = sql[end] === ".";
  if (hasDot) end = digits(end + 1);
  if (/[eE]/.test(sql[end] ?? "")) {
    const sign = /[+-]/.test(sql[end + 1] ?? "") ? 1 : 0;
    const power = digits(end + 1 + sign);
    if (power > end + 1 + sign) end = power;
  }
  let tail = end;
  while (tail < sql.length && WORD.test(sql[tail] as string)) tail++;
  if (tail === end) return { end, word: false };
  if (SUFFIX.test(sql.slice(end, tail))) return { end: tail, word: false };
  return hasDot ? { end, word: false } : { end: tail, word: true };
}
