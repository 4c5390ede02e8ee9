import { AppError } from "../../contracts/errors.js";
import type { Parameters, ParameterValue } from "../../contracts/policy.js";
import type { DriverParameter, MakeParameter } from "./driver.js";

/** Parameters with the SQL types that the embedded engine gives them too. */
export function namedParameters(
  parameters: Parameters,
  make: MakeParameter,
): Record<string, DriverParameter> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, typed(name, value, make)]),
  );
}

function typed(name: string, value: ParameterValue, make: MakeParameter): DriverParameter {
  if (value === null) return make("VOID", undefined);
  if (typeof value === "string") return make("STRING", value);
  if (typeof value === "boolean") return make("BOOLEAN", value);
  if (typeof value === "number") return numeric(value, make);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value.value) || Number.isNaN(Date.parse(`${value.value}T00:00:00Z`))) {
    throw new AppError(
      "warehouse_failed",
      "bug",
      `The parameter :${name} is not a date.`,
      "Write dates as YYYY-MM-DD.",
    );
  }
  return make("DATE", value.value);
}

function numeric(value: number, make: MakeParameter): DriverParameter {
  return Number.isSafeInteger(value) ? make("BIGINT", BigInt(value)) : make("DOUBLE", value);
}
