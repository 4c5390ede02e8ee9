import { AppError } from "../contracts/errors.js";
import type { PolicySet } from "../contracts/policy.js";
import type { Name } from "../sql/ast.js";
import { parseExpression } from "../sql/expression.js";
import { quoteIdentifier } from "../sql/quote.js";
import type { ColumnExpr, Resolution } from "../sql/resolution.js";
import { type ColumnMeaning, fold, isQualifier, type ScopeRelation, type TableUse } from "../sql/scope.js";
import { type Edit, splice } from "../sql/splice.js";
import { tokenize } from "../sql/tokens.js";

/**
 * Writes every base table by its full name, and where a row rule holds puts the table's allowed rows in its place,
 * under the name that the statement knows it by. Columns written `schema.table.column` lose all but the table there.
 */
export function relationEdits(found: Resolution, set: PolicySet): Edit[] {
  const edits: Edit[] = [];
  for (const use of found.tables) {
    const name = use.info?.name ?? "";
    const rule = set.rowRules[name];
    const full = name.split(".").map(plainOrQuoted).join(".");
    if (rule === undefined) {
      edits.push({ from: use.from, to: use.nameTo, text: full });
      continue;
    }
    const text = `(SELECT * FROM ${full} WHERE ${checkedRule(rule, name)})`;
    edits.push({ from: use.from, to: use.nameTo, text });
    if (use.alias === null)
      edits.push({ from: use.to, to: use.to, text: ` AS ${plainOrQuoted(lastPart(use))}` });
  }
  for (const [node, meaning] of found.columns) {
    if ("relation" in meaning)
      shorten(node.parts, qualifierLength(node, meaning), meaning.relation, set, edits);
  }
  for (const { node, relations } of found.stars) {
    const [relation] = relations;
    if (relation) shorten(node.qualifier, node.qualifier.length, relation, set, edits);
  }
  return edits;
}

/** How many parts of a written column name its table. */
function qualifierLength(
  node: ColumnExpr,
  meaning: Extract<ColumnMeaning, { kind: "column" | "open" }>,
): number {
  if (meaning.kind === "column") return node.parts.length - 1 - meaning.fields.length;
  const names = node.parts.map((p) => fold(p.name));
  return [3, 2].find((n) => n < names.length && isQualifier(names.slice(0, n), meaning.relation)) ?? 0;
}

/** Removes `catalog.schema.` before a column of a table that a subquery replaced. */
function shorten(
  parts: readonly Name[],
  qualifier: number,
  relation: ScopeRelation,
  set: PolicySet,
  edits: Edit[],
): void {
  const name = relation.table?.info?.name;
  const [first, table] = [parts[0], parts[qualifier - 1]];
  if (name === undefined || set.rowRules[name] === undefined || qualifier < 2 || !first || !table) return;
  edits.push({ from: first.from, to: table.from, text: "" });
}

const lastPart = (use: TableUse) => use.parts.at(-1)?.name ?? "";

/** A row rule as written, without its comments, in parentheses. A rule that is no expression is a fault of the workspace. */
function checkedRule(rule: string, relation: string): string {
  const parsed = parseExpression(rule);
  if (!parsed.ok) {
    throw new AppError(
      "bad_row_rule",
      "configuration",
      `The row rule of ${relation} is no SQL condition: ${parsed.message}`,
      "Correct it in policy.yaml.",
    );
  }
  const lexed = tokenize(rule);
  const comments = lexed.ok ? lexed.comments : [];
  return `(${splice(
    rule,
    comments.map((c) => ({ ...c, text: " " })),
  )})`;
}

const RESERVED =
  /^(anti|cross|except|full|inner|intersect|join|lateral|left|natural|on|right|semi|minus|union|using|select|from|where|table|order|group|having|limit|values|with|user|pivot|unpivot)$/;

function plainOrQuoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/i.test(name) && !RESERVED.test(name.toLowerCase())
    ? name
    : quoteIdentifier(name);
}
