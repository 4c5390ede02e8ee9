import type { Construct } from "../claim.js";
import { type Frame, type Item, listFrom } from "../frame.js";
import { entriesOf } from "../named-alike.js";
import { phraseTable } from "../phrase-table.js";
import { sumsUp } from "../quantity.js";

const MARKERS = phraseTable([
  ["by", "by"],
  ["by each|every", "by"],
  ["per", "per"],
  ["for|in|at|within|from|on|with|of? each|every", "each"],
  ["each|every", "each"],
  ["across", "by"],
  ["across the|each|every|different|our", "by"],
  ["across all", "all"],
  [
    "broken|divided|segmented|sliced|cut|grouped|group|aggregated|organized|organised down|out|up|it|them|this|that? down|out|up? by|into|per|across|on",
    "by",
  ],
  [
    "split|break|break-out|divide|segment|slice it|them|this|that|those|these? down|out|up|further? by|into|per|across|on",
    "further",
  ],
  ["drill|drilled down|in|further? by|into|on|to", "further"],
  ["breakdown|distribution by|per|across|into|of", "by"],
  ["the|a split by|per|across|into|of", "by"],
  ["split of", "by"],
  ["and by|per", "by"],
  ["and then? by", "by"],
  ["then by", "by"],
  ["and for each|every", "each"],
  ["for|in|over|of all", "all"],
  ["between the? different", "by"],
] as const);

const COUNTED = 0.6;
/** "Revenue per night" divides by the nights of all rows. */
const QUANTITY = 1;
/** "For all regions" widens a filter before it groups. */
const OVER_ALL = 0.5;

/** "by region and month", "per customer", "for each state", "split by category": groups by what follows. */
export const breakdown: Construct = {
  name: "breakdown",
  turn: 300,
  propose: ({ words }) =>
    MARKERS.matches(words).map(({ from, to, value }) => ({
      from,
      to,
      cost: value === "all" ? OVER_ALL : 0,
      as: "one row each",
      mark: (frame, at) => markGroups(frame, at, value),
    })),
};

function markGroups(frame: Frame, at: number, marker: string): void {
  const marked = listFrom(frame, at + 1, groupable);
  const own = frame.items[at];
  if (own === undefined) return;
  if (marked.length === 0) {
    // "Sold by Anna": the value filters, whoever did it.
    const after = frame.items[at + 1];
    if (after?.kind === "period" && after.role === "free" && after.match.kind === "grain") {
      own.role = "used";
      return;
    }
    // "Compare regions by sales": measured by it, where nothing else is measured.
    if (
      /by$/i.test(own.words) &&
      after?.kind === "measure" &&
      frame.items.filter(({ kind }) => kind === "measure").length === 1
    ) {
      own.role = "used";
      return;
    }
    // "Grew by more than 10%" and "by share of sales" are read by what follows.
    if (
      after?.kind === "operation" &&
      ["threshold", "share", "average", "count", "reference"].includes(after.operation.construct)
    ) {
      own.role = "used";
      return;
    }
    const agent = /^by$/i.test(own.words) && frame.items[at + 1]?.kind === "value";
    own.role = agent ? "used" : "open";
    return;
  }
  for (const index of marked) {
    const item = frame.items[index];
    if (item === undefined) continue;
    item.role = "group";
    item.as = null;
    if (marker === "per" && isCounted(frame, item)) frame.cost += COUNTED;
    if (marker === "per" && isQuantity(frame, item)) frame.cost += QUANTITY;
  }
  own.role = "used";
  if (marker === "further") frame.flags.set("further groups", true);
  if (marker !== "each") return;
  const each = (frame.flags.get("each") as Set<Item> | undefined) ?? new Set<Item>();
  for (const index of marked) {
    const item = frame.items[index];
    if (item !== undefined) each.add(item);
  }
  frame.flags.set("each", each);
}

/** "Per customer", where a measure counts customers, divides rather than groups. */
export function isCounted(frame: Frame, item: Item): boolean {
  return !/s$/i.test(item.words) && entriesOf(frame, item.words).some(({ kind }) => kind === "measure");
}

function isQuantity(frame: Frame, item: Item): boolean {
  return item.kind === "field" && !/s$/i.test(item.words) && sumsUp(frame.view, item.field);
}

/** Fields, and units or recurring parts of time. */
export function groupable(item: Item): boolean {
  if (item.role !== "free" && item.role !== "group") return false;
  if (item.kind === "field") return true;
  return item.kind === "period" && (item.match.kind === "grain" || item.match.kind === "cycle_group");
}
