import { AppError } from "../../contracts/errors.js";

const SIMPLE: Readonly<Record<string, string>> = {
  string: "VARCHAR",
  varchar: "VARCHAR",
  char: "VARCHAR",
  tinyint: "TINYINT",
  byte: "TINYINT",
  smallint: "SMALLINT",
  short: "SMALLINT",
  int: "INTEGER",
  integer: "INTEGER",
  bigint: "BIGINT",
  long: "BIGINT",
  float: "FLOAT",
  real: "FLOAT",
  double: "DOUBLE",
  boolean: "BOOLEAN",
  date: "DATE",
  timestamp: "TIMESTAMP",
  timestamp_ltz: "TIMESTAMP",
  timestamp_ntz: "TIMESTAMP",
  binary: "BLOB",
};
const BACK: Readonly<Record<string, string>> = {
  VARCHAR: "string",
  TINYINT: "tinyint",
  UTINYINT: "smallint",
  SMALLINT: "smallint",
  USMALLINT: "int",
  INTEGER: "int",
  UINTEGER: "bigint",
  BIGINT: "bigint",
  FLOAT: "float",
  DOUBLE: "double",
  BOOLEAN: "boolean",
  DATE: "date",
  TIMESTAMP: "timestamp",
  BLOB: "binary",
};

/** DuckDB's name of a Databricks type. Throws AppError for a type that the embedded database can't hold. */
export function duckdbType(databricksType: string): string {
  const written = databricksType.trim();
  const text = written.toLowerCase();
  const decimal = /^(?:decimal|dec|numeric)(?:\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?$/.exec(text);
  if (decimal) return `DECIMAL(${decimal[1] ?? 10},${decimal[2] ?? 0})`;
  const sized = /^(?:var)?char\(\s*\d+\s*\)$/.test(text);
  const simple = sized ? "VARCHAR" : SIMPLE[text];
  if (simple) return simple;
  // Fields keep the case in which they are written.
  const nested = /^(array|map|struct)<(.*)>$/is.exec(written);
  if (!nested) throw unknownType(databricksType);
  const parts = splitTop(nested[2] ?? "");
  switch (nested[1]?.toLowerCase()) {
    case "array":
      return `${duckdbType(parts[0] ?? "")}[]`;
    case "map":
      return `MAP(${parts.map(duckdbType).join(", ")})`;
    default:
      return `STRUCT(${parts.map(structField).join(", ")})`;
  }
}

/** Databricks' name of a DuckDB type, lower case; nested types keep DuckDB's text. */
export function databricksType(duckdbTypeText: string): string {
  const decimal = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(duckdbTypeText);
  if (decimal) return `decimal(${decimal[1]},${decimal[2]})`;
  const element = /^(.*)\[\]$/s.exec(duckdbTypeText)?.[1];
  if (element) return `array<${databricksType(element)}>`;
  return BACK[duckdbTypeText] ?? duckdbTypeText.toLowerCase();
}

function structField(text: string): string {
  const match = /^\s*(?:`((?:[^`]|``)+)`|([^`:\s]+))\s*:?\s*(.+)$/s.exec(text);
  if (!match) throw unknownType(text);
  const name = match[1]?.replaceAll("``", "`") ?? match[2] ?? "";
  return `"${name.replaceAll('"', '""')}" ${duckdbType(match[3] ?? "")}`;
}

function splitTop(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === "`") quoted = !quoted;
    if (quoted) continue;
    if (char === "<" || char === "(") depth += 1;
    else if (char === ">" || char === ")") depth -= 1;
    else if (char === "," && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)];
}

function unknownType(text: string): AppError {
  return new AppError(
    "unknown_type",
    "configuration",
    `The type "${text}" is not one that Databricks SQL has.`,
    "Use string, bigint, int, double, decimal(p,s), date, timestamp, boolean, or array, map and struct of them.",
  );
}
