import type { AnswerColumn } from "../../contracts/answer.js";
import type { Cell } from "../../contracts/result.js";

/**
 * Rows as CSV (RFC 4180) with exact values. Text that a spreadsheet would run as a formula gets a leading apostrophe
 * (OWASP, CSV injection); numbers stay numbers, also negative ones.
 */
export function toCsv(columns: readonly AnswerColumn[], rows: readonly Cell[][]): string {
  const lines = [
    columns.map(({ name }) => text(name)),
    ...rows.map((row) => columns.map((column, i) => cell(row[i] ?? null, column))),
  ];
  return `${lines.map((line) => line.join(",")).join("\r\n")}\r\n`;
}

function cell(value: Cell, column: AnswerColumn): string {
  if (value === null) return "";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return column.type === "number" && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value) ? value : text(value);
}

function text(value: string): string {
  const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
