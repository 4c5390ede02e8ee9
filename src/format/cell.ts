import type { Cell } from "../contracts/result.js";
import type { ValueType } from "../contracts/semantic-model.js";

/** What decides how a cell reads. `unit`: currency code, "ratio", or nothing; `decimals`: fixed places, or by size. */
export interface CellStyle {
  type: ValueType;
  unit?: string | null | undefined;
  decimals?: number | null | undefined;
}

const EMPTY = "–";

/** A cell for people: $1,234, 12.3%, 2017-03-05, "–" for null. English notation; the exact value stays in the row. */
export function formatCell(cell: Cell, style: CellStyle): string {
  if (cell === null) return EMPTY;
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  if (style.type !== "number") return String(cell);
  const value = typeof cell === "number" ? cell : Number(cell);
  if (!Number.isFinite(value)) return EMPTY;
  if (style.unit === "ratio") return `${formatNumber(value * 100, style.decimals ?? 1)}%`;
  if (typeof cell === "string" && !style.unit) return groupDigits(cell);
  const decimals = style.decimals ?? decimalsFor(value, style.unit ?? null);
  return style.unit ? withCurrency(value, style.unit, decimals) : formatNumber(value, decimals);
}

/** Decimal places that suit a number's size: whole from 1,000 of a currency, else cents; plain numbers keep up to four digits. */
export function decimalsFor(value: number, unit: string | null): number {
  const size = Math.abs(value);
  if (unit !== null) return size >= 1000 || Number.isInteger(value) ? 0 : 2;
  if (Number.isInteger(value)) return 0;
  if (size >= 1000) return 0;
  return size >= 1 ? 2 : 4;
}

function formatNumber(value: number, decimals: number): string {
  const text = formatOf(decimals).format(value);
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text;
}

/** Making a format costs more than a thousand uses of it; there is one for each number of places. */
const formats = new Map<number, Intl.NumberFormat>();

function formatOf(decimals: number): Intl.NumberFormat {
  const known = formats.get(decimals);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat("en-US", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  formats.set(decimals, made);
  return made;
}

function withCurrency(value: number, code: string, decimals: number): string {
  const number = formatNumber(Math.abs(value), decimals);
  const sign = value < 0 && /[1-9]/.test(number) ? "-" : "";
  const symbol = CURRENCY_SYMBOLS[code];
  return symbol ? `${sign}${symbol}${number}` : `${sign}${number} ${code}`;
}

const CURRENCY_SYMBOLS: Record<string, string> = { USD: "$", EUR: "€", GBP: "£", JPY: "¥", INR: "₹" };

/** Groups the digits of an exact number kept as text, so that none of them is lost. */
function groupDigits(text: string): string {
  const [whole = "", fraction] = text.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
