import type { Expr, Name, Query } from "./ast.js";
import type { Token } from "./tokens.js";

/** Thrown inside the parser only; parse.ts turns it into a value. */
export class SyntaxFault extends Error {
  readonly position: number;
  readonly code: string;

  constructor(message: string, position: number, code = "syntax_error") {
    super(message);
    this.name = "SyntaxFault";
    this.position = position;
    this.code = code;
  }
}

/** Nested constructs that a statement may have; the recursion of parser and walkers stays within it. */
const MAX_DEPTH = 150;

/** Expressions hold queries and queries hold expressions: parse.ts hands both readers to the cursor. */
export interface Readers {
  query: (cursor: Cursor) => Query;
  expression: (cursor: Cursor) => Expr;
  value: (cursor: Cursor) => Expr;
}

/** Reads tokens from left to right. Keywords are compared in upper case. */
export class Cursor {
  index = 0;
  private depth = 0;
  private readonly tokens: readonly Token[];
  private readonly end: number;
  private readonly matches: Int32Array;
  readonly read: Readers;

  constructor(tokens: readonly Token[], end: number, read: Readers) {
    this.tokens = tokens;
    this.end = end;
    this.matches = matchParentheses(tokens);
    this.read = read;
  }

  query(): Query {
    return this.read.query(this);
  }

  expr(): Expr {
    return this.read.expression(this);
  }

  value(): Expr {
    return this.read.value(this);
  }

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.index + ahead];
  }

  get done(): boolean {
    return this.index >= this.tokens.length;
  }

  /** Code-point offset of the next token, or the end of the text. */
  get from(): number {
    return this.tokens[this.index]?.from ?? this.end;
  }

  /** Code-point offset of the end of the last token read. */
  get to(): number {
    return this.tokens[this.index - 1]?.to ?? 0;
  }

  next(): Token {
    const token = this.tokens[this.index];
    if (token === undefined) throw this.unexpected();
    this.index++;
    return token;
  }

  isWord(word: string, ahead = 0): boolean {
    return this.tokens[this.index + ahead]?.upper === word;
  }

  isWords(...words: string[]): boolean {
    return words.every((word, i) => this.isWord(word, i));
  }

  isOp(op: string, ahead = 0): boolean {
    const token = this.tokens[this.index + ahead];
    return token !== undefined && token.kind === "op" && token.text === op;
  }

  acceptWords(...words: string[]): boolean {
    if (!this.isWords(...words)) return false;
    this.index += words.length;
    return true;
  }

  acceptOp(op: string): boolean {
    if (!this.isOp(op)) return false;
    this.index++;
    return true;
  }

  expectWords(...words: string[]): void {
    for (const word of words) if (!this.acceptWords(word)) throw this.unexpected(word);
  }

  expectOp(op: string): void {
    if (!this.acceptOp(op)) throw this.unexpected(`"${op}"`);
  }

  /** A plain or quoted identifier. */
  name(): Name {
    const token = this.peek();
    if (token === undefined || (token.kind !== "word" && token.kind !== "quoted")) {
      throw this.unexpected("a name");
    }
    this.index++;
    return { name: token.value, quoted: token.kind === "quoted", from: token.from, to: token.to };
  }

  list<T>(read: () => T): T[] {
    const items = [read()];
    while (this.acceptOp(",")) items.push(read());
    return items;
  }

  parenthesised<T>(read: () => T): T {
    this.expectOp("(");
    const value = read();
    this.expectOp(")");
    return value;
  }

  nested<T>(read: () => T): T {
    if (++this.depth > MAX_DEPTH) {
      throw new SyntaxFault(`The statement nests deeper than ${MAX_DEPTH} levels.`, this.from, "too_complex");
    }
    const value = read();
    this.depth--;
    return value;
  }

  /** How far ahead the bracket closes that opens at `ahead`; null where it never does. */
  closing(ahead: number): number | null {
    const close = this.matches[this.index + ahead];
    return close === undefined || close === 0 ? null : close - this.index;
  }

  unexpected(wanted?: string): SyntaxFault {
    const token = this.peek();
    const found = token === undefined ? "The statement ends" : `Unexpected ${token.text.slice(0, 40)}`;
    return new SyntaxFault(wanted ? `${found} where ${wanted} is expected.` : `${found}.`, this.from);
  }
}

/** For every "(" the index of its ")"; 0 elsewhere. */
function matchParentheses(tokens: readonly Token[]): Int32Array {
  const matches = new Int32Array(tokens.length);
  const open: number[] = [];
  tokens.forEach((token, i) => {
    if (token.kind !== "op") return;
    if (token.text === "(") open.push(i);
    else if (token.text === ")") {
      const start = open.pop();
      if (start !== undefined) matches[start] = i;
    }
  });
  return matches;
}
