import type { DuckDBConnection } from "@duckdb/node-api";
import { assertUnreachable } from "../../../contracts/errors.js";
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

const SAMPLE_ROWS = 20_000;
/** Where so many values are of a type, that the others are not may be a mistake. */
const MOSTLY = 0.9;
const WHOLE = "-?(0|[1-9][0-9]{0,17})";
const DECIMAL = "-?(0|[1-9][0-9]*)?([.][0-9]+)?";
const FLOAT = "-?(0|[1-9][0-9]*)?([.][0-9]+)?([eE][+-]?[0-9]+)?";
const ISO_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
const ISO_TIMESTAMP = `${ISO_DATE}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?`;
const ZONED = `${ISO_TIMESTAMP} ?(Z|UTC|[+-][0-9]{2}(:?[0-9]{2})?)`;
const TWO_PARTS_FIRST = "([0-9]{1,2})[/.]([0-9]{1,2})[/.][0-9]{4}";

/**
 * Types of text columns: boolean, bigint, decimal, double, date, timestamp, else string. A sample proposes, every row
 * decides. Numbers with leading zeros are codes and stay text; so do day/month dates whose order no value settles.
 */
export async function inferColumns(
  connection: DuckDBConnection,
  table: string,
  names: readonly string[],
  timezone: string,
): Promise<InferredColumn[]> {
  const columns = names.map((name) => ({ name, facts: ALL_FACTS }));
  const sample = await readFacts(connection, `(FROM ${table} LIMIT ${SAMPLE_ROWS})`, columns);
  const proposed = columns.map(({ name }, index) => inferred(name, sample[index] ?? NO_FACTS, timezone));
  const confirmed = await confirm(connection, table, proposed, sample, timezone);
  const refuted = proposed.filter((column, index) => confirmed[index]?.type !== column.type);
  const again = await readFacts(
    connection,
    table,
    refuted.map(({ name }) => ({ name, facts: ALL_FACTS })),
  );
  const settled = new Map(
    refuted.map(({ name }, index) => [name, inferred(name, again[index] ?? NO_FACTS, timezone)]),
  );
  return confirmed.map((column) => settled.get(column.name) ?? column);
}

/** Looks at every row for what the sample proposed; a column that is text for sure needs no second look. */
async function confirm(
  connection: DuckDBConnection,
  table: string,
  proposed: readonly InferredColumn[],
  sample: readonly Facts[],
  timezone: string,
): Promise<InferredColumn[]> {
  const open = proposed.flatMap((column, index) => {
    const facts = factsFor(column, sample[index] ?? NO_FACTS);
    return facts.length === 0 ? [] : [{ name: column.name, facts }];
  });
  const found = await readFacts(connection, table, open);
  const byName = new Map(
    open.map(({ name }, index) => [name, inferred(name, found[index] ?? NO_FACTS, timezone)]),
  );
  return proposed.map((column) => byName.get(column.name) ?? column);
}

function factsFor(column: InferredColumn, sample: Facts): readonly FactName[] {
  if (column.type === "VARCHAR") return column.notice === null ? [] : ALL_FACTS;
  if (column.type === "BOOLEAN") return ["filled", "boolean"];
  if (column.type === "BIGINT") return ["filled", "whole"];
  if (column.type === "DOUBLE") return ["filled", "decimal", "float", "before", "after"];
  if (column.type.startsWith("DECIMAL")) return ["filled", "decimal", "float", "before", "after"];
  if (sample.parted) return ["filled", "parted", "first", "second"];
  return ["filled", sample.zoned ? "zoned" : sample.timestamp ? "timestamp" : "date"];
}

const ALL_FACTS = [
  "filled",
  "boolean",
  "whole",
  "decimal",
  "float",
  "date",
  "timestamp",
  "zoned",
  "parted",
  "first",
  "second",
  "before",
  "after",
  "numbers",
  "days",
] as const;
type FactName = (typeof ALL_FACTS)[number];

type Flag = "boolean" | "whole" | "decimal" | "float" | "date" | "timestamp" | "zoned" | "parted";
/** What holds for all filled values of a column; what was not asked is false or 0. */
type Facts = Record<Flag, boolean> & Record<Exclude<FactName, Flag>, number>;

const NO_FACTS: Facts = {
  filled: 0,
  boolean: false,
  whole: false,
  decimal: false,
  float: false,
  date: false,
  timestamp: false,
  zoned: false,
  parted: false,
  first: 0,
  second: 0,
  before: 0,
  after: 0,
  numbers: 0,
  days: 0,
};

async function readFacts(
  connection: DuckDBConnection,
  relation: string,
  columns: readonly { name: string; facts: readonly FactName[] }[],
): Promise<Facts[]> {
  if (columns.length === 0) return [];
  const list = columns.flatMap(({ name, facts }, index) =>
    facts.map((fact) => `${factSql(fact, name)} AS ${fact}${index}`),
  );
  const reader = await connection.runAndReadAll(`SELECT ${list.join(", ")} FROM ${relation}`);
  const row = reader.getRowObjects()[0] ?? {};
  return columns.map(({ facts }, index) => {
    const asked = facts.map((fact) => {
      const value = row[`${fact}${index}`];
      return [fact, typeof NO_FACTS[fact] === "boolean" ? value === true : Number(value ?? 0)];
    });
    return { ...NO_FACTS, ...Object.fromEntries(asked) };
  });
}

function factSql(fact: FactName, name: string): string {
  const text = `trim(${quoteName(name)})`;
  const value = `nullif(${text}, '')`;
  const all = (pattern: string) => `bool_and(regexp_full_match(${value}, '${pattern}'))`;
  const typed = (pattern: string, type: string) =>
    `bool_and(regexp_full_match(${value}, '${pattern}') AND TRY_CAST(${value} AS ${type}) IS NOT NULL) FILTER (WHERE ${value} IS NOT NULL)`;
  const part = (group: number) =>
    `max(TRY_CAST(nullif(regexp_extract(${text}, '^${TWO_PARTS_FIRST}$', ${group}), '') AS INTEGER))`;
  switch (fact) {
    case "filled":
      return `count(${value})`;
    case "boolean":
      return `bool_and(lower(${value}) IN ('true', 'false'))`;
    case "whole":
      return all(WHOLE);
    case "decimal":
      return all(DECIMAL);
    case "float":
      return all(FLOAT);
    case "date":
      return typed(ISO_DATE, "DATE");
    case "timestamp":
      return typed(ISO_TIMESTAMP, "TIMESTAMP");
    case "zoned":
      return typed(ZONED, "TIMESTAMPTZ");
    case "parted":
      return all(TWO_PARTS_FIRST);
    case "first":
      return part(1);
    case "second":
      return part(2);
    case "before":
      return `max(length(split_part(ltrim(${text}, '-'), '.', 1)))`;
    case "after":
      return `max(length(split_part(${text}, '.', 2)))`;
    case "numbers":
      return `count(*) FILTER (WHERE regexp_full_match(${value}, '${FLOAT}'))`;
    case "days":
      return `count(*) FILTER (WHERE TRY_CAST(regexp_extract(${value}, '^(${ISO_DATE})([ T].*)?$', 1) AS DATE) IS NOT NULL)`;
    default:
      return assertUnreachable(fact);
  }
}

function inferred(name: string, facts: Facts, timezone: string): InferredColumn {
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
  // Whole numbers beyond bigint are codes; a double would merge them.
  if (facts.decimal && facts.after === 0) return text(null);
  if (facts.float) return cast("DOUBLE");
  if (facts.date) return cast("DATE");
  if (facts.timestamp) return cast("TIMESTAMP");
  if (facts.zoned) {
    const zone = timezone.replaceAll("'", "''");
    const expression = `CAST(CAST(${value} AS TIMESTAMPTZ) AT TIME ZONE '${zone}' AS TIMESTAMP)`;
    return { name, type: "TIMESTAMP", expression, notice: null };
  }
  if (facts.parted) return partedDate(name, value, facts) ?? text(unsettled(name));
  if (facts.numbers >= facts.filled * MOSTLY)
    return text(strays(name, facts.filled, facts.numbers, "plain numbers"));
  if (facts.days >= facts.filled * MOSTLY)
    return text(strays(name, facts.filled, facts.days, "dates of one kind"));
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

function strays(name: string, filled: number, fitting: number, kind: string): string {
  const which = fitting === filled ? "its values" : `${filled - fitting} of ${filled} values`;
  return `The column ${name} is read as text: ${which} are not ${kind}. Declare its type under \`columns\` to set those rows aside.`;
}

function unsettled(name: string): string {
  return `The column ${name} is read as text: its dates may be day/month or month/day. Write them as YYYY-MM-DD.`;
}
