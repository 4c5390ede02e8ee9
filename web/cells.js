const SYMBOLS = { USD: "$", EUR: "€", GBP: "£", JPY: "¥", INR: "₹" };

/** A cell for people; the same rules as on the other channels. */
export function formatCell(cell, { type, unit, decimals }) {
  if (cell === null || cell === undefined) return "–";
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  if (type !== "number") return String(cell);
  const value = Number(cell);
  if (!Number.isFinite(value)) return "–";
  if (unit === "ratio") return `${plain(value * 100, decimals ?? 1)}%`;
  if (typeof cell === "string" && !unit) return cell;
  const places = decimals ?? bySize(value, unit);
  if (!unit) return plain(value, places);
  const text = plain(Math.abs(value), places);
  const sign = value < 0 && /[1-9]/.test(text) ? "-" : "";
  return SYMBOLS[unit] ? `${sign}${SYMBOLS[unit]}${text}` : `${sign}${text} ${unit}`;
}

function bySize(value, unit) {
  const size = Math.abs(value);
  if (unit) return size >= 1000 || Number.isInteger(value) ? 0 : 2;
  if (Number.isInteger(value) || size >= 1000) return 0;
  return size >= 1 ? 2 : 4;
}

function plain(value, places) {
  return new Intl.NumberFormat("en-US", {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  }).format(value);
}
