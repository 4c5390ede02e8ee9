import { shownRows } from "../../charts/shown-rows.js";
import type { AnswerColumn } from "../../contracts/answer.js";
import type { Cell } from "../../contracts/result.js";
import { plainText, textWidth } from "./text.js";

/** An aligned text table: numbers to the right, long text cut with an ellipsis at `maxCell` columns. */
export function renderTable(columns: readonly AnswerColumn[], rows: readonly Cell[][], maxCell = 40): string {
  const head = columns.map((column) => clip(plainText(column.name), maxCell));
  const body = shownRows(columns, rows).map((row) => row.map((cell) => clip(plainText(cell), maxCell)));
  const widths = head.map((name, i) =>
    Math.max(textWidth(name), ...body.map((row) => textWidth(row[i] ?? ""))),
  );
  const line = (cells: string[]): string =>
    cells
      .map((cell, i) => pad(cell, widths[i] ?? 0, columns[i]?.type === "number"))
      .join("  ")
      .trimEnd();
  return [line(head), widths.map((width) => "─".repeat(width)).join("  "), ...body.map(line)].join("\n");
}

function pad(text: string, width: number, right: boolean): string {
  const space = " ".repeat(Math.max(0, width - textWidth(text)));
  return right ? space + text : text + space;
}

function clip(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let kept = "";
  for (const character of text) {
    if (textWidth(kept + character) >= width) break;
    kept += character;
  }
  return `${kept}…`;
}
