import { AppError } from "../contracts/errors.js";
import type { PolicySet } from "../contracts/policy.js";
import type { Relation } from "../sql/ast.js";
import { parseExpression } from "../sql/expression.js";
import { quoteIdentifier } from "../sql/quote.js";
import type { Resolution } from "../sql/resolution.js";
import type { TableUse } from "../sql/scope.js";
import { type Edit, splice } from "../sql/splice.js";
import { type Token, tokenize } from "../sql/tokens.js";

/**
 * Writes every base table by its full name, and where a row rule holds puts the table's allowed rows in its place,
 * under the name that the statement knows it by. Columns written `schema.table.column` lose all but the table there.
 */
export function relationEdits(found: Resolution, set: PolicySet, tokens: readonly Token[]): Edit[] {
  const edits: Edit[] = outerJoinEdits(found, set, tokens);
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
    if (!("relation" in meaning) || node.parts.length < 3) continue;
    shorten(node.parts, meaning.relation.table, set, edits);
  }
  for (const { node, relations } of found.stars) {
    for (const relation of relations) shorten([...node.qualifier, null], relation.table, set, edits);
  }
  return edits;
}

/**
 * A row rule holds in joins too: a row of another table whose partner is hidden must not come back with NULLs in the
 * partner's place. So the side of a table with a rule is never filled up: LEFT JOIN onto it becomes INNER JOIN.
 */
function outerJoinEdits(found: Resolution, set: PolicySet, tokens: readonly Token[]): Edit[] {
  const edits: Edit[] = [];
  for (const node of found.relationScopes.keys()) {
    const join = node as Relation;
    if (join.kind !== "join" || !/^(left|right|full)$/.test(join.type)) continue;
    const hasRule = (side: Relation) => {
      const [scope] = side.kind === "table" ? (found.relationScopes.get(side) ?? []) : [];
      return set.rowRules[scope?.table?.info?.name ?? ""] !== undefined;
    };
    const keepLeft = join.type !== "right" && !hasRule(join.right);
    const keepRight = join.type !== "left" && !hasRule(join.left);
    const word = keepLeft && keepRight ? "FULL" : keepLeft ? "LEFT" : keepRight ? "RIGHT" : "INNER";
    if (word.toLowerCase() === join.type) continue;
    for (const token of tokens) {
      if (token.from < join.left.to || token.to > join.right.from) continue;
      if (token.upper === join.type.toUpperCase()) edits.push({ from: token.from, to: token.to, text: word });
      if (token.upper === "OUTER" && word === "INNER")
        edits.push({ from: token.from, to: token.to, text: "" });
    }
  }
  return edits;
}

/** Removes `catalog.schema.` before a column of a table that a subquery replaced. */
function shorten(
  parts: readonly ({ name: string; from: number; to: number } | null)[],
  table: TableUse | null,
  set: PolicySet,
  edits: Edit[],
): void {
  if (table === null || table.alias !== null || set.rowRules[table.info?.name ?? ""] === undefined) return;
  const last = lastPart(table);
  const index = parts.findIndex(
    (p, i) => p?.name.toLowerCase() === last.toLowerCase() && i > 0 && i < parts.length - 1,
  );
  const [first, at] = [parts[0], parts[index]];
  const qualifies = index === 1 || index === 2;
  if (!qualifies || !first || !at) return;
  if (!edits.some((e) => e.from === first.from && e.to === at.from)) {
    edits.push({ from: first.from, to: at.from, text: "" });
  }
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
