import type { Catalog, CatalogTable } from "../../contracts/policy.js";
import type { ResultSet } from "../../contracts/result.js";

/** Runs a statement of the program itself. */
export type Ask = (sql: string) => Promise<ResultSet>;

/** Describes tables one by one, so that it works with SELECT on them and no other grant. Tables that can't be described are left out. */
export async function readCatalog(relations: readonly string[], ask: Ask): Promise<Catalog> {
  const tables = await Promise.all(relations.map((name) => describe(name, ask)));
  return { tables: tables.flatMap((table) => table ?? []) };
}

/** Newest Delta version of each table; "unknown" where its history is not shown to the program. */
export async function readVersions(relations: readonly string[], ask: Ask): Promise<Record<string, string>> {
  const versions = await Promise.all(
    relations.map(async (name) => [name, await newestVersion(name, ask)] as const),
  );
  return Object.fromEntries(versions);
}

async function describe(name: string, ask: Ask): Promise<CatalogTable | null> {
  try {
    const { rows } = await ask(`DESCRIBE TABLE ${quoted(name)}`);
    // Partitioning and clustering follow behind an empty line or a heading.
    const end = rows.findIndex(
      ([column]) => column === null || column === "" || String(column).startsWith("#"),
    );
    const columns = (end < 0 ? rows : rows.slice(0, end)).map(([column, type]) => ({
      name: String(column),
      type: String(type).toLowerCase(),
    }));
    return { name, columns, comment: null };
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function newestVersion(name: string, ask: Ask): Promise<string> {
  try {
    const { columns, rows } = await ask(`DESCRIBE HISTORY ${quoted(name)} LIMIT 1`);
    const at = columns.findIndex((column) => column.name === "version");
    return `v${String(rows[0]?.[at] ?? "?")}`;
  } catch (error) {
    if (isRefused(error)) return "unknown";
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof Error && /TABLE_OR_VIEW_NOT_FOUND|SCHEMA_NOT_FOUND|CATALOG_NOT_FOUND/.test(error.message)
  );
}

function isRefused(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "warehouse_failed";
}

function quoted(name: string): string {
  return name
    .split(".")
    .map((part) => `\`${part.replaceAll("`", "``")}\``)
    .join(".");
}
