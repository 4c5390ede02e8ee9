import type { TableSource } from "../../../contracts/semantic-model.js";
import { quoteFile, quoteName, quoteRelation, quoteText } from "../quoting.js";
import { duckdbType } from "../type-names.js";
import type { LoadedTable, TableBuild } from "./table-build.js";

/** Loads Parquet files, hive partitions included; `columns` casts columns by name. */
export async function loadParquet(
  build: TableBuild,
  source: TableSource,
  files: readonly string[],
): Promise<LoadedTable> {
  const list = files.map(quoteFile).join(", ");
  const hive = files.some((file) => /\/[^/=]+=[^/]*\//.test(file));
  const scan = `read_parquet([${list}], union_by_name = true, hive_partitioning = ${hive})`;
  await createFromScan(build, source, scan);
  return { notices: [] };
}

/** Creates the table from a scan, with its columns in types that Databricks SQL has. */
export async function createFromScan(build: TableBuild, source: TableSource, scan: string): Promise<void> {
  const described = await build.connection.runAndReadAll(`DESCRIBE SELECT * FROM ${scan}`);
  const columns = described.getRows().map(([name, type]) => {
    const declared = source.columns?.[String(name)];
    return projected(String(name), String(type), declared ? duckdbType(declared) : null, build.timezone);
  });
  await build.connection.run(
    `CREATE TABLE ${quoteRelation(source.name)} AS SELECT ${columns.join(", ")} FROM ${scan}`,
  );
}

function projected(name: string, type: string, declared: string | null, timezone: string): string {
  const column = quoteName(name);
  const as = (expression: string) => `${expression} AS ${column}`;
  const local =
    type === "TIMESTAMP WITH TIME ZONE" ? `(${column} AT TIME ZONE ${quoteText(timezone)})` : column;
  if (declared) return as(`CAST(${local} AS ${declared})`);
  switch (type) {
    case "TIMESTAMP WITH TIME ZONE":
    case "TIMESTAMP_S":
    case "TIMESTAMP_MS":
    case "TIMESTAMP_NS":
      return as(`CAST(${local} AS TIMESTAMP)`);
    case "UTINYINT":
    case "USMALLINT":
      return as(`CAST(${column} AS INTEGER)`);
    case "UINTEGER":
    // The engine widens sums of integers; in Databricks SQL they are bigint.
    case "HUGEINT":
      return as(`CAST(${column} AS BIGINT)`);
    case "UBIGINT":
      return as(`CAST(${column} AS DECIMAL(20,0))`);
    case "UHUGEINT":
      return as(`CAST(${column} AS DECIMAL(38,0))`);
    case "TIME":
    case "TIME WITH TIME ZONE":
    case "UUID":
    case "JSON":
      return as(`CAST(${column} AS VARCHAR)`);
    default:
      return type.startsWith("ENUM") ? as(`CAST(${column} AS VARCHAR)`) : column;
  }
}
