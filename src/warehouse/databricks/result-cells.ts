import type { Cell, ResultColumn } from "../../contracts/result.js";
import type { ValueType } from "../../contracts/semantic-model.js";
import { decimalCell, floatCell, integerCell } from "../exact-number.js";
import type { DriverSchema } from "./driver.js";

// Numbers of TTypeId in Databricks' Thrift interface.
const BOOLEAN = 0;
const NUMBERS: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 15]);
const TIMESTAMP = 8;
const DECIMAL = 15;
const DATE = 17;
const MIDNIGHT = / 00:00:00$/;

export interface Zones {
  /** Zone whose wall clock shows moments. */
  timezone: string;
  /** Places of the columns that are wall clocks themselves (TIMESTAMP_NTZ): the driver gives them as if of UTC. */
  zoneless: ReadonlySet<number>;
}

/** Rows of the driver as cells. A timestamp column whose every value is a midnight becomes dates. */
export function resultCells(
  schema: DriverSchema,
  driverRows: readonly object[],
  { timezone, zoneless }: Zones,
): { columns: ResultColumn[]; rows: Cell[][] } {
  const kinds = schema.columns.map((column) => column.typeDesc.types[0]?.primitiveEntry?.type ?? -1);
  const columns = schema.columns.map(({ columnName }, index) => ({
    name: columnName,
    type: valueType(kinds[index] ?? -1),
  }));
  const ofZone = wallClockOf(timezone);
  const ofNone = wallClockOf("UTC");
  const rows = driverRows.map((row) => {
    const cells: Record<string, unknown> = { ...row };
    return columns.map(({ name }, index) =>
      cellOf(cells[name], kinds[index] ?? -1, zoneless.has(index) ? ofNone : ofZone),
    );
  });
  for (const [index, kind] of kinds.entries()) {
    const column = columns[index];
    if (kind !== TIMESTAMP || !column) continue;
    if (rows.every((row) => row[index] === null || MIDNIGHT.test(String(row[index])))) {
      for (const row of rows) row[index] = row[index] === null ? null : String(row[index]).slice(0, 10);
    } else column.type = "string";
  }
  return { columns, rows };
}

/** True where a column is of TIMESTAMP or TIMESTAMP_NTZ, which the schema does not tell apart. */
export function hasTimestamps(schema: DriverSchema): boolean {
  return schema.columns.some((column) => column.typeDesc.types[0]?.primitiveEntry?.type === TIMESTAMP);
}

function valueType(kind: number): ValueType {
  if (kind === BOOLEAN) return "boolean";
  if (NUMBERS.has(kind)) return "number";
  return kind === DATE || kind === TIMESTAMP ? "date" : "string";
}

function cellOf(value: unknown, kind: number, wallClock: (moment: Date) => string): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean") return value;
  if (typeof value === "bigint") return integerCell(value);
  if (typeof value === "number") return floatCell(value);
  if (value instanceof Date) return kind === DATE ? value.toISOString().slice(0, 10) : wallClock(value);
  if (kind === DECIMAL && typeof value === "string") return decimalText(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  return typeof value === "string" ? value : JSON.stringify(value);
}

function decimalText(text: string): Cell {
  const [whole = "", fraction = ""] = text.split(".");
  return decimalCell(BigInt(whole + fraction), fraction.length);
}

/** A moment as the wall clock of a zone shows it: "2024-02-29 13:45:07.25". */
function wallClockOf(timezone: string): (moment: Date) => string {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: timezone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
  return (moment) => {
    const part = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
    const millis = ((moment.getTime() % 1000) + 1000) % 1000;
    const fraction = millis === 0 ? "" : `.${String(millis).padStart(3, "0").replace(/0+$/, "")}`;
    const year = (part.year ?? "").padStart(4, "0");
    return `${year}-${part.month}-${part.day} ${part.hour}:${part.minute}:${part.second}${fraction}`;
  };
}
