import type { DuckDBConnection } from "@duckdb/node-api";
import type { DeltaColumn } from "../../delta/delta-schema.js";
import { holdsType } from "../../delta/delta-type.js";
import { unknownFeature } from "../../delta/protocol-check.js";
import { quoteFile, quoteName, quoteText } from "../quoting.js";

const WRITER = "org.apache.spark.version";
const MARKS = ["org.apache.spark.legacyDateTime", "org.apache.spark.legacyINT96"];
const PROLEPTIC_SINCE = 3.1;
/** From these on the calendars agree, and for moments the tables of zones too. */
const SAME_DAY_SINCE = "TIMESTAMP '1582-10-15'";
const SAME_MOMENT_SINCE = "TIMESTAMP '1900-01-02'";

/**
 * Refuses days of the Julian calendar: Spark before 3.1 may have written them, and later ones do where they are told to;
 * every such file says so. Throws AppError (delta_feature_unknown).
 */
export async function refuseJulianDays(
  connection: DuckDBConnection,
  tableFolder: string,
  columns: readonly DeltaColumn[],
  files: readonly string[],
): Promise<void> {
  const dated = columns.filter(({ type }) => holdsType(type, ["date", "timestamp"]));
  const julian = dated.length === 0 ? [] : await julianFiles(connection, files);
  if (julian.length === 0) return;
  const scan = `read_parquet([${julian.map(quoteFile).join(", ")}], union_by_name = true, hive_partitioning = false)`;
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${scan}`);
  const stored = new Set(described.getRows().map(([name]) => String(name).toLowerCase()));
  for (const { name, physicalName, type } of dated) {
    if (!stored.has(physicalName.toLowerCase())) continue;
    const since = holdsType(type, ["timestamp"]) ? SAME_MOMENT_SINCE : SAME_DAY_SINCE;
    const early =
      type.kind === "primitive" ? `CAST(${quoteName(physicalName)} AS TIMESTAMP) < ${since}` : "true";
    const found = await connection.runAndReadAll(`SELECT count(*) FROM ${scan} WHERE ${early}`);
    if (Number(found.getRows()[0]?.[0]) > 0)
      throw unknownFeature(tableFolder, `days of the Julian calendar (in ${name})`);
  }
}

async function julianFiles(connection: DuckDBConnection, files: readonly string[]): Promise<string[]> {
  // Other keys may hold what is no text.
  const keys = [WRITER, ...MARKS].map((key) => `encode(${quoteText(key)})`);
  const reader = await connection.runAndReadAll(
    `SELECT file_name, decode(key), decode(value) FROM parquet_kv_metadata([${files.map(quoteFile).join(", ")}])
     WHERE key IN (${keys.join(", ")})`,
  );
  const julian = reader.getRows().flatMap(([file, key, value]) => {
    const isOld = key === WRITER && Number.parseFloat(String(value)) < PROLEPTIC_SINCE;
    return isOld || MARKS.includes(String(key)) ? [String(file)] : [];
  });
  return [...new Set(julian)];
}
