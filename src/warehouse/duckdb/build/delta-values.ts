import { assertUnreachable } from "../../../contracts/errors.js";
import type { DeltaColumn } from "../../delta/delta-schema.js";
import { type DeltaType, holdsType, typeText } from "../../delta/delta-type.js";
import { quoteName, quoteText } from "../quoting.js";
import { duckdbType } from "../type-names.js";

/** SQL of a column's value as it stands in a Parquet file, where its type is `storedType` (undefined = not there). */
export function storedValue(column: DeltaColumn, storedType: string | undefined, timezone: string): string {
  const type = duckdbType(typeText(column.type));
  // A column added later is missing from older files, and from all of them right after it was added.
  if (storedType === undefined) return `CAST(NULL AS ${type})`;
  const value = `data.${quoteName(column.physicalName)}`;
  // Old writers do not mark text as text.
  if (storedType === "BLOB" && type === "VARCHAR") return padded(`decode(${value})`, column);
  refuseLossy(column, storedType, type);
  if (!holdsType(column.type, ["timestamp"])) {
    const hasZone = storedType === "TIMESTAMP WITH TIME ZONE";
    return padded(`CAST(${hasZone ? `${value} AT TIME ZONE 'UTC'` : value} AS ${type})`, column);
  }
  // Parquet's own type says that it is of UTC, INT96 leaves it to the reader: the connection's zone is UTC.
  return localTime(`CAST(${value} AS ${momentType(column.type)})`, column.type, timezone, 0);
}

/** SQL of a partition column's value from the text that the log holds. */
export function partitionValue(column: DeltaColumn, text: string, timezone: string): string {
  const given = `nullif(${text}, '')`;
  const type = duckdbType(typeText(column.type));
  if (type === "BLOB") return `encode(${given})`;
  if (!holdsType(column.type, ["timestamp"])) return padded(`CAST(${given} AS ${type})`, column);
  return `CAST(CAST(${given} AS TIMESTAMPTZ) AT TIME ZONE ${quoteText(timezone)} AS TIMESTAMP)`;
}

function padded(text: string, { charLength }: DeltaColumn): string {
  if (charLength === null) return text;
  return `CASE WHEN length(${text}) < ${charLength} THEN rpad(${text}, ${charLength}, ' ') ELSE ${text} END`;
}

/** Types grow from file to file, and a grown one holds all values of those before it; nothing else is the column's. */
function refuseLossy({ name }: DeltaColumn, stored: string, wanted: string): void {
  const isExact = /^(DECIMAL|(TINY|SMALL|BIG)INT|INTEGER)/.test(wanted);
  const loses =
    (isExact && /^(FLOAT|DOUBLE)$/.test(stored)) || (stored === "VARCHAR") !== (wanted === "VARCHAR");
  if (loses) throw new RangeError(`files hold ${name} as ${stored}, where the table's schema says ${wanted}`);
}

/** A type in DuckDB's words, with moments where the table has wall clocks of the workspace. */
function momentType(type: DeltaType): string {
  switch (type.kind) {
    case "primitive":
      return type.name === "timestamp" ? "TIMESTAMPTZ" : duckdbType(type.name);
    case "array":
      return `${momentType(type.element)}[]`;
    case "map":
      return `MAP(${momentType(type.key)}, ${momentType(type.value)})`;
    case "struct":
      return `STRUCT(${type.fields.map((field) => `${quoteName(field.name)} ${momentType(field.type)}`).join(", ")})`;
    default:
      return assertUnreachable(type);
  }
}

/** Moments, also those inside of a value, as the wall clock of the workspace's zone shows them. */
function localTime(value: string, type: DeltaType, timezone: string, depth: number): string {
  if (!holdsType(type, ["timestamp"])) return value;
  const inner = (part: string, of: DeltaType) => localTime(part, of, timezone, depth + 1);
  const each = `part${depth}`;
  switch (type.kind) {
    case "primitive":
      return `CAST((${value}) AT TIME ZONE ${quoteText(timezone)} AS TIMESTAMP)`;
    case "array":
      return `list_transform(${value}, lambda ${each}: ${inner(each, type.element)})`;
    case "map": {
      const entry = `struct_pack(k := ${inner(`${each}.key`, type.key)}, v := ${inner(`${each}.value`, type.value)})`;
      return `map_from_entries(list_transform(map_entries(${value}), lambda ${each}: ${entry}))`;
    }
    case "struct": {
      const fields = type.fields.map(({ name, type: of }) => {
        const field = quoteName(name);
        return `${field} := ${inner(`(${value}).${field}`, of)}`;
      });
      return `CASE WHEN (${value}) IS NULL THEN NULL ELSE struct_pack(${fields.join(", ")}) END`;
    }
    default:
      return assertUnreachable(type);
  }
}
