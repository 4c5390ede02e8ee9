import { shownRows } from "../../charts/shown-rows.js";
import type { Answer } from "../../contracts/answer.js";
import { clip, literal, type WordStyle } from "./card-text.js";

type Json = Record<string, unknown>;

const MAX_COLUMNS = 8;
const MAX_CELL = 80;

/** The first rows as a table, and a line on what it leaves out; nothing for a single number. */
export function rowsTable({ columns, rows, totalRows }: Answer, maxRows: number): Json[] {
  if (rows.length === 0 || columns.length === 0 || (rows.length === 1 && columns.length === 1)) return [];
  const shown = columns.slice(0, MAX_COLUMNS);
  const row = (cells: string[], style: WordStyle): Json => ({
    type: "TableRow",
    cells: cells.map((cell, i) => ({
      type: "TableCell",
      items: [
        literal(
          clip(cell, MAX_CELL),
          style,
          shown[i]?.type === "number" ? { horizontalAlignment: "Right" } : {},
        ),
      ],
    })),
  });
  const table: Json = {
    type: "Table",
    firstRowAsHeaders: true,
    showGridLines: false,
    columns: shown.map((column) => ({ width: column.type === "number" ? 1 : 2 })),
    rows: [
      row(
        shown.map(({ name }) => name),
        { weight: "Bolder" },
      ),
      ...shownRows(shown, rows)
        .slice(0, maxRows)
        .map((cells) => row(cells, {})),
    ],
  };
  const parts = [
    shortOf(Math.min(rows.length, maxRows), Math.max(rows.length, totalRows ?? 0), "rows"),
    maxRows === 0 ? null : shortOf(shown.length, columns.length, "columns"),
  ].filter((part) => part !== null);
  return [
    ...(maxRows === 0 ? [] : [table]),
    ...(parts.length === 0
      ? []
      : [literal(`Shown here: ${parts.join(", ")}. Ask for less to see it whole.`, { isSubtle: true })]),
  ];
}

function shortOf(shown: number, all: number, noun: string): string | null {
  return all > shown ? `${shown} of ${all} ${noun}` : null;
}
