import type { Expr } from "../ast.js";
import { literal } from "./quoting.js";
import { refuse } from "./refusal.js";
import type { SqlWriter } from "./writer.js";

const MADE: Record<string, [string, number]> = {
  YEAR: ["years", 1],
  QUARTER: ["months", 3],
  MONTH: ["months", 1],
  WEEK: ["days", 7],
  DAY: ["days", 1],
  HOUR: ["hours", 1],
  MINUTE: ["minutes", 1],
  SECOND: ["seconds", 1],
  MILLISECOND: ["milliseconds", 1],
  MICROSECOND: ["microseconds", 1],
};

export function writeInterval(w: SqlWriter, e: Extract<Expr, { kind: "interval" }>): string {
  const parts = e.parts.map((part) => {
    if (part.unit === "") {
      const text = part.value.kind === "string" ? part.value.value.replace(/^\s*interval\s+/i, "") : "";
      if (!/^\s*([-+]?\d+(\.\d+)?\s*[a-z]+\s*)+$/i.test(text))
        throw refuse("INTERVAL", "this text is not read alike.");
      return `INTERVAL ${literal(text)}`;
    }
    if (part.to !== null) return range(part);
    const [made, times] = MADE[part.unit] ?? [];
    if (made === undefined)
      throw refuse("INTERVAL", `the unit ${part.unit} is not known to the embedded engine.`);
    const text = part.value.kind === "string" ? part.value.value.trim() : null;
    if (text !== null && !/^[-+]?\d+(\.\d+)?$/.test(text))
      throw refuse("INTERVAL", "this text is not read alike.");
    const value = text ?? w.expr(part.value);
    const type = /second/.test(made) ? "DOUBLE" : "INTEGER";
    return `to_${made}(CAST(${value} AS ${type})${times === 1 ? "" : ` * ${times}`})`;
  });
  return parts.length === 1 ? (parts[0] as string) : `(${parts.join(" + ")})`;
}

/** `'1-2' YEAR TO MONTH`, `'1 02:03:04' DAY TO SECOND`. */
function range(part: { value: Expr; unit: string; to: string | null }): string {
  const text = part.value.kind === "string" ? part.value.value.trim() : "";
  const months = /^([-+]?)(\d+)-(\d+)$/.exec(text);
  if (part.unit === "YEAR" && part.to === "MONTH" && months) {
    const count = Number(months[2]) * 12 + Number(months[3]);
    return `to_months(${months[1] === "-" ? -count : count})`;
  }
  const time = /^([-+]?)(?:(\d+) )?(\d+):(\d+)(?::(\d+(?:\.\d+)?))?$/.exec(text);
  if (!time || part.unit === "MINUTE") throw refuse("INTERVAL", "this text is not read alike.");
  const [, sign, days, hours, minutes, seconds] = time;
  const sum = `to_days(${Number(days ?? 0)}) + to_hours(${Number(hours)}) + to_minutes(${Number(minutes)}) + to_seconds(${Number(seconds ?? 0)})`;
  return sign === "-" ? `(-(${sum}))` : `(${sum})`;
}
