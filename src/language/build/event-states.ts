import { isVerb } from "../event-claims.js";
import { type Frame, type Item, type ItemOf, valuesFilter } from "../frame.js";

const COST = 0.3;
/** "Started at the Harbour" tells of a place first. */
const BEFORE_VALUE = 1;

/**
 * "How many books were returned", "orders not shipped yet": the verb of a date without a period says that it has happened,
 * so the date is there, or not.
 */
export function resolveEventStates(frame: Frame): void {
  for (const [at, item] of frame.items.entries()) {
    if (!isEvent(frame, item) || (item.role !== "free" && item.role !== "excluded")) continue;
    const happened = item.role === "free";
    item.role = "used";
    frame.cost += COST + (leadsToValue(frame, at) ? BEFORE_VALUE : 0);
    // The date that periods apply to is always there.
    if (happened && item.field.name === frame.view.timeField) {
      item.as = item.words;
      continue;
    }
    item.as = `${item.field.name} has ${happened ? "a" : "no"} value`;
    frame.draft.filters.push(valuesFilter(item.field.name, [null], happened));
  }
}

/** A date field that is named by the verb of its event alone. */
export function isEvent(frame: Frame, item: Item): item is ItemOf<"field"> {
  return (
    item.kind === "field" &&
    item.field.type === "date" &&
    item.to === item.from + 1 &&
    isVerb(frame.words[item.from]?.norm ?? "")
  );
}

function leadsToValue({ items }: Frame, at: number): boolean {
  return items[at + 1]?.kind === "link" && items[at + 2]?.kind === "value";
}
