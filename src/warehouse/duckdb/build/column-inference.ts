import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteName } from "../quoting.js";

export interface InferredColumn {
  name: string;
  /** DuckDB type. */
  type: string;
  /** Expression over the raw text column that gives the typed value. */
  expression: string;
  /** A sentence where the choice may surprise. */
  notice: string | null;
}

const WHOLE = "-?(0|[1-9][0-9]{0,17})";
const DECIMAL = "-?(0|[1-9][0-9]*)?([.][0-9]+)?";
const FLOAT = "-?(0|[1-9][0-9]*)?([.][0-9]+)?([eE][+-]?[0-9]+)?";
const ISO_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
const ISO_TIMESTAMP = `${ISO_DATE}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?`;
const ZONED = `${ISO_TIMESTAMP} ?(Z|UTC|[+-][0-9]{2}(:?[0-9]{2})?)`;
const TWO_PARTS_FIRST = "([0-9]{1,2})[/.]([0-9]{1,2})[/.][0-9]{4}";

/**
 * Types of text columns, from every row and not from a sample: boolean, bigint, decimal, double, date, timestamp, else string.
 * Numbers with leading zeros are codes and stay text; so do day/month dates whose order no value settles.
 */
export async function inferColumns(
  connection: DuckDBConnection,
  table: string,
  names: readonly string[],
  timezone: string,
): Promise<InferredColumn[]> {
  if (names.length === 0) return [];
  const facts = names.map(factColumns).join(", ");
  const reader = await connection.runAndReadAll(`SELECT ${facts} FROM ${table}`);
  const row = reader.getRowObjects()[0] ?? {};
  return names.map((name, index) => {
    const fact = (key: string) => row[`${key}${index}`];
    return inferred(name, {
      filled: Number(fact("filled")),
      boolean: fact("boolean") === true,
      whole: fact("whole") === true,
      decimal: fact("decimal") === true,
      float: fact("float") === true,
      date: fact("date") === true,
      timestamp: fact("timestamp") === true,
      zoned: fact("zoned") === true,
      parted: fact("parted") === true,
      first: Number(fact("first") ?? 0),
      second: Number(fact("second") ?? 0),
      before: Number(fact("before") ?? 0),
      after: Number(fact("after") ?? 0),
      numbers: Number(fact("numbers") ?? 0),
      timezone,
    });
  });
}

interface Facts {
  filled: number;
  boolean: boolean;
  whole: boolean;
  decimal: boolean;
  float: boolean;
  date: boolean;
  timestamp: boolean;
  zoned: boolean;
  parted: boolean;
  first: number;
  second: number;
  before: number;
  after: number;
  numbers: number;
  timezone: string;
}

function factColumns(name: string, index: number): string {
  const text = `trim(${quoteName(name)})`;
  const value = `nullif(${text}, '')`;
  const all = (pattern: string) => `bool_and(regexp_full_match(${value}, '${pattern}'))`;
  const part = (group: number) =>
    `max(TRY_CAST(nullif(regexp_extract(${text}, '^${TWO_PARTS_FIRST}$', ${group}), '') AS INTEGER))`;
  return [
    `count(${value}) AS filled${index}`,
    `bool_and(lower(${value}) IN ('true', 'false')) AS boolean${index}`,
    `${all(WHOLE)} AS whole${index}`,
    `${all(DECIMAL)} AS decimal${index}`,
    `${all(FLOAT)} AS float${index}`,
    `bool_and(regexp_full_match(${value}, '${ISO_DATE}') AND TRY_CAST(${value} AS DATE) IS NOT NULL) AS date${index}`,
    `bool_and(regexp_full_match(${value}, '${ISO_TIMESTAMP}') AND TRY_CAST(${value} AS TIMESTAMP) IS NOT NULL) AS timestamp${index}`,
    `bool_and(regexp_full_match(${value}, '${ZONED}') AND TRY_CAST(${value} AS TIMESTAMPTZ) IS NOT NULL) AS zoned${index}`,
    `${all(TWO_PARTS_FIRST)} AS parted${index}`,
    `${part(1)} AS first${index}`,
    `${part(2)} AS second${index}`,
    `max(length(split_part(ltrim(${text}, '-'), '.', 1))) AS before${index}`,
    `max(length(split_part(${text}, '.', 2))) AS after${index}`,
    `count(*) FILTER (WHERE regexp_full_match(${value}, '${FLOAT}')) AS numbers${index}`,
  ].join(", ");
}

function inferred(name: string, facts: Facts): InferredColumn {
  const raw = quoteName(name);
  const value = `nullif(trim(${raw}), '')`;
  const cast = (type: string) => ({ name, type, expression: `CAST(${value} AS ${type})`, notice: null });
  const text = (notice: string | null) => ({ name, type: "VARCHAR", expression: raw, notice });
  if (facts.filled === 0) return text(`The column ${name} has no values: it is read as text.`);
  if (facts.boolean) return cast("BOOLEAN");
  if (facts.whole) return cast("BIGINT");
  if (facts.decimal && facts.after <= 6 && facts.before + facts.after <= 18) {
    return cast(`DECIMAL(${Math.max(1, facts.before + facts.after)},${facts.after})`);
  }
  if (facts.float) return cast("DOUBLE");
  if (facts.date) return cast("DATE");
  if (facts.timestamp) return cast("TIMESTAMP");
  if (facts.zoned) {
    const zone = facts.timezone.replaceAll("'", "''");
    const expression = `CAST(CAST(${value} AS TIMESTAMPTZ) AT TIME ZONE '${zone}' AS TIMESTAMP)`;
    return { name, type: "TIMESTAMP", expression, notice: null };
  }
  if (facts.parted) return partedDate(name, value, facts) ?? text(unsettled(name));
  if (facts.numbers >= facts.filled * 0.9) {
    return text(
      `The column ${name} is read as text: ${facts.filled - facts.numbers} of ${facts.filled} values are not plain numbers. Declare its type under \`columns\` to set those rows aside.`,
    );
  }
  return text(null);
}

function partedDate(name: string, value: string, facts: Facts): InferredColumn | null {
  const dayFirst = facts.first > 12 && facts.second <= 12;
  const monthFirst = facts.second > 12 && facts.first <= 12;
  if (dayFirst === monthFirst) return null;
  const format = dayFirst ? "%d/%m/%Y" : "%m/%d/%Y";
  const expression = `CAST(strptime(replace(${value}, '.', '/'), '${format}') AS DATE)`;
  return { name, type: "DATE", expression, notice: null };
}

function unsettled(name: string): string {
  return `The column ${name} is read as text: its dates may be day/month or month/day. Write them as YYYY-MM-DD.`;
}
