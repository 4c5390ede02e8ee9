import {
  DuckDBBlobValue,
  type DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
} from "@duckdb/node-api";
import type { Cell, ResultColumn } from "../../contracts/result.js";
import type { ValueType } from "../../contracts/semantic-model.js";
import { decimalCell, floatCell, integerCell } from "../exact-number.js";

const MIDNIGHT = / 00:00:00$/;
const TIMESTAMPS: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.TIMESTAMP,
  DuckDBTypeId.TIMESTAMP_S,
  DuckDBTypeId.TIMESTAMP_MS,
  DuckDBTypeId.TIMESTAMP_NS,
  DuckDBTypeId.TIMESTAMP_TZ,
]);

/** Rows of the chunks as cells, at most `rowCap`. A timestamp column whose every value is a midnight becomes dates. */
export function resultCells(
  names: readonly string[],
  types: readonly DuckDBType[],
  chunks: readonly DuckDBDataChunk[],
  rowCap: number,
): { columns: ResultColumn[]; rows: Cell[][] } {
  const rows = chunks
    .flatMap((chunk) => chunk.getRows())
    .slice(0, rowCap)
    .map((row) => row.map(cellOf));
  const columns = names.map((name, index) => ({ name, type: valueType(types[index]) }));
  for (const [index, type] of types.entries()) {
    const column = columns[index];
    if (!column || !TIMESTAMPS.has(type.typeId)) continue;
    if (rows.every((row) => row[index] == null || MIDNIGHT.test(String(row[index])))) {
      for (const row of rows) row[index] = row[index] == null ? null : String(row[index]).slice(0, 10);
    } else {
      column.type = "string";
    }
  }
  return { columns, rows };
}

function valueType(type: DuckDBType | undefined): ValueType {
  switch (type?.typeId) {
    case DuckDBTypeId.BOOLEAN:
      return "boolean";
    case DuckDBTypeId.TINYINT:
    case DuckDBTypeId.SMALLINT:
    case DuckDBTypeId.INTEGER:
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UTINYINT:
    case DuckDBTypeId.USMALLINT:
    case DuckDBTypeId.UINTEGER:
    case DuckDBTypeId.UBIGINT:
    case DuckDBTypeId.UHUGEINT:
    case DuckDBTypeId.BIGNUM:
    case DuckDBTypeId.DECIMAL:
    case DuckDBTypeId.FLOAT:
    case DuckDBTypeId.DOUBLE:
      return "number";
    case DuckDBTypeId.DATE:
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_S:
    case DuckDBTypeId.TIMESTAMP_MS:
    case DuckDBTypeId.TIMESTAMP_NS:
    case DuckDBTypeId.TIMESTAMP_TZ:
      return "date";
    default:
      return "string";
  }
}

/** One value as a cell. Moments are "YYYY-MM-DD HH:MM:SS"; nested values are text. */
export function cellOf(value: DuckDBValue): Cell {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return floatCell(value);
  if (typeof value === "bigint") return integerCell(value);
  if (value instanceof DuckDBDecimalValue) return decimalCell(value.value, value.scale);
  if (value instanceof DuckDBDateValue)
    return value.isFinite ? isoText(value.days * 86_400_000).slice(0, 10) : null;
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue)
    return timestampText(value.micros);
  if (value instanceof DuckDBTimestampSecondsValue) return timestampText(value.seconds * 1_000_000n);
  if (value instanceof DuckDBTimestampMillisecondsValue) return timestampText(value.millis * 1_000n);
  if (value instanceof DuckDBTimestampNanosecondsValue) return timestampText(value.nanos / 1_000n);
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString("hex");
  return value.toString();
}

function timestampText(micros: bigint): string {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = isoText(Number((micros - fraction) / 1_000n))
    .slice(0, 19)
    .replace("T", " ");
  return fraction === 0n ? seconds : `${seconds}.${fraction.toString().padStart(6, "0").replace(/0+$/, "")}`;
}

function isoText(millis: number): string {
  return new Date(millis).toISOString();
}
