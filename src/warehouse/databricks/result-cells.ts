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
  /** Places of the columns that are wall clocks themselves (TIMESTAMP_NTZ) where the driver gives moments, as if of UTC. */
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

/**
 * True where the driver gives moments: these do not tell TIMESTAMP from TIMESTAMP_NTZ. Where it gives the warehouse's own
 * text, that is a wall clock of the session's zone in both cases, to the microsecond.
 */
export function hasMoments(schema: DriverSchema, rows: readonly object[]): boolean {
  const names = schema.columns.flatMap(({ columnName, typeDesc }) =>
    typeDesc.types[0]?.primitiveEntry?.type === TIMESTAMP ? [columnName] : [],
  );
  return rows.some((row) => names.some((name) => Reflect.get(row, name) instanceof Date));
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
  if (kind === TIMESTAMP && typeof value === "string") return wallClockText(value, wallClock);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  return typeof value === "string" ? value : jsonText(value);
}

/** "12.50", and what Java makes of small ones: "1E-18". */
function decimalText(text: string): Cell {
  const [mantissa = "", exponent = "0"] = text.split(/e/i);
  const [whole = "", fraction = ""] = mantissa.split(".");
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale < 0 ? integerCell(digits * 10n ** BigInt(-scale)) : decimalCell(digits, scale);
}

/** The warehouse's text of a timestamp without the zeros at its end; one with an offset is a moment. */
function wallClockText(text: string, wallClock: (moment: Date) => string): Cell {
  const [, day, time, fraction = "", offset] =
    /^(\S+)[T ](\d{2}:\d{2}:\d{2})(\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/.exec(text) ?? [];
  if (day === undefined) return text;
  const places = fraction.replace(/\.?0*$/, "");
  if (offset === undefined) return `${day} ${time}${places}`;
  return `${wallClock(new Date(`${day}T${time}${offset}`))}${places}`;
}

/** Nested values as JSON, with integers of any size and moments in ISO 8601. */
function jsonText(value: unknown): string {
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return `[${value.map(jsonText).join(",")}]`;
  if (typeof value !== "object" || value === null || value instanceof Date || value instanceof Uint8Array) {
    return JSON.stringify(value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value) ?? "null";
  }
  return `{${Object.entries(value)
    .map(([name, part]) => `${JSON.stringify(name)}:${jsonText(part)}`)
    .join(",")}}`;
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
