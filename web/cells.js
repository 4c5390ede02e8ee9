const SYMBOLS = { USD: "$", EUR: "€", GBP: "£", JPY: "¥", INR: "₹" };
const MINUS = "−";
const MONTH = new Intl.DateTimeFormat("en-US", { month: "short", timeZone: "UTC" });

/** A cell for people; the same numbers as on the other channels. Changes carry their sign. */
export function formatCell(cell, column) {
  if (cell === null || cell === undefined) return "–";
  if (typeof cell === "boolean") return cell ? "Yes" : "No";
  if (column.type === "date") return formatDate(String(cell), column.grain);
  if (column.type !== "number") return String(cell);
  const value = Number(cell);
  if (!Number.isFinite(value)) return "–";
  const size = formatSize(cell, value, column);
  if (value < 0 && /[1-9]/.test(size)) return MINUS + size;
  return value > 0 && / change( %)?$/.test(column.name) ? `+${size}` : size;
}

/** "2025-10-01" by the bucket that it begins: Oct 2025, Q4 2025, 2025; a day stays as it is. */
export function formatDate(iso, grain) {
  const date = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return iso;
  const month = date.getUTCMonth();
  const year = date.getUTCFullYear();
  if (grain === "year" && month === 0) return String(year);
  if (grain === "quarter" && month % 3 === 0) return `Q${month / 3 + 1} ${year}`;
  if (grain === "month" || grain === "quarter" || grain === "year") return `${MONTH.format(date)} ${year}`;
  return iso;
}

/** Sorts numbers as numbers, also exact ones that arrive as text; nothing goes last. */
export function compareCells(a, b, column) {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  if (column.type === "number") return Number(a) - Number(b);
  return String(a).localeCompare(String(b), "en", { numeric: true });
}

function formatSize(cell, value, { unit, decimals }) {
  const size = Math.abs(value);
  if (unit === "ratio") return `${plain(size * 100, decimals ?? 1)}%`;
  if (typeof cell === "string" && !unit) return grouped(cell.replace(/^-/, ""));
  const text = plain(size, decimals ?? placesFor(size, unit));
  if (!unit) return text;
  return SYMBOLS[unit] ? SYMBOLS[unit] + text : `${text} ${unit}`;
}

function placesFor(size, unit) {
  if (unit) return size >= 1000 || Number.isInteger(size) ? 0 : 2;
  if (Number.isInteger(size) || size >= 1000) return 0;
  return size >= 1 ? 2 : 4;
}

function plain(value, places) {
  return new Intl.NumberFormat("en-US", {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  }).format(value);
}

/** Exact digits of a number that is too long for a number, grouped, none lost. */
function grouped(digits) {
  const [whole = "", fraction] = digits.split(".");
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? text : `${text}.${fraction}`;
}
