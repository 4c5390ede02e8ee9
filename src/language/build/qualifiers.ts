import { unitPeriod } from "../../calendar/period.js";
import type { LeafFilter, Period } from "../../contracts/metric-query.js";
import type { Frame, Item, ItemOf } from "../frame.js";
import { fieldKey } from "../lexicon.js";
import { isEvent } from "./event-states.js";

/**
 * Names of fields that only say what stands beside them: "the region West", "West region", "in the city of Paris",
 * and a date field before a period ("returned between May and June").
 */
export function resolveQualifiers(frame: Frame): void {
  frame.items.forEach((item, at) => {
    if (item.kind === "field" && item.field.type === "date" && takeGrain(frame, item, at)) return;
    if (item.kind !== "field" || item.role !== "free") return;
    const before = neighbour(frame, at, -1);
    const after = neighbour(frame, at, 1);
    if (isValueOf(after, item) || (isValueOf(before, item) && before?.to === item.from)) {
      item.role = "used";
      item.as = item.field.name;
    } else if (item.field.type === "date") qualifyPeriod(frame, item, after);
  });
}

/** "Month of the ship date", "ship date by month": the unit of time cuts that field. */
function takeGrain(frame: Frame, item: ItemOf<"field">, at: number): boolean {
  if (item.role !== "free" && item.role !== "group") return false;
  const of = frame.items[at - 1];
  const unit = [frame.items[at + 1], of?.kind === "link" && of.word === "of" ? frame.items[at - 2] : of].find(
    (other) => other?.kind === "period" && other.match.kind === "grain" && other.role !== "used",
  );
  if (
    unit?.kind !== "period" ||
    (item.role === "free" && unit.role === "free" && unit.match.kind === "grain" && unit.match.bare)
  )
    return false;
  item.role = "used";
  unit.role = "group";
  unit.as = `by ${unit.words} of ${item.field.name}`;
  frame.flags.set(`field of ${unit.from}`, item.field.name);
  // "By month they were returned in 2025": the verb's date is also what the period bounds.
  if (isEvent(frame, item)) qualifyPeriod(frame, item, frame.items[at + 1]);
  return true;
}

/** The item beside, past prepositions, "is", "=" and the other values of a list. */
export function neighbour(frame: Frame, at: number, step: 1 | -1): Item | undefined {
  for (let i = at + step; i >= 0 && i < frame.items.length; i += step) {
    const item = frame.items[i];
    if (item === undefined) return undefined;
    const passed =
      (item.kind === "link" && item.word !== "and" && item.word !== "or") ||
      item.kind === "ignorable" ||
      (item.kind === "operation" && ["only", "exclusion"].includes(item.operation.construct)) ||
      // "Shipped by rail": the doer, not a grouping.
      (item.kind === "operation" &&
        item.operation.construct === "breakdown" &&
        frame.items[i + step]?.kind === "value");
    if (!passed) return item;
  }
  return undefined;
}

function isValueOf(item: Item | undefined, field: ItemOf<"field">): boolean {
  return item?.kind === "value" && item.field.name === field.field.name;
}

function qualifyPeriod(frame: Frame, item: ItemOf<"field">, after: Item | undefined): void {
  if (after?.kind !== "period" || after.match.kind !== "period" || after.role !== "free") return;
  item.role = "used";
  if (item.field.name === frame.view.timeField) return;
  const [said] = after.match.periods;
  if (said === undefined) return;
  const period = uncut(frame, item.field.name, said);
  after.role = "used";
  after.as = `${item.field.name} in ${period.label}`;
  frame.draft.filters.push(within(item.field.name, period));
}

/** "Due this week": a date that lies ahead is asked for in the whole week, not up to today. */
function uncut(frame: Frame, field: string, period: Period): Period {
  const latest = frame.lexicon.profiles.get(fieldKey(frame.view.name, field))?.max ?? null;
  if (!period.toDate || period.start === null || period.grain === null) return period;
  if (typeof latest !== "string" || latest.slice(0, 10) < frame.asOf) return period;
  const whole = unitPeriod(period.start, period.grain, frame.lexicon.calendar);
  frame.notes.push(`${field} reaches beyond today, so all of ${whole.label} counts.`);
  return whole;
}

function within(field: string, period: Period): LeafFilter {
  return {
    kind: "range",
    field,
    min: period.start === null ? null : { value: period.start, inclusive: true },
    max: period.end === null ? null : { value: period.end, inclusive: false },
    negated: false,
  };
}
