import type { DuckDBConnection } from "@duckdb/node-api";
import type { Catalog, CatalogTable } from "../../contracts/policy.js";
import { RECORD_SCHEMA } from "./build/build-record.js";
import { databricksType } from "./type-names.js";

/** Tables and columns of the database under three-part names, with Databricks' type names. */
export async function readCatalog(connection: DuckDBConnection, catalogName: string): Promise<Catalog> {
  const reader = await connection.runAndReadAll(
    `SELECT schema_name, table_name, column_name, data_type FROM duckdb_columns()
     WHERE NOT internal AND schema_name <> '${RECORD_SCHEMA}' AND database_name = current_database()
     ORDER BY schema_name, table_name, column_index`,
  );
  const comments = await connection.runAndReadAll(
    "SELECT schema_name, table_name, comment FROM duckdb_tables() WHERE comment IS NOT NULL",
  );
  const commentOf = new Map(
    comments.getRows().map(([schema, table, comment]) => [`${schema}.${table}`, String(comment)]),
  );
  const tables = new Map<string, CatalogTable>();
  for (const [schema, table, column, type] of reader.getRows()) {
    const name = `${catalogName}.${String(schema)}.${String(table)}`.toLowerCase();
    const entry = tables.get(name) ?? {
      name,
      columns: [],
      comment: commentOf.get(`${schema}.${table}`) ?? null,
    };
    entry.columns.push({ name: String(column), type: databricksType(String(type)) });
    tables.set(name, entry);
  }
  return { tables: [...tables.values()] };
}
