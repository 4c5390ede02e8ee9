import type { DataType } from "../ast.js";
import { identifier } from "./quoting.js";
import { refuse } from "./refusal.js";

const SIMPLE: Record<string, string> = {
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
  string: "VARCHAR",
  date: "DATE",
  timestamp: "TIMESTAMP",
  timestamp_ntz: "TIMESTAMP",
  timestamp_ltz: "TIMESTAMP",
};

/** DuckDB's text of a Databricks type. */
export function duckdbType(type: DataType): string {
  switch (type.kind) {
    case "array":
      return `${duckdbType(type.element)}[]`;
    case "map":
      return `MAP(${duckdbType(type.key)}, ${duckdbType(type.value)})`;
    case "struct":
      return `STRUCT(${type.fields.map((f) => `${identifier(f.name)} ${duckdbType(f.type)}`).join(", ")})`;
    case "simple": {
      if (/^(decimal|dec|numeric)$/.test(type.name)) {
        return `DECIMAL(${type.args[0] ?? 10}, ${type.args[1] ?? 0})`;
      }
      const name = SIMPLE[type.name];
      if (name === undefined) throw refuse(`type ${type.name}`, "the embedded engine has no such type.");
      return name;
    }
  }
}
