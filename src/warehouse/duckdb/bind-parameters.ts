import {
  DATE,
  DuckDBDateValue,
  type DuckDBPreparedStatement,
  type DuckDBType,
  type DuckDBValue,
} from "@duckdb/node-api";
import { AppError } from "../../contracts/errors.js";
import type { Parameters, ParameterValue } from "../../contracts/policy.js";

const DAY_MS = 86_400_000;

/** Binds named parameters with their types. A name that the statement lacks is left out; a name without a value is an error. */
export function bindParameters(statement: DuckDBPreparedStatement, parameters: Parameters): void {
  const values: Record<string, DuckDBValue> = {};
  const types: Record<string, DuckDBType | undefined> = {};
  for (let index = 1; index <= statement.parameterCount; index += 1) {
    const name = statement.parameterName(index);
    const value = parameters[name];
    if (value === undefined) {
      throw new AppError(
        "warehouse_failed",
        "bug",
        `The statement uses the parameter :${name}, which has no value.`,
        "Give the parameter a value.",
      );
    }
    values[name] = boundValue(value, name);
    types[name] = isDate(value) ? DATE : undefined;
  }
  if (statement.parameterCount > 0) statement.bind(values, types);
}

function boundValue(value: ParameterValue, name: string): DuckDBValue {
  if (!isDate(value)) return typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : value;
  const millis = Date.parse(`${value.value}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value.value) || Number.isNaN(millis)) {
    throw new AppError(
      "warehouse_failed",
      "bug",
      `The parameter :${name} is not a date.`,
      "Write dates as YYYY-MM-DD.",
    );
  }
  return new DuckDBDateValue(millis / DAY_MS);
}

function isDate(value: ParameterValue): value is { type: "date"; value: string } {
  return typeof value === "object" && value !== null;
}
