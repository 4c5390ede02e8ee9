import type { AnswerColumn } from "../contracts/answer.js";
import type { Cell } from "../contracts/result.js";
import { formatCell } from "../format/cell.js";
import { type AxisGrain, dateLabel, grainOf } from "./time-grain.js";

type Rows = readonly (readonly Cell[])[];

/** The rows as people read them: numbers with their unit, and the first date of a bucket as the bucket ("Oct 2025"). */
export function shownRows(columns: readonly AnswerColumn[], rows: Rows): string[][] {
  const grains = columns.map((column, i) => (column.type === "date" ? bucketOf(column.name, rows, i) : null));
  return rows.map((row) =>
    columns.map((column, i) => {
      const cell = row[i] ?? null;
      const grain = grains[i] ?? null;
      if (grain === null || cell === null || grain === "day" || grain === "week")
        return formatCell(cell, column);
      return dateLabel(String(cell), grain);
    }),
  );
}

/**
 * The bucket that a column of dates is shown by. A fiscal quarter or year begins in any month, and its number is not
 * in the date: it is shown by its first month.
 */
export function bucketOf(name: string, rows: Rows, index: number): AxisGrain {
  const grain = grainOf(
    rows.flatMap((row) => (typeof row[index] === "string" ? [row[index]] : [])),
    name,
  );
  return /\bfiscal\b/i.test(name) && (grain === "quarter" || grain === "year") ? "month" : grain;
}
