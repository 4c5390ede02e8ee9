import type { Filter, LeafFilter, Period } from "../../contracts/metric-query.js";
import { type Frame, groupIndex, type Item, type ItemOf, problem, valuesFilter } from "../frame.js";
import { stem } from "../stem.js";
import { fold } from "../words.js";

/** Values joined by "and" or "or" are of one field, where they can be. */
const TWO_FIELDS = 0.36;
const OTHER_END = 0.5;
const FIELD_NAME = 0.8;

/** Filters by the values, named filters and recurring days that were named. One field's values are a list; fields hold together, unless "or" joins them. */
export function buildFilters(frame: Frame): void {
  const asked: Filter[] = [
    ...frame.draft.filters.splice(0),
    ...eitherFilters(frame),
    ...listFilters(frame),
    ...otherFilters(frame),
  ];
  const before = withRestored(frame, frame.base?.filters ?? [], asked);
  if (frame.flags.has("also")) joinKept(before, asked);
  const kept = before.filter((filter) => !replaced(filter, asked, frame));
  const { positive, rest } = withoutExcluded(kept, asked);
  frame.draft.filters.push(...positive, ...rest.filter((filter) => !contains(positive, filter)));
}

/** "Also Portugal", after "only Germany": both of them. */
function joinKept(kept: readonly Filter[], asked: Filter[]): void {
  asked.forEach((filter, at) => {
    if (filter.kind !== "values" || filter.negated) return;
    const before = kept.find(
      (other) => other.kind === "values" && !other.negated && other.field === filter.field,
    );
    if (before?.kind === "values")
      asked[at] = { ...filter, values: [...new Set([...before.values, ...filter.values])] };
  });
}

/**
 * "Put Portugal back", "Portugal too", after "without Portugal": what was left out comes in again, and nothing is
 * narrowed to it. What no filter leaves out is in already; that is said.
 */
function withRestored(frame: Frame, before: readonly Filter[], asked: Filter[]): readonly Filter[] {
  if (!["also", "again", "included"].some((flag) => frame.flags.has(flag))) return before;
  let kept = before;
  for (const filter of [...asked]) {
    if (filter.kind !== "values" || filter.negated) continue;
    const on = kept.filter((other) => fieldsOf(other).includes(filter.field));
    const against = on.find((other) => other.kind === "values" && other.negated);
    const adding = frame.flags.has("also") && frame.base !== null;
    const left =
      against?.kind === "values" ? against.values.filter((value) => !filter.values.includes(value)) : [];
    if (against?.kind === "values" && left.length < against.values.length) {
      kept = kept.flatMap((other) =>
        other !== against ? [other] : left.length > 0 ? [{ ...against, values: left }] : [],
      );
      asked.splice(asked.indexOf(filter), 1);
    } else if (adding && (against !== undefined || (on.length === 0 && frame.flags.has("included")))) {
      asked.splice(asked.indexOf(filter), 1);
      const names = filter.values.join(" and ");
      if (frame.base?.top || frame.base?.apart || frame.base?.having.length)
        frame.problem = problem(
          `No filter leaves ${names} out: only some of the rows are shown. Should all be shown?`,
        );
      else frame.notes.push(`${names} is in what is shown already.`);
    }
  }
  return kept;
}

function isPassing(item: Item): boolean {
  return (
    item.kind === "link" ||
    (item.kind === "field" && item.role === "used") ||
    (item.kind === "operation" && item.operation.construct === "only")
  );
}

/** "Without the East", after "West and East": what was kept loses the value; only where none is left does the exclusion stand. */
function withoutExcluded(
  kept: readonly Filter[],
  asked: readonly Filter[],
): { positive: Filter[]; rest: Filter[] } {
  let rest = [...asked];
  const positive = kept.flatMap((filter): Filter[] => {
    if (filter.kind !== "values" || filter.negated) return [filter];
    const against = rest.find(
      (other) => other.kind === "values" && other.negated && other.field === filter.field,
    );
    if (against?.kind !== "values") return [filter];
    const left = filter.values.filter((value) => !against.values.includes(value));
    if (left.length === 0) return [];
    if (left.length < filter.values.length) rest = rest.filter((other) => other !== against);
    return [{ ...filter, values: left }];
  });
  return { positive, rest };
}

/** True where the item takes part in a plain filter. */
function filters(item: Item): item is ItemOf<"value"> {
  return item.kind === "value" && ["free", "excluded", "side", "base"].includes(item.role);
}

/** "From the harbour" names where something starts, "to" where it ends, when fields say which they are. */
function isOtherEnd(preposition: string, field: string): boolean {
  if (preposition === "from") return /\b(end|dest|arriv|drop|target|to|receiv)/i.test(field);
  return preposition === "to" && /\b(start|origin|depart|pick|source|from|send)/i.test(field);
}

/** "By supplier" and "supplier Acme", where a value of another field is called Supplier too: the field is meant. */
function isFieldHere(frame: Frame, item: ItemOf<"value">, at: number): boolean {
  const stems = item.words.split(/\s+/).map((word) => stem(fold(word)));
  const fields = frame.lexicon.phrases
    .find(stems.join(" "))
    .filter(
      ({ kind, view, name }) => kind === "field" && view === frame.view.name && name !== item.field.name,
    );
  if (fields.length === 0) return false;
  const before = frame.items[at - 1];
  const next = frame.items[at + 1];
  const own = frame.items.some(
    (other) => other.kind === "field" && other.role === "used" && other.field.name === item.field.name,
  );
  const asked =
    before?.kind === "operation" && ["breakdown", "which", "count"].includes(before.operation.construct);
  return (asked && !own) || (next?.kind === "value" && fields.some(({ name }) => name === next.field.name));
}

function listFilters(frame: Frame): LeafFilter[] {
  const lists = new Map<string, { field: string; negated: boolean; values: string[] }>();
  for (const [at, item] of frame.items.entries()) {
    if (!filters(item)) continue;
    const join = frame.items[at - 1];
    const before = join?.kind === "link" && join.word === "and" ? frame.items[at - 2] : undefined;
    if (before !== undefined && filters(before) && before.field.name !== item.field.name)
      frame.cost += TWO_FIELDS;
    if (join?.kind === "link" && isOtherEnd(join.word, item.field.name)) frame.cost += OTHER_END;
    if (item.role === "free" && isFieldHere(frame, item, at)) frame.cost += FIELD_NAME;
    const negated = item.role === "excluded";
    const key = `${item.field.name}\u0000${negated}`;
    const list = lists.get(key) ?? { field: item.field.name, negated, values: [] };
    list.values.push(item.value);
    lists.set(key, list);
  }
  return [...lists.values()].map(({ field, values, negated }) => valuesFilter(field, values, negated));
}

/** "Furniture or the West": two fields joined by "or". Their items are taken. */
function eitherFilters(frame: Frame): Filter[] {
  const found: Filter[] = [];
  frame.items.forEach((item, at) => {
    if (item.kind !== "link" || item.word !== "or") return;
    const left = frame.items[at - 1];
    const right = frame.items.slice(at + 1).find((other) => !isPassing(other));
    if (left === undefined || right === undefined || !filters(left) || !filters(right)) return;
    if (left.field.name === right.field.name || left.role !== "free" || right.role !== "free") return;
    const sides = [left, right].map((side) => valuesFilter(side.field.name, [side.value]));
    left.role = right.role = item.role = "used";
    frame.cost += TWO_FIELDS;
    found.push({ kind: "any", filters: sides });
  });
  return found;
}

function otherFilters(frame: Frame): LeafFilter[] {
  const cycles = frame.items.filter(
    (item) => item.kind === "period" && item.role === "free" && item.match.kind === "cycle_filter",
  );
  if (cycles.length > 1 && !sideBySideCycles(frame, cycles))
    frame.problem = problem(
      `"${cycles.map(({ words }) => words).join('" and "')}" cannot hold together. Which of them?`,
    );
  return frame.items.flatMap((item): LeafFilter[] => {
    if (item.role !== "free" && item.role !== "excluded" && item.role !== "side") return [];
    const negated = item.role === "excluded";
    if (item.kind === "term") return [{ kind: "term", term: item.term, negated }];
    if (item.kind === "period" && item.match.kind === "cycle_filter" && frame.view.timeField !== null) {
      const { cycle, values } = item.match;
      return [{ kind: "cycle", field: frame.view.timeField, cycle, values, negated }];
    }
    if (item.kind === "period" && negated && item.match.kind === "period" && frame.view.timeField !== null)
      return item.match.periods.map((period) => outside(frame.view.timeField ?? "", period));
    return [];
  });
}

/** "Weekends vs weekdays", "Mondays and Fridays compared": a row each. */
function sideBySideCycles(frame: Frame, items: readonly Item[]): boolean {
  const field = frame.view.timeField;
  const matches = items.flatMap((item) =>
    item.kind === "period" && item.match.kind === "cycle_filter" ? [item.match] : [],
  );
  const [first] = matches;
  if (field === null || first === undefined || matches.some(({ cycle }) => cycle !== first.cycle))
    return false;
  const values = matches.flatMap((match) => match.values).sort((a, b) => a - b);
  if (new Set(values).size !== values.length) return false;
  const single = matches.every((match) => match.values.length === 1);
  const halves = matches.length === 2 && matches.every((match) => isWeekPart(match.values));
  if (!single && !halves) return false;
  for (const item of items) item.role = "used";
  groupIndex(frame.draft, { kind: "cycle", field, cycle: single ? first.cycle : "week_part" });
  if (single) frame.draft.filters.push({ kind: "cycle", field, cycle: first.cycle, values, negated: false });
  return true;
}

function isWeekPart(values: readonly number[]): boolean {
  return ["1,2,3,4,5", "6,7"].includes(values.join());
}

/** "excluding December 2017": everything but the days of the period. */
function outside(field: string, period: Period): LeafFilter {
  const min = period.start === null ? null : { value: period.start, inclusive: true };
  const max = period.end === null ? null : { value: period.end, inclusive: false };
  return { kind: "range", field, min, max, negated: true };
}

/** A filter of the turn before gives way to a new one on the same field. */
function replaced(filter: Filter, asked: readonly Filter[], frame: Frame): boolean {
  const widened = frame.flags.get("widened");
  const fields = fieldsOf(filter);
  if (widened === "all") return true;
  if (widened instanceof Set && fields.some((field) => widened.has(field))) return true;
  return asked.some((other) => {
    if (other.kind === "any" || filter.kind === "any")
      return fieldsOf(other).some((field) => fields.includes(field));
    if (other.kind !== filter.kind || other.negated !== filter.negated) {
      return other.kind === "values" && !other.negated && fields.includes(other.field);
    }
    return fieldsOf(other).some((field) => fields.includes(field));
  });
}

function fieldsOf(filter: Filter): string[] {
  if (filter.kind === "any") return filter.filters.flatMap(fieldsOf);
  return filter.kind === "term" ? [] : [filter.field];
}

function contains(list: readonly Filter[], filter: Filter): boolean {
  const key = JSON.stringify(filter);
  return list.some((other) => JSON.stringify(other) === key);
}
