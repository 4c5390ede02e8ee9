import type { Catalog } from "../contracts/policy.js";
import { parseStatement } from "../sql/parse.js";
import type { Resolution } from "../sql/resolution.js";
import type { OutputColumn } from "../sql/scope.js";
import { resolveScopes } from "../sql/scopes.js";
import { splice } from "../sql/splice.js";
import { catalogIndex } from "../sql/table-index.js";
import { inferType, typeOfText } from "./infer-type.js";
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
  const text = source.trim().replace(/;\s*$/, "");
  const parsed = parseStatement(text);
  if (!parsed.ok) return { ok: false, message: parsed.message };
  const { tables } = resolveScopes(parsed.query, () => null);
  const named = tables.map((table) => ({ table, name: relationName(table.parts, catalog) }));
  const short = named.filter(({ table, name }) => name !== null && table.parts.length === 2);
  return {
    ok: true,
    sql: splice(
      text,
      short.map(({ table }) => ({ from: table.from, to: table.from, text: `${catalog}.` })),
    ),
    relations: [...new Set(named.flatMap(({ name }) => name ?? []))],
    unknown: named.flatMap(({ table, name }) =>
      name === null ? [table.parts.map((part) => part.name).join(".")] : [],
    ),
  };
}

/**
 * Columns that a SELECT returns, with Databricks types where they are known; null where a star over something unknown
 * hides them. `computed` where there are more of them, whose names the engine makes from their text: `sum(amount)`.
 */
export function outputColumns(
  source: string,
  catalog: Catalog,
): { columns: { name: string; type: string | null }[] | null; computed: boolean } {
  const parsed = parseStatement(source);
  if (!parsed.ok) return { columns: null, computed: false };
  const resolution = resolveScopes(parsed.query, catalogIndex(catalog).find);
  const { columns, open, computed } = resolution.output;
  if (open) return { columns: null, computed };
  const named = columns.filter((column) => column.name !== null);
  return {
    columns: named.map((column) => ({
      name: column.label,
      type: column.type ?? typeOfOutput(column, resolution),
    })),
    computed,
  };
}

function typeOfOutput({ expr }: OutputColumn, { columns }: Resolution): string | null {
  if (expr === null) return null;
  const { type, timestamp } = inferType(expr, (names) => {
    for (const [node, meaning] of columns) {
      const isSame =
        node.from >= expr.from && node.to <= expr.to && node.parts.map((p) => p.name).join() === names.join();
      if (isSame && meaning.kind === "column" && meaning.column.type) return typeOfText(meaning.column.type);
    }
    return null;
  });
  if (type === "date") return timestamp ? "timestamp" : "date";
  return type === "number" ? "double" : type;
}

function relationName(parts: readonly { name: string }[], catalog: string): string | null {
  return normalizeRelation(parts.map((part) => `\`${part.name.replaceAll("`", "``")}\``).join("."), catalog);
}
