import type { ColumnProfile, TableProfile } from "../../contracts/metadata.js";
import type { FieldValue } from "../../contracts/metric-query.js";
import type { Cell } from "../../contracts/result.js";
import {
  type Ask,
  type DescribedTable,
  describedRow,
  describeTable,
  quoted,
  quotedPart,
} from "./discovery.js";

// Filled, distinct, least, greatest: four numbers of every column.
const FACTS = 4;
const FEW_VALUES = 60;
const LONGEST_VALUE = 200;
// An approximate count may be this much too high for a column that has few values.
const APPROXIMATION = 1.5;

export interface ProfileLimits {
  /** Of these columns only counts are kept, no value. */
  deniedColumns: readonly string[];
  /** Tables with more bytes are not scanned: they keep rows, and extremes that the table format itself knows. */
  maxScanBytes: number | null;
}

/** Statistics of one table at a version; null where there is no such table. Throws AppError where the warehouse fails. */
export async function profileTable(
  name: string,
  version: string,
  limits: ProfileLimits,
  ask: Ask,
): Promise<TableProfile | null> {
  const table = await describeTable(name, ask);
  if (table === null) return null;
  const detail = await describedRow(`DESCRIBE DETAIL ${quoted(name)}`, ask);
  const bytes = typeof detail?.sizeInBytes === "number" ? detail.sizeInBytes : null;
  const partitionColumns = namesOf(detail?.partitionColumns);
  const scanned = bytes === null || limits.maxScanBytes === null || bytes <= limits.maxScanBytes;
  const facts = await columnFacts(table, limits, scanned, ask);
  const generated = partitionColumns.length === 0 ? {} : await generatedColumns(table, ask);
  return {
    name,
    comment: table.comment,
    rowCount: facts.rows,
    bytes,
    version,
    partitionColumns,
    generatedFrom: generated,
    columns: facts.columns,
  };
}

async function columnFacts(
  table: DescribedTable,
  limits: ProfileLimits,
  scanned: boolean,
  ask: Ask,
): Promise<{ rows: number; columns: ColumnProfile[] }> {
  const denied = new Set(limits.deniedColumns.map((column) => column.toLowerCase()));
  const shown = (column: { name: string; type: string }) =>
    isOrdered(column.type) && !denied.has(column.name.toLowerCase());
  const facts = table.columns.flatMap((column) => {
    const name = quotedPart(column.name);
    const counts =
      scanned && isOrdered(column.type)
        ? [`COUNT(${name})`, `approx_count_distinct(${name})`]
        : ["NULL", "NULL"];
    return [...counts, ...(shown(column) ? [`MIN(${name})`, `MAX(${name})`] : ["NULL", "NULL"])];
  });
  const named = ["COUNT(*)", ...facts].map((fact, index) => `${fact} AS f${index}`);
  const { rows } = await ask(`SELECT ${named.join(", ")} FROM ${quoted(table.name)}`);
  const [count = 0, ...found] = rows[0] ?? [];
  const total = Number(count);
  const columns = await Promise.all(
    table.columns.map(async (column, index): Promise<ColumnProfile> => {
      const [filled, distinct, min, max] = found.slice(index * FACTS, index * FACTS + FACTS);
      const few =
        isListable(column.type) && distinct !== null && Number(distinct) <= FEW_VALUES * APPROXIMATION;
      const values = few ? await frequentValues(table.name, column.name, ask) : null;
      return {
        name: column.name,
        type: column.type,
        comment: column.comment,
        distinctCount: values?.length ?? numberOrNull(distinct),
        nullRate: filled === null || total === 0 ? null : 1 - Number(filled) / total,
        min: short(min),
        max: short(max),
        values: values !== null && values.length <= FEW_VALUES && shown(column) ? values : null,
      };
    }),
  );
  return { rows: total, columns };
}

/** Values of a column with their number of rows, most frequent first. */
async function frequentValues(
  table: string,
  column: string,
  ask: Ask,
): Promise<{ value: FieldValue; count: number }[]> {
  const name = quotedPart(column);
  const { rows } = await ask(
    `SELECT ${name} AS v, COUNT(*) AS c FROM ${quoted(table)} WHERE ${name} IS NOT NULL GROUP BY ${name} ORDER BY c DESC, v`,
  );
  return rows.map(([value, count]) => ({ value: short(value), count: Number(count) }));
}

/** Partition columns by the column that they are generated from, as the table's own statement of creation tells. */
async function generatedColumns(table: DescribedTable, ask: Ask): Promise<Record<string, string>> {
  const created = await describedRow(`SHOW CREATE TABLE ${quoted(table.name)}`, ask);
  const text = Object.values(created ?? {}).join("\n");
  const names = new Map(table.columns.map(({ name }) => [name.toLowerCase(), name]));
  const found: Record<string, string> = {};
  for (const line of text.split("\n")) {
    const match = /^[\s(]*(?:`([^`]+)`|(\w+))\s.*\bGENERATED ALWAYS AS\s*\((.*)\)/i.exec(line);
    const column = names.get((match?.[1] ?? match?.[2] ?? "").toLowerCase());
    const words = match?.[3]?.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [];
    const source = words.map((word) => names.get(word.toLowerCase())).find((name) => name !== undefined);
    if (column && source) found[column] = source;
  }
  return found;
}

/** An array arrives as JSON text. */
function namesOf(cell: Cell | undefined): string[] {
  if (typeof cell !== "string" || cell === "") return [];
  const parsed: unknown = JSON.parse(cell);
  return Array.isArray(parsed) ? parsed.map(String) : [];
}

function isOrdered(type: string): boolean {
  return !/^(array|map|struct|binary|variant|interval|void|object|geo)/.test(type);
}

/** Types whose values are worth a list; moments hardly repeat. */
function isListable(type: string): boolean {
  return isOrdered(type) && !type.startsWith("timestamp");
}

function numberOrNull(cell: Cell | undefined): number | null {
  return cell === null || cell === undefined ? null : Number(cell);
}

function short(value: Cell | undefined): FieldValue {
  if (value === undefined) return null;
  return typeof value === "string" && value.length > LONGEST_VALUE ? value.slice(0, LONGEST_VALUE) : value;
}
