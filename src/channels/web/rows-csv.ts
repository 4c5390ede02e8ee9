import type { AnswerColumn } from "../../contracts/answer.js";
import type { Cell } from "../../contracts/result.js";

/** First characters that a spreadsheet takes for a formula, also as wide forms (OWASP, "CSV Injection"). */
const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/;
const PLAIN_NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
/** Spreadsheets take a file without it for another encoding. */
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Rows as CSV (RFC 4180) with exact values; null is empty. Text that would run as a formula gets a leading apostrophe,
 * numbers stay numbers, negative ones too.
 */
export function rowsCsv(columns: readonly AnswerColumn[], rows: readonly (readonly Cell[])[]): string {
  const lines = [
    columns.map(({ name }) => textField(name)),
    ...rows.map((row) => columns.map((_, index) => field(row[index] ?? null))),
  ];
  return BYTE_ORDER_MARK + lines.map((line) => `${line.join(",")}\r\n`).join("");
}

function field(value: Cell): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  return PLAIN_NUMBER.test(value) ? value : textField(value);
}

function textField(value: string): string {
  const safe = FORMULA_START.test(value) ? `'${value}` : value;
  return /[",;\r\n\t']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
