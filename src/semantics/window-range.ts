/** Frame of a window measure around its anchor, the ordering value of a row or group. */
export type WindowRange =
  | { kind: "current" | "cumulative" | "all" }
  | { kind: "trailing" | "leading"; interval: WindowInterval; inclusive: boolean };

/** A calendar step: days, or months (weeks are 7 days; quarters and years are months). */
export interface WindowInterval {
  count: number;
  unit: "day" | "month";
}

/** Reads `current`, `cumulative`, `all`, `trailing 7 day`, `leading 3 months inclusive`; null where it is none. */
export function parseWindowRange(text: string): WindowRange | null {
  const words = text.trim().toLowerCase().split(/\s+/);
  const [kind] = words;
  if (words.length === 1 && (kind === "current" || kind === "cumulative" || kind === "all")) return { kind };
  if (kind !== "trailing" && kind !== "leading") return null;
  const interval = parseWindowInterval(words.slice(1, 3).join(" "));
  const modifier = words[3] ?? "exclusive";
  if (interval === null || interval.count < 1 || words.length > 4) return null;
  if (modifier !== "inclusive" && modifier !== "exclusive") return null;
  return { kind, interval, inclusive: modifier === "inclusive" };
}

/** Reads `-1 month`, `7 days`, `1 year`; null where it is none. */
export function parseWindowInterval(text: string): WindowInterval | null {
  const match = /^([+-]?\d+)\s+(day|week|month|quarter|year)s?$/i.exec(text.trim());
  if (match === null) return null;
  const count = Number(match[1]);
  switch (match[2]?.toLowerCase()) {
    case "day":
      return { count, unit: "day" };
    case "week":
      return { count: count * 7, unit: "day" };
    case "month":
      return { count, unit: "month" };
    case "quarter":
      return { count: count * 3, unit: "month" };
    default:
      return { count: count * 12, unit: "month" };
  }
}
