import { AppError } from "../../../contracts/errors.js";
import type { TableSource } from "../../../contracts/semantic-model.js";
import { firstLine } from "../engine-error.js";
import { quoteFile, quoteName, quoteRelation, quoteText } from "../quoting.js";
import { duckdbType } from "../type-names.js";
import { RECORD_SCHEMA } from "./build-record.js";
import { inferColumns } from "./column-inference.js";
import { type CsvDialect, csvDialect } from "./csv-dialect.js";
import type { LoadedTable, TableBuild } from "./table-build.js";

// What the strict reader says of a file whose lines end in several ways; the lenient one reads it.
const MIXED_LINE_ENDS = /state machine reached an invalid state/i;

/**
 * Loads CSV files with a header line each, all with the same columns. Columns named under `columns` get that type (names
 * match the header's whatever their case and punctuation); the others are inferred. Rows of the wrong width, and rows whose
 * value does not fit a declared type, go to the quarantine with file, line and reason.
 */
export async function loadCsv(
  build: TableBuild,
  source: TableSource,
  files: readonly string[],
): Promise<LoadedTable> {
  const { connection } = build;
  const raw = quoteName(`raw ${source.name}`);
  const names = await readRaw(build, source, files, raw);
  const declared = source.columns ?? {};
  const inferred = await inferColumns(
    connection,
    raw,
    names.filter((name) => declared[name] === undefined),
    build.timezone,
  );
  const typed = await castDeclared(build, source, raw, files.join(", "));
  const byName = new Map(inferred.map((column) => [column.name, column.expression]));
  const list = names.map(
    (name) => `${typed.expressions.get(name) ?? byName.get(name)} AS ${quoteName(name)}`,
  );
  const relation = quoteRelation(source.name);
  await connection.run(
    `CREATE TABLE ${relation} AS SELECT ${list.join(", ")} FROM ${raw} WHERE ${typed.usable}`,
  );
  await connection.run(`DROP TABLE ${raw}`);
  return {
    notices: inferred.flatMap((column) => (column.notice ? [`${source.name}: ${column.notice}`] : [])),
  };
}

/** Reads every file as text into one table; its column names. */
async function readRaw(
  build: TableBuild,
  source: TableSource,
  files: readonly string[],
  raw: string,
): Promise<string[]> {
  let first: string[] | null = null;
  for (const file of files) {
    const dialect = await csvDialect(file);
    const names = columnNames(source, dialect.header, file);
    if (first === null) {
      const columns = names.map((name) => `${quoteName(name)} VARCHAR`).join(", ");
      await build.connection.run(`CREATE OR REPLACE TEMP TABLE ${raw} (${columns})`);
    } else if ([...first].sort().join("\n") !== [...names].sort().join("\n")) {
      throw badHeader(file, `has other columns than ${files[0]}: ${names.join(", ")}.`);
    }
    first ??= names;
    const insert = (strict: boolean) =>
      `INSERT INTO ${raw} BY NAME SELECT * FROM ${scan(file, dialect, names, strict)}`;
    try {
      await build.connection.run(insert(true));
    } catch (error) {
      if (!MIXED_LINE_ENDS.test(firstLine(error))) throw error;
      await build.connection.run(insert(false));
    }
    await keepUnreadable(build, source.name, file);
  }
  return first ?? [];
}

function scan(file: string, dialect: CsvDialect, names: readonly string[], strict: boolean): string {
  const columns = names.map((name) => `${quoteText(name)}: 'VARCHAR'`).join(", ");
  return `read_csv(${quoteFile(file)}, auto_detect = false, header = true, delim = ${quoteText(dialect.delimiter)},
    quote = '"', escape = '"', nullstr = '', columns = {${columns}}, null_padding = false, max_line_size = 16777216,
    strict_mode = ${strict}, store_rejects = true, rejects_table = 'csv_errors', rejects_scan = 'csv_scans', rejects_limit = 0)`;
}

async function keepUnreadable(build: TableBuild, table: string, file: string): Promise<void> {
  await build.connection.run(
    `INSERT INTO ${RECORD_SCHEMA}.rejected_rows
     SELECT ${quoteText(table)}, ${quoteText(file)}, line, lower(error_type) || ': ' || any_value(error_message),
       any_value(trim(csv_line, chr(10) || chr(13)))
     FROM csv_errors GROUP BY line, error_type`,
  );
  await build.connection.run("DROP TABLE csv_errors");
  await build.connection.run("DROP TABLE csv_scans");
}

/** Typed expressions of declared columns; rows where one fails are set aside and excluded by `usable`. */
async function castDeclared(
  build: TableBuild,
  source: TableSource,
  raw: string,
  origin: string,
): Promise<{ expressions: Map<string, string>; usable: string }> {
  const expressions = new Map<string, string>();
  const failures: { condition: string; reason: string }[] = [];
  for (const [name, written] of Object.entries(source.columns ?? {})) {
    const type = duckdbType(written);
    const column = quoteName(name);
    if (type === "VARCHAR") {
      expressions.set(name, column);
      continue;
    }
    const value = `nullif(trim(${column}), '')`;
    const cast =
      type === "TIMESTAMP" ? timestampCast(value, build.timezone) : `TRY_CAST(${value} AS ${type})`;
    // The engine rounds "2.7" to an integer; as data it is no integer.
    const exact = /INT/.test(type) ? ` OR NOT regexp_full_match(${value}, '[+-]?[0-9]+')` : "";
    expressions.set(name, cast);
    failures.push({
      condition: `${value} IS NOT NULL AND (${cast} IS NULL${exact})`,
      reason: `${name} is not a ${written}`,
    });
  }
  if (failures.length === 0) return { expressions, usable: "true" };
  const usable = failures.map(({ condition }) => `NOT (${condition})`).join(" AND ");
  const reasons = failures
    .map(({ condition, reason }) => `WHEN ${condition} THEN ${quoteText(reason)}`)
    .join(" ");
  await build.connection.run(
    `INSERT INTO ${RECORD_SCHEMA}.rejected_rows
     SELECT ${quoteText(source.name)}, ${quoteText(origin)}, NULL, CASE ${reasons} END, CAST(r AS VARCHAR)
     FROM ${raw} AS r WHERE NOT (${usable})`,
  );
  return { expressions, usable };
}

function timestampCast(value: string, timezone: string): string {
  const zoned = `regexp_matches(${value}, ':[0-9.]+ ?(Z|UTC|[+-][0-9]{2}(:?[0-9]{2})?)$')`;
  return `CASE WHEN ${zoned} THEN CAST(TRY_CAST(${value} AS TIMESTAMPTZ) AT TIME ZONE ${quoteText(timezone)} AS TIMESTAMP) ELSE TRY_CAST(${value} AS TIMESTAMP) END`;
}

function columnNames(source: TableSource, header: readonly string[], file: string): string[] {
  const declared = Object.keys(source.columns ?? {});
  const byKey = new Map(declared.map((name) => [matchKey(name), name]));
  const names = header.map((name, index) => {
    const match = byKey.get(matchKey(name));
    byKey.delete(matchKey(name));
    return match ?? (name === "" ? `column_${index + 1}` : name);
  });
  const missing = [...byKey.values()];
  if (missing.length > 0) {
    throw badHeader(file, `has no column ${missing.join(", ")}; its columns are ${header.join(", ")}.`);
  }
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name.toLowerCase())) throw badHeader(file, `names the column ${name} twice.`);
    seen.add(name.toLowerCase());
  }
  return names;
}

function matchKey(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

function badHeader(file: string, message: string): AppError {
  return new AppError(
    "bad_source",
    "configuration",
    `${file} ${message}`,
    "Correct the header or `columns`.",
  );
}
