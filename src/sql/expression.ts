import type { Expr } from "./ast.js";
import { Cursor, SyntaxFault } from "./cursor.js";
import { isAggregate } from "./functions.js";
import { READERS } from "./parse.js";
import { type Span, tokenize } from "./tokens.js";
import { type Visitor, walkExpr } from "./walk.js";

export interface ExpressionFacts {
  ok: true;
  expr: Expr;
  /** Column references in order of text, parts decoded; a struct field reads like a further part. Lambda variables are left out. */
  columns: { parts: string[]; span: Span }[];
  /** Functions in order of text, lower case. */
  functions: { name: string; span: Span }[];
  /** Arguments of MEASURE(); `span` covers the whole call. */
  measureRefs: { name: string; span: Span }[];
  parameters: { name: string; span: Span }[];
  /** True where an aggregate (or MEASURE) stands outside a window. */
  hasAggregate: boolean;
  /** True where the expression is one column reference and nothing else. */
  isPlainColumn: boolean;
  /** True where a query stands inside. */
  hasSubquery: boolean;
}

export type ParsedExpression = ExpressionFacts | { ok: false; message: string; position: number };

/**
 * Reads one Databricks SQL expression: a field or measure of a metric view, a filter, a join condition, a row rule.
 * Spans and positions are code-point offsets into `text`.
 */
export function parseExpression(text: string): ParsedExpression {
  const lexed = tokenize(text);
  if (!lexed.ok) return { ok: false, message: lexed.message, position: lexed.position };
  try {
    const cursor = new Cursor(lexed.tokens, Array.from(text).length, READERS);
    const expr = cursor.expr();
    if (!cursor.done) throw cursor.unexpected("the end");
    return facts(expr);
  } catch (fault) {
    if (!(fault instanceof SyntaxFault)) throw fault;
    return { ok: false, message: fault.message, position: fault.position };
  }
}

function facts(expr: Expr): ExpressionFacts {
  const found: ExpressionFacts = {
    ok: true,
    expr,
    columns: [],
    functions: [],
    measureRefs: [],
    parameters: [],
    hasAggregate: false,
    isPlainColumn: expr.kind === "column",
    hasSubquery: false,
  };
  const bound: string[] = [];
  const visitor: Visitor = {
    query: () => {
      found.hasSubquery = true;
    },
    enter: (node) => {
      const span = { from: node.from, to: node.to };
      if (node.kind === "lambda") bound.push(...node.params.map((p) => p.name.toLowerCase()));
      if (node.kind === "parameter") found.parameters.push({ name: node.name, span });
      if (node.kind === "column") {
        const parts = node.parts.map((p) => p.name);
        if (!bound.includes((parts[0] ?? "").toLowerCase())) found.columns.push({ parts, span });
      }
      if (node.kind !== "call") return true;
      found.functions.push({ name: node.name, span: node.nameSpan });
      if (node.name === "measure") {
        const [argument] = node.args;
        const parts = argument?.value.kind === "column" ? argument.value.parts : [];
        found.measureRefs.push({ name: parts.at(-1)?.name ?? "", span });
        found.hasAggregate = true;
        return false;
      }
      if (node.over === null && isAggregate(node.name)) found.hasAggregate = true;
      return true;
    },
    leave: (node) => {
      if (node.kind === "lambda") bound.length -= node.params.length;
    },
  };
  walkExpr(expr, visitor);
  return found;
}
