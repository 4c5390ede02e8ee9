import { AppError } from "../../contracts/errors.js";
import { duckdbType as nameOf } from "../../sql/duckdb/data-type.js";
import { parseTypeText } from "../../sql/type-text.js";

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
  const type = parseTypeText(databricksType);
  const name = type === null ? null : nameOf(type);
  if (name === null) throw unknownType(databricksType);
  return name;
}

/** Databricks' name of a DuckDB type, lower case; nested types keep DuckDB's text. */
export function databricksType(duckdbTypeText: string): string {
  const decimal = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(duckdbTypeText);
  if (decimal) return `decimal(${decimal[1]},${decimal[2]})`;
  const element = /^(.*)\[\]$/s.exec(duckdbTypeText)?.[1];
  if (element) return `array<${databricksType(element)}>`;
  return BACK[duckdbTypeText] ?? duckdbTypeText.toLowerCase();
}

function unknownType(text: string): AppError {
  return new AppError(
    "unknown_type",
    "configuration",
    `The type "${text}" is not one that Databricks SQL has.`,
    "Use string, bigint, int, double, decimal(p,s), date, timestamp, boolean, or array, map and struct of them.",
  );
}
