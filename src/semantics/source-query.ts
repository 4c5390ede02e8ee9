import type { Query, QueryBody, Relation, SelectItem } from "../sql/ast.js";
import { parseStatement } from "../sql/parse.js";
import { type Edit, splice } from "../sql/splice.js";
import { normalizeRelation } from "./relation-name.js";

/** A view's source that is a SELECT: its text with full names, and the relations that it reads. */
export type SourceQuery =
  | { ok: true; sql: string; relations: string[]; unknown: string[] }
  | { ok: false; message: string };

export function isQuery(source: string): boolean {
  return /^\s*(\(|SELECT\b|WITH\b|VALUES\b|FROM\b)/i.test(source) && /\s/.test(source.trim());
}

/** Reads a SELECT; two-part names get the catalog. `unknown` lists names that are neither relations nor CTEs. */
export function readSourceQuery(source: string, catalog: string): SourceQuery {
  const parsed = parseStatement(source);
  if (!parsed.ok) return { ok: false, message: parsed.message };
  const tables: Extract<Relation, { kind: "table" }>[] = [];
  const ctes = new Set<string>();
  collect(parsed.query, tables, ctes);
  const edits: Edit[] = [];
  const relations = new Set<string>();
  const unknown: string[] = [];
  for (const table of tables) {
    const written = table.parts.map((part) => `\`${part.name.replaceAll("`", "``")}\``).join(".");
    const name = normalizeRelation(written, catalog);
    if (name !== null) {
      relations.add(name);
      if (table.parts.length === 2) edits.push({ from: table.from, to: table.from, text: `${catalog}.` });
    } else if (!ctes.has(written.toLowerCase())) unknown.push(table.parts.map((part) => part.name).join("."));
  }
  const body = source.trim().replace(/;\s*$/, "");
  return { ok: true, sql: splice(body, shifted(edits, source)), relations: [...relations], unknown };
}

/** Names of the columns that a SELECT returns; null where a star over something unknown hides them. */
export function outputNames(
  source: string,
  columnsOf: (relation: string) => readonly string[] | null,
  catalog: string,
): string[] | null {
  const parsed = parseStatement(source);
  return parsed.ok ? namesOfBody(parsed.query.body, columnsOf, catalog) : null;
}

function namesOfBody(
  body: QueryBody,
  columnsOf: (relation: string) => readonly string[] | null,
  catalog: string,
): string[] | null {
  if (body.kind === "nested") return namesOfBody(body.query.body, columnsOf, catalog);
  if (body.kind === "set") return namesOfBody(body.left, columnsOf, catalog);
  if (body.kind !== "select") return null;
  const from = body.relation;
  const names = body.items.map((item) => namesOfItem(item, from, columnsOf, catalog));
  return names.every((list) => list !== null) ? names.flat() : null;
}

function namesOfItem(
  item: SelectItem,
  from: Relation | null,
  columnsOf: (relation: string) => readonly string[] | null,
  catalog: string,
): string[] | null {
  if (item.aliases.length > 0) return item.aliases.map((alias) => alias.name);
  if (item.expr.kind === "column") return [item.expr.parts.at(-1)?.name ?? ""];
  if (item.expr.kind !== "star" || item.expr.isExcept || from?.kind !== "table") return null;
  const name = normalizeRelation(from.parts.map((part) => `\`${part.name}\``).join("."), catalog);
  const columns = name === null ? null : columnsOf(name);
  return columns === null ? null : [...columns];
}

function shifted(edits: readonly Edit[], source: string): Edit[] {
  const lead = Array.from(source).length - Array.from(source.trimStart()).length;
  return edits.map((edit) => ({ ...edit, from: edit.from - lead, to: edit.to - lead }));
}

/** Relations stand anywhere in the tree: in FROM, in CTEs, in subqueries of expressions. */
function collect(
  node: Query | object,
  tables: Extract<Relation, { kind: "table" }>[],
  ctes: Set<string>,
): void {
  if (isTable(node)) tables.push(node);
  if ("with" in node && node.with) {
    for (const cte of node.with.ctes) ctes.add(`\`${cte.name.name.toLowerCase()}\``);
  }
  for (const value of Object.values(node)) {
    if (typeof value === "object" && value !== null) collect(value, tables, ctes);
  }
}

function isTable(node: object): node is Extract<Relation, { kind: "table" }> {
  return "kind" in node && node.kind === "table" && "parts" in node;
}
