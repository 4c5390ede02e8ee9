import type { Query } from "./ast.js";
import { Cursor, type Readers, SyntaxFault } from "./cursor.js";
import { parseExpr, parseValue } from "./parse-expression.js";
import { parseQuery } from "./parse-query.js";
import { startsQuery } from "./starts-query.js";
import { type Token, tokenize } from "./tokens.js";

export const READERS: Readers = { query: parseQuery, expression: parseExpr, value: parseValue };

export interface ParsedStatement {
  ok: true;
  query: Query;
  /** Where the query ends; a trailing semicolon stands behind it. */
  end: number;
}

export type StatementFault = {
  ok: false;
  code:
    | "empty"
    | "not_a_query"
    | "several_statements"
    | "syntax_error"
    | "too_complex"
    | "hint_not_allowed"
    | "character_not_allowed"
    | "construct_not_allowed"
    | "parameter_not_bound";
  message: string;
  position: number | null;
};

/**
 * Reads exactly one query (SELECT, VALUES, set operations, WITH); anything else is a fault with a code.
 * One semicolon at the end is allowed. Positions are code points.
 */
export function parseStatement(sql: string): ParsedStatement | StatementFault {
  const lexed = tokenize(sql);
  return lexed.ok ? parseTokens(lexed.tokens) : lexed;
}

/** parseStatement for tokens that the caller has made and judged already. */
export function parseTokens(tokens: readonly Token[]): ParsedStatement | StatementFault {
  const last = tokens.at(-1);
  const hasSemicolon = last?.kind === "op" && last.text === ";";
  const body = hasSemicolon ? tokens.slice(0, -1) : tokens;
  const first = body[0];
  if (first === undefined)
    return { ok: false, code: "empty", message: "There is no statement.", position: null };
  const end = (body.at(-1) as Token).to;
  try {
    const semicolon = body.find((t) => t.kind === "op" && t.text === ";");
    const cursor = new Cursor(body, end, READERS);
    if (!startsQuery(cursor)) return notAQuery(first);
    if (semicolon) {
      return {
        ok: false,
        code: "several_statements",
        message: "Only one statement is allowed.",
        position: semicolon.from,
      };
    }
    const query = cursor.query();
    if (!cursor.done) throw cursor.unexpected("the end of the statement");
    return { ok: true, query, end };
  } catch (fault) {
    if (!(fault instanceof SyntaxFault)) throw fault;
    return {
      ok: false,
      code: fault.code as "syntax_error",
      message: fault.message,
      position: fault.position,
    };
  }
}

function notAQuery(first: Token): StatementFault {
  const isCommand = first.kind === "word" && first.upper !== "SELECT" && first.upper !== "WITH";
  const message = isCommand
    ? `Only questions to the data (SELECT) are allowed, not ${first.upper}.`
    : "This is not a SELECT statement.";
  return { ok: false, code: "not_a_query", message, position: first.from };
}
