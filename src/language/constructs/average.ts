import type { Grouping, SimpleSelection } from "../../contracts/metric-query.js";
import { groupingOf } from "../build/groups.js";
import type { Construct } from "../claim.js";
import {
  type Frame,
  type Item,
  type ItemOf,
  lacksMeasure,
  measureSelection,
  nextContent,
  problem,
  refusing,
  selectIndex,
  valuesFilter,
} from "../frame.js";
import { fieldKey } from "../lexicon.js";
import { phraseTable } from "../phrase-table.js";
import { quantityOf } from "../quantity.js";
import { isCounted } from "./breakdown.js";

const AVERAGES = phraseTable<"avg" | "median">([
  ["the|an? average|avg|mean|typical of|number?", "avg"],
  ["the|an? average|avg|mean|typical number|amount of", "avg"],
  ["on average", "avg"],
  ["the|a? median of?", "median"],
]);
/** "Orders per customer" with a measure that counts customers divides by it. */
const COUNTED = 0.4;
/** "Sales per order" may be the name of an average, but its median is that of the orders' sales. */
const NO_MEDIAN = 1.5;
/** "Median customer profit": over the customers, though no word says so. */
const COMPOUND = 0.15;
const WORD = { avg: "average", median: "median" } as const;
const PER = /\b(per|each|every|a|an|by)$/i;

/** "Average monthly sales", "average sales per state": the number of every member, then their mean. */
export const average: Construct = {
  name: "average",
  turn: 160,
  propose: ({ words }) =>
    AVERAGES.matches(words).map(({ from, to, value }) => ({
      from,
      to,
      as: WORD[value],
      mark: (frame, at) => markAverage(frame, at, value),
    })),
};

function markAverage(frame: Frame, at: number, aggregate: "avg" | "median"): void {
  const own = frame.items[at];
  const measure = measureOf(frame, at);
  if (own === undefined) return;
  own.role = "used";
  const counted = measure === null ? countedField(frame, at) : null;
  if (measure === null && counted === null && averagesBefore(frame, at, aggregate)) return;
  if (measure === null && counted === null) {
    frame.problem = problem(`The ${WORD[aggregate]} of which measure?`);
    return;
  }
  const member = memberOf(frame, measure ?? counted ?? own);
  const mean = member === null && aggregate === "avg" ? meanOf(measure) : null;
  if (mean !== null) {
    frame.flags.set("own selection", true);
    if (measure !== null) measure.role = "used";
    selectIndex(frame.draft, mean);
    return;
  }
  if (member === null) {
    if (measure?.measure.ratio && aggregate === "median") {
      frame.cost += NO_MEDIAN;
      frame.problem = refusing({
        code: "not_supported",
        message: `${measure.measure.name} is computed over all rows at once, so it has no median; ask for its median by month, or for ${measure.measure.name} itself.`,
        statistic: true,
      });
      return;
    }
    if (measure?.measure.ratio && aggregate === "avg") {
      own.as = `${measure.measure.name} is an average already`;
      return;
    }
    frame.problem =
      measure === null && counted !== null && isThing(counted)
        ? lacksMeasure(`The ${WORD[aggregate]} of which measure, for each ${counted.field.name}?`, counted.to)
        : averageOf(frame, measure, aggregate);
    return;
  }
  const simple: SimpleSelection =
    measure === null
      ? { kind: "count_distinct", field: counted?.field.name ?? "" }
      : measureSelection(measure.measure);
  frame.flags.set("own selection", true);
  (measure ?? counted ?? own).role = "used";
  member.item.role = "used";
  if (member.marker !== null) member.marker.role = "used";
  if (member.item.kind === "measure") {
    if (aggregate === "median") {
      frame.problem = problem(`The median over which things? ${member.item.measure.name} is a number.`);
      return;
    }
    selectIndex(frame.draft, {
      kind: "ratio",
      numerator: simple,
      denominator: measureSelection(member.item.measure),
    });
    return;
  }
  if (member.per === null) return;
  if (member.item.kind === "field" && isCounted(frame, member.item)) frame.cost += COUNTED;
  own.as = `${WORD[aggregate]} over each ${member.item.words}`;
  leaveOutNameless(frame, member.per);
  selectIndex(frame.draft, { kind: "over_members", measure: simple, per: member.per, aggregate });
}

/** Rows without a technician are no technician: they stand in no average over the technicians. */
function leaveOutNameless(frame: Frame, per: Grouping): void {
  if (per.kind !== "field") return;
  const profile = frame.lexicon.profiles.get(fieldKey(frame.view.name, per.field));
  if (profile === undefined || profile.nulls === 0) return;
  frame.draft.filters.push(valuesFilter(per.field, [null], true));
  frame.notes.push(`Rows with no ${per.field} are left out.`);
}

/** "Average rating": a number field is averaged over the rows. */
function meanOf(measure: ItemOf<"measure"> | null): SimpleSelection | null {
  const quantity = measure === null ? null : quantityOf(measure.measure);
  return quantity?.kind === "aggregate" ? { ...quantity, aggregate: "avg" } : null;
}

/** "Average per month" in a thread: of the measure asked before. */
function averagesBefore(frame: Frame, at: number, aggregate: "avg" | "median"): boolean {
  const last = frame.thread.queries.at(-1);
  const [before] = last?.view === frame.view.name ? last.select : [];
  const own = frame.items[at];
  const member = own === undefined ? null : memberOf(frame, own);
  if (before?.kind !== "measure" || member === null || member.per === null) return false;
  for (const item of [member.item, member.marker]) if (item !== null) item.role = "used";
  frame.flags.set("own selection", true);
  frame.flags.set("follow-up", true);
  frame.flags.set("total", true);
  selectIndex(frame.draft, { kind: "over_members", measure: before, per: member.per, aggregate });
  return true;
}

function measureOf(frame: Frame, at: number): ItemOf<"measure"> | null {
  const after = frame.items.find(
    (item, index): item is ItemOf<"measure"> => index > at && item.kind === "measure" && item.role === "free",
  );
  return (
    after ??
    frame.items.find((item): item is ItemOf<"measure"> => item.kind === "measure" && item.role === "free") ??
    null
  );
}

function countedField(frame: Frame, at: number): ItemOf<"field"> | null {
  const item = frame.items[nextContent(frame, at + 1)];
  return item?.kind === "field" && item.role === "free" ? item : null;
}

interface Member {
  item: Item;
  marker: Item | null;
  per: Grouping | null;
}

/** What the average goes over: "monthly" before the measure, or "per state", "a day", "each week" after it. */
function memberOf(frame: Frame, counted: Item): Member | null {
  const at = frame.items.indexOf(counted);
  const before = frame.items[at - 1];
  if (before?.kind === "period" && before.role === "free" && before.match.kind === "grain")
    return { item: before, marker: null, per: groupingOf(frame, before) };
  if (before !== undefined && isCompound(frame, before, counted)) {
    frame.cost += COMPOUND;
    return { item: before, marker: null, per: groupingOf(frame, before) };
  }
  for (let i = at + 1; i < frame.items.length; i++) {
    const item = frame.items[i];
    if (item === undefined) break;
    if (
      item.kind === "period" &&
      item.role === "free" &&
      item.match.kind === "grain" &&
      /^(per|a|an|each|every)\b|ly$/i.test(item.words)
    )
      return { item, marker: null, per: groupingOf(frame, item) };
    if (item.kind !== "operation" || !PER.test(item.words) || /by$/i.test(item.words)) continue;
    const next = frame.items[i + 1];
    if (next?.kind === "field" || next?.kind === "measure" || next?.kind === "period")
      return { item: next, marker: item, per: groupingOf(frame, next) };
  }
  return null;
}

/** "Average customer profit": the thing between the average and its measure. */
function isCompound(frame: Frame, thing: Item, counted: Item): boolean {
  const { items } = frame;
  const marker = items[items.indexOf(thing) - 1];
  return (
    counted.kind === "measure" &&
    thing.kind === "field" &&
    thing.role === "free" &&
    isThing(thing) &&
    counted.gap === "none" &&
    marker?.kind === "operation" &&
    marker.operation.construct === "average" &&
    marker.to === thing.from
  );
}

function isThing({ field }: ItemOf<"field">): boolean {
  return field.type !== "number" && field.type !== "date" && field.type !== "boolean";
}

function averageOf(frame: Frame, measure: ItemOf<"measure"> | null, aggregate: "avg" | "median") {
  const name = measure?.measure.name ?? "it";
  const word = aggregate === "avg" ? "Average" : "Median";
  const time = frame.view.timeField === null ? [] : ["month", "day"];
  return problem(
    `${word} ${name} per what?`,
    time.map((unit) => ({
      label: `per ${unit}`,
      question: `${word} ${name} per ${unit}`,
      query: null,
    })),
  );
}
