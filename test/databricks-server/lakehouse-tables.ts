import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { DatabricksServer } from "./start-server.js";

const PROJECT = resolve(import.meta.dirname, "..", "..");

/** Builds bronze, silver and gold from raw order files by the project's own notebook. */
export async function ingestByNotebook(server: DatabricksServer, source: string): Promise<void> {
  const notebook = join(PROJECT, "notebooks", "ingest_pyspark.py");
  await server.run(notebook, ["--source", source, "--catalog", "spark_catalog"]);
}

/** Copies tables (three-part names) of an embedded database to Delta tables of the server. */
export async function copyTables(
  server: DatabricksServer,
  database: string,
  tables: readonly string[],
  folder: string,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    await connection.run(`ATTACH '${database}' AS source (READ_ONLY)`);
    for (const name of tables) {
      const [, schema = "", table = ""] = name.split(".");
      const file = join(folder, `${schema}.${table}.parquet`);
      await connection.run(`COPY source."${schema}"."${table}" TO '${file}' (FORMAT parquet)`);
      await server.sql(
        `CREATE SCHEMA IF NOT EXISTS main.${schema}`,
        `CREATE TABLE ${name} USING delta AS SELECT * FROM parquet.\`${file}\``,
      );
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
