import type { Cell } from "../contracts/result.js";

const MOST_EXACT_DIGITS = 15;

/** An integer as a cell: a number up to 2^53, a string beyond. */
export function integerCell(value: bigint): Cell {
  const asNumber = Number(value);
  return Number.isSafeInteger(asNumber) ? asNumber : value.toString();
}

/** A decimal `unscaled / 10^scale` as a cell: a number while 15 significant digits hold it exactly, else a plain decimal string. */
export function decimalCell(unscaled: bigint, scale: number): Cell {
  let digits = unscaled;
  let places = scale;
  while (places > 0 && digits % 10n === 0n) {
    digits /= 10n;
    places -= 1;
  }
  if (places === 0) return integerCell(digits);
  const text = decimalText(digits, places);
  const significant = (digits < 0n ? -digits : digits).toString().length;
  return significant <= MOST_EXACT_DIGITS ? Number(text) : text;
}

/** A float as a cell. Infinity and NaN are no numbers that an answer may show: null. */
export function floatCell(value: number): Cell {
  if (!Number.isFinite(value)) return null;
  return value === 0 ? 0 : value;
}

function decimalText(digits: bigint, places: number): string {
  const sign = digits < 0n ? "-" : "";
  const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, "0");
  return `${sign}${text.slice(0, -places)}.${text.slice(-places)}`;
}
