import { AppError } from "../../contracts/errors.js";
import type { Catalog } from "../../contracts/policy.js";
import { toDuckdb } from "../../sql/duckdb/translate.js";

const KEPT = 500;

/** Databricks SQL as the embedded engine's SQL; the last few hundred texts are kept. Throws AppError naming what it can't say. */
export type Translate = (sql: string) => string;

export function translator(catalog: string, tables: Catalog, timeZone: string): Translate {
  const known = new Map<string, string>();
  return (sql) => {
    const kept = known.get(sql);
    if (kept !== undefined) return kept;
    const translated = toDuckdb(sql, { catalog, tables, timeZone });
    if (!translated.ok) {
      throw new AppError(
        "warehouse_failed",
        "warehouse",
        `The embedded engine can't run this statement: ${translated.message}`,
        "Ask in other words.",
      );
    }
    if (known.size >= KEPT) known.clear();
    known.set(sql, translated.sql);
    return translated.sql;
  };
}
