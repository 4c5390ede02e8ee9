import type { IsoDate } from "../contracts/dates.js";

/**
 * The moment at which `date` begins in a time zone, as UTC text "YYYY-MM-DDTHH:MM:SSZ". Where the clock jumps over
 * midnight, the day begins at the first moment after the jump.
 */
export function midnightUtc(date: IsoDate, timezone: string): string {
  const wall = Date.parse(`${date}T00:00:00Z`);
  if (timezone === "UTC") return iso(wall);
  // Zones lie within a day of UTC. The offset before and after bracket any change near midnight.
  const candidates = [
    wall - offsetAt(wall - 86_400_000, timezone),
    wall - offsetAt(wall + 86_400_000, timezone),
  ];
  const exact = candidates.filter((at) => at + offsetAt(at, timezone) === wall);
  if (exact.length > 0) return iso(Math.min(...exact));
  return iso(Math.max(...candidates) - skipped(wall, Math.max(...candidates), timezone));
}

/** Milliseconds that the wall clock is ahead of midnight at `at`, when midnight itself does not exist. */
function skipped(wall: number, at: number, timezone: string): number {
  const ahead = at + offsetAt(at, timezone) - wall;
  const before = at - ahead;
  return before + offsetAt(before, timezone) >= wall ? ahead : 0;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function offsetAt(moment: number, timezone: string): number {
  let format = formats.get(timezone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: timezone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formats.set(timezone, format);
  }
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(moment)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(moment / 1000) * 1000;
}

function iso(moment: number): string {
  return `${new Date(moment).toISOString().slice(0, 19)}Z`;
}
