import type { Catalog } from "../../contracts/policy.js";
import type { Cell, ResultSet } from "../../contracts/result.js";

/** Runs a statement of the program itself. */
export type Ask = (sql: string) => Promise<ResultSet>;

/** A table as the catalogue describes it. */
export interface DescribedTable {
  name: string;
  comment: string | null;
  columns: { name: string; type: string; comment: string | null }[];
}

/** Describes tables one by one, so that it works with SELECT on them and no other grant. Tables that can't be described are left out. */
export async function readCatalog(relations: readonly string[], ask: Ask): Promise<Catalog> {
  const tables = await Promise.all(relations.map((name) => describeTable(name, ask)));
  return {
    tables: tables
      .flatMap((table) => table ?? [])
      .map(({ name, comment, columns }) => ({
        name,
        comment,
        columns: columns.map((column) => ({ name: column.name, type: column.type })),
      })),
  };
}

/** Newest Delta version of each table; "unknown" where its history is not shown to the program. */
export async function readVersions(relations: readonly string[], ask: Ask): Promise<Record<string, string>> {
  const versions = await Promise.all(
    relations.map(async (name) => [name, await newestVersion(name, ask)] as const),
  );
  return Object.fromEntries(versions);
}

/** Columns and comments of a table, a view or a metric view; null where there is none of this name. */
export async function describeTable(name: string, ask: Ask): Promise<DescribedTable | null> {
  try {
    const { rows } = await ask(`DESCRIBE TABLE EXTENDED ${quoted(name)}`);
    // Partitioning, clustering and the details of the table follow behind an empty line or a heading.
    const found = rows.findIndex(
      ([column]) => column === null || column === "" || String(column).startsWith("#"),
    );
    const end = found < 0 ? rows.length : found;
    const columns = rows.slice(0, end).map(([column, type, comment]) => ({
      name: String(column),
      // A measure of a metric view is described as "decimal(10,2) measure".
      type: String(type)
        .toLowerCase()
        .replace(/ measure$/, ""),
      comment: textOrNull(comment),
    }));
    const detail = rows.slice(end).find(([title]) => title === "Comment");
    return { name, columns, comment: textOrNull(detail?.[1]) };
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** The first row of a statement that describes a table, by column name; null where the warehouse refuses it, as it does for views. */
export async function describedRow(sql: string, ask: Ask): Promise<Record<string, Cell> | null> {
  const rows = await describedRows(sql, ask);
  return rows[0] ?? null;
}

/** Rows of a statement about the catalogue, each by column name; none where the warehouse refuses it. */
export async function describedRows(sql: string, ask: Ask): Promise<Record<string, Cell>[]> {
  try {
    const { columns, rows } = await ask(sql);
    return rows.map((row) =>
      Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])),
    );
  } catch (error) {
    if (isRefused(error)) return [];
    throw error;
  }
}

/** A three-part name, each part in backticks. */
export function quoted(name: string): string {
  return name.split(".").map(quotedPart).join(".");
}

export function quotedPart(part: string): string {
  return `\`${part.replaceAll("`", "``")}\``;
}

async function newestVersion(name: string, ask: Ask): Promise<string> {
  const newest = await describedRow(`DESCRIBE HISTORY ${quoted(name)} LIMIT 1`, ask);
  return newest === null ? "unknown" : `v${newest.version ?? "?"}`;
}

function textOrNull(cell: Cell | undefined): string | null {
  return typeof cell === "string" && cell !== "" ? cell : null;
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof Error && /TABLE_OR_VIEW_NOT_FOUND|SCHEMA_NOT_FOUND|CATALOG_NOT_FOUND/.test(error.message)
  );
}

function isRefused(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "warehouse_failed";
}
