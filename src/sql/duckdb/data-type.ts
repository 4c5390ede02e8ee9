import type { DataType } from "../ast.js";
import { identifier } from "./quoting.js";

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
  timestamp_ntz: "TIMESTAMP",
  timestamp_ltz: "TIMESTAMP",
  binary: "BLOB",
};

/** DuckDB's text of a Databricks type; null for one that it can't hold, or that has one inside. */
export function duckdbType(type: DataType): string | null {
  switch (type.kind) {
    case "array": {
      const element = duckdbType(type.element);
      return element && `${element}[]`;
    }
    case "map": {
      const [key, value] = [duckdbType(type.key), duckdbType(type.value)];
      return key && value && `MAP(${key}, ${value})`;
    }
    case "struct": {
      const fields = type.fields.map((field) => {
        const text = duckdbType(field.type);
        return text && `${identifier(field.name)} ${text}`;
      });
      return fields.length === 0 || fields.includes(null) ? null : `STRUCT(${fields.join(", ")})`;
    }
    case "simple":
      return simpleType(type.name, type.args);
  }
}

function simpleType(name: string, args: readonly number[]): string | null {
  const [width = 10, scale = 0] = args;
  if (/^(decimal|dec|numeric)$/.test(name))
    return args.length > 2 || scale < 0 ? null : `DECIMAL(${width},${scale})`;
  const isSized = args.length === 0 || (args.length === 1 && /^(var)?char$/.test(name));
  return isSized ? (SIMPLE[name] ?? null) : null;
}
