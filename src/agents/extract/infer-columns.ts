import type { OutputColumn, ResultColumn, ResultSet } from "../../contracts/result.js";
import type { ModelView } from "../../contracts/semantic-model.js";

/** Meaning of the columns of SQL that no compiler wrote: numbers are measures, everything else a dimension; units come from measures of the same name. */
export function inferColumns(columns: readonly ResultColumn[], views: readonly ModelView[]): OutputColumn[] {
  return columns.map((column, index) => {
    const role = column.type === "number" ? "measure" : "dimension";
    const kind = role === "measure" ? "select" : "group";
    return { ...column, role, ...styleOf(column.name, views), of: { kind, index } };
  });
}

/** The same result with its dimensions before its measures. */
export function dimensionsFirst(
  result: ResultSet,
  columns: OutputColumn[],
): { result: ResultSet; columns: OutputColumn[] } {
  const order = columns
    .map((column, index) => ({ index, last: column.role === "measure" ? 1 : 0 }))
    .sort((a, b) => a.last - b.last || a.index - b.index)
    .map(({ index }) => index);
  if (order.every((index, position) => index === position)) return { result, columns };
  const pick = <T>(items: readonly T[]): T[] => order.flatMap((index) => items.slice(index, index + 1));
  return {
    result: { ...result, columns: pick(result.columns), rows: result.rows.map(pick) },
    columns: pick(columns),
  };
}

function styleOf(
  name: string,
  views: readonly ModelView[],
): { unit: string | null; decimals: number | null } {
  const wanted = name.toLowerCase();
  for (const { measures } of views) {
    const measure = measures.find((m) => [m.name, m.displayName].some((n) => n?.toLowerCase() === wanted));
    if (!measure?.format) continue;
    const { type, currencyCode, decimalPlaces } = measure.format;
    const unit = type === "currency" ? currencyCode : type === "percentage" ? "ratio" : null;
    return { unit, decimals: decimalPlaces };
  }
  return { unit: null, decimals: null };
}
