import { daysBetween } from "../../calendar/day.js";
import type { Grain } from "../../contracts/dates.js";
import type { Grouping } from "../../contracts/metric-query.js";
import { describeGrouping } from "../describe.js";
import { type Frame, groupIndex, type Item } from "../frame.js";

/** Groups by every field and time unit that was asked for, in that order. */
export function buildGroups(frame: Frame): void {
  const asked = frame.items.flatMap((item) => {
    const grouping = groups(item) ? groupingOf(frame, item) : null;
    return grouping === null ? [] : [grouping];
  });
  const kept = frame.base === null ? [] : keptGroups(frame.base.groupBy, asked, frame);
  for (const grouping of [...kept, ...asked]) groupIndex(frame.draft, grouping);
}

/** Roles that group, and units of time that say so themselves ("by month"). */
function groups(item: Item): boolean {
  if (item.role === "group" || item.role === "side") return true;
  if (item.role !== "free" || item.kind !== "period") return false;
  return item.match.kind === "cycle_group" || (item.match.kind === "grain" && !item.match.bare);
}

/** The grouping that an item stands for; null for items that group nothing. */
export function groupingOf(frame: Frame, item: Item): Grouping | null {
  if (item.kind === "field" || item.kind === "value") {
    if (item.kind === "field" && item.field.type === "date")
      return { kind: "time", field: item.field.name, grain: "day" };
    return { kind: "field", field: item.field.name };
  }
  if (item.kind !== "period") return null;
  const field = (frame.flags.get(`field of ${item.from}`) as string | undefined) ?? frame.view.timeField;
  if (field === null) return null;
  const { match } = item;
  if (match.kind === "grain") return { kind: "time", field, grain: match.grain ?? suitingGrain(frame) };
  return match.kind === "cycle_group" || match.kind === "cycle_filter"
    ? { kind: "cycle", field, cycle: match.cycle }
    : null;
}

/** The unit of "over time": days up to about two months, months up to three years, else years; what is loaded where no period is asked. */
export function suitingGrain(frame: Frame): Grain {
  const asked = frame.items.flatMap((item) =>
    item.kind === "period" && item.match.kind === "period" ? item.match.periods : [],
  );
  const period = asked[0] ?? frame.base?.periods[0] ?? null;
  const loaded = frame.lexicon.loaded.get(frame.view.name);
  const start = period?.start ?? loaded?.start ?? null;
  const end = period?.end ?? frame.asOf;
  if (start === null) return "month";
  const days = daysBetween(start, end);
  if (days <= 62) return "day";
  return days <= 1900 ? "month" : "year";
}

/**
 * In a follow-up a new field takes the place of the old fields and a new unit of time that of the old unit; the other
 * kind stays. "Break that down by" and "also by" go on from what is there. What gives way is said.
 */
function keptGroups(before: readonly Grouping[], asked: readonly Grouping[], frame: Frame): Grouping[] {
  if (frame.flags.has("total")) return [];
  const drilled = frame.flags.get("drilled");
  if (drilled instanceof Set)
    return before.filter((grouping) => !(grouping.kind === "field" && drilled.has(grouping.field)));
  if (frame.flags.has("why in")) return before.filter(({ kind }) => kind === "field");
  if (asked.length === 0) return [...before];
  if (frame.flags.has("also")) return [...before];
  if (frame.flags.has("further groups") && !frame.flags.has("instead"))
    return before.filter(({ kind }) => kind !== "time" || !asked.some((other) => other.kind === "time"));
  const kinds = new Set(asked.map((grouping) => grouping.kind === "field"));
  const instead = frame.flags.has("instead");
  const kept = instead ? [] : before.filter((grouping) => !kinds.has(grouping.kind === "field"));
  if (!instead) noteReplaced(frame, before, kept, asked);
  return kept;
}

function noteReplaced(
  frame: Frame,
  before: readonly Grouping[],
  kept: readonly Grouping[],
  asked: readonly Grouping[],
): void {
  const shown = new Set([...kept, ...asked].map((grouping) => JSON.stringify(grouping)));
  const gone = before.filter((grouping) => grouping.kind === "field" && !shown.has(JSON.stringify(grouping)));
  if (gone.length === 0) return;
  const names = gone.map(describeGrouping).join(" and ");
  frame.notes.push(`No longer by ${names}; say "also by …" to keep what is shown.`);
}
