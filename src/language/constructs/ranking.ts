import type { Order } from "../../contracts/metric-query.js";
import { groupingOf } from "../build/groups.js";
import type { Construct } from "../claim.js";
import {
  type Draft,
  type Frame,
  groupIndex,
  type Item,
  type ItemOf,
  lacksField,
  lacksMeasure,
  measureSelection,
  nextContent,
  problem,
  selectIndex,
  use,
  valuesFilter,
} from "../frame.js";
import { namesField } from "../named-alike.js";
import { phraseTable } from "../phrase-table.js";
import { groupable } from "./breakdown.js";

type OrderedPart = Extract<Order["by"], { kind: "select" }>["of"];

interface Superlative {
  direction: "asc" | "desc";
  /** "best" and "worst" follow what is good news; "highest" and "lowest" do not. */
  judging: boolean;
  /** "Fastest" and "slowest" tell of the time taken, where the number is one. */
  speed?: true;
}

const HIGH: Superlative = { direction: "desc", judging: false };
const LOW: Superlative = { direction: "asc", judging: false };
const BEST: Superlative = { direction: "desc", judging: true };
const WORST: Superlative = { direction: "asc", judging: true };
const FAST: Superlative = { direction: "desc", judging: true, speed: true };
const SLOW: Superlative = { direction: "asc", judging: true, speed: true };
/** A number that is a stretch of time: the fastest has the least of it. */
const DURATION = /\b(seconds?|minutes?|hours?|days?|weeks?|time|duration|delays?|wait|length|latency)\b/i;
const DEFAULT_COUNT = 10;
const ONE_LEFT = 0.6;
const PLACES = "second third fourth fifth sixth seventh eighth ninth tenth".split(" ");

const SUPERLATIVES = phraseTable<Superlative>([
  ["the? top|highest|biggest|largest|greatest|leading|most|maximum|max", HIGH],
  ["the? fastest|quickest|speediest", FAST],
  ["the? best|strongest", BEST],
  ["the? best|top|highest performing|ranked|ranking", BEST],
  ["the? busiest|richest|longest|heaviest|priciest|costliest", HIGH],
  ["the? most expensive|costly|productive|visited|loyal", HIGH],
  ["the? cheapest|shortest|lightest", LOW],
  ["the? least expensive|costly|productive|visited|loyal", LOW],
  ["the? most|more popular|common|frequent|important|successful|valuable|active|used", HIGH],
  ["the? least popular|common|frequent|important|successful|valuable|active|used", LOW],
  ["the? quietest|rarest", LOW],
  ["the? lowest|smallest|least|fewest|bottom|minimum|min", LOW],
  ["the? slowest", SLOW],
  ["the? worst|weakest|poorest", WORST],
  ["the? worst|lowest|poorest|bottom performing|ranked|ranking", WORST],
]);

/** "Top 5 states by profit", "the worst region", "which state has the highest sales". */
export const ranking: Construct = {
  name: "ranking",
  turn: 90,
  propose: ({ words, numberAt }) =>
    SUPERLATIVES.matches(words).flatMap(({ from, to, value }) => {
      const after = numberAt(to);
      const before = from > 0 ? numberAt(from - 1) : null;
      const plain = [{ from, to, count: null as number | null }];
      if (after !== null && after.unit === null && isCount(after.value))
        plain.push({ from, to: after.to, count: after.value });
      if (before !== null && before.to === from && isCount(before.value))
        plain.push({ from: from - 1, to, count: before.value });
      const place = placeOf(words[from - 1]?.norm ?? "");
      if (place > 1) plain.push({ from: from - 1, to, count: null });
      return plain.map((span) => ({
        from: span.from,
        to: span.to,
        as:
          span.count === null
            ? "ranked"
            : `the ${value.direction === "desc" ? "first" : "last"} ${span.count}`,
        mark: (frame: Frame, at: number) => {
          if (place > 1 && span.from < from && span.count === null) frame.flags.set("nth", place);
          markRanking(frame, at, value, span.count);
        },
        finish: (frame: Frame) => finishRanking(frame),
      }));
    }),
};

/** 2 for "second" and "2nd"; 1 where the word is no place of its own. */
function placeOf(word: string): number {
  const digits = /^(\d{1,3})(?:st|nd|rd|th)$/.exec(word);
  return digits === null ? PLACES.indexOf(word) + 2 : Number(digits[1]);
}

interface Ranking {
  superlative: Superlative;
  count: number | null;
  /** Items of the thing ranked. */
  targets: Item[];
  measure: Item | null;
  /** Both ends are shown. */
  both: boolean;
}

function isCount(value: number): boolean {
  const year = value >= 1900 && value <= 2100;
  return Number.isInteger(value) && value > 0 && value <= 10_000 && !year;
}

function markRanking(frame: Frame, at: number, superlative: Superlative, count: number | null): void {
  use(frame, at);
  const earlier = frame.flags.get("ranking") as Ranking | undefined;
  if (earlier !== undefined && earlier.superlative.direction !== superlative.direction) {
    // "The top 5 states by lowest margin" has two ways to rank; "top and bottom 5 states" shows both ends.
    if (!areEnds(frame, at) || (earlier.count !== null && count !== null && earlier.count !== count)) {
      frame.problem = problem("Only one ranking can be shown at a time: the highest or the lowest?");
      return;
    }
    earlier.both = true;
  }
  // "The top 5 states with the highest sales" is one ranking.
  const found: Ranking = earlier ?? { superlative, count, targets: [], measure: null, both: false };
  found.count ??= count;
  frame.flags.set("ranking", found);
  let i = nextContent(frame, at + 1);
  // Values may stand before the thing ranked: "top 5 West states".
  while (frame.items[i]?.kind === "value") i = nextContent(frame, i + 1);
  let next = frame.items[i];
  if (next?.kind === "measure") {
    found.measure = next;
    i = nextContent(frame, i + 1);
    next = frame.items[i];
    if (
      frame.items[i - 1]?.kind === "measure" &&
      next !== undefined &&
      next.kind !== "operation" &&
      groupable(next)
    )
      found.targets.push(next);
  } else if (next !== undefined && groupable(next)) found.targets.push(next);
  for (const target of found.targets) target.role = "group";
  markSubject(frame, found);
  for (const [index, item] of frame.items.entries()) {
    const next = frame.items[index + 1];
    if (item.kind !== "number" || item.role !== "free" || next === undefined || !groupable(next)) continue;
    item.role = "used";
    next.role = "group";
    found.count ??= item.number.value;
    if (found.targets.length === 0) found.targets.push(next);
  }
  const by = frame.items.findIndex(
    (item, index) =>
      index > at &&
      item.kind === "operation" &&
      item.operation.construct === "breakdown" &&
      frame.items[index + 1]?.kind === "measure",
  );
  if (by >= 0) {
    const marker = frame.items[by];
    if (marker !== undefined) marker.role = "used";
    found.measure = frame.items[by + 1] ?? null;
  }
}

/** "Top and bottom", "best vs worst": two superlatives with nothing but a joining word between them. */
function areEnds(frame: Frame, at: number): boolean {
  const join = frame.items[at - 1];
  const before = frame.items[join?.kind === "link" ? at - 2 : at - 1];
  const joined =
    join?.kind === "link" ? join.word === "and" || join.word === "or" : frame.items[at]?.gap !== "none";
  return joined && before?.kind === "operation" && before.operation.construct === "ranking";
}

/** "Is the West the best region?" asks for its rank. */
function markSubject(frame: Frame, found: Ranking): void {
  if (!frame.flags.has("yes or no")) return;
  const fields = new Set(found.targets.flatMap((item) => (item.kind === "field" ? [item.field.name] : [])));
  for (const item of frame.items)
    if (item.kind === "value" && item.role === "free" && fields.has(item.field.name)) item.role = "subject";
}

function finishRanking(frame: Frame): void {
  const found = frame.flags.get("ranking") as Ranking;
  const { draft } = frame;
  // The other end of the same ranking has done it.
  if (found.both && draft.top !== null) return;
  if (draft.select.length === 0) {
    frame.problem = lacksMeasure("Ranked by which measure?");
    return;
  }
  if (draft.groupBy.length === 0) {
    // "Top 5 customers": a measure counts them, but they are what is ranked.
    const ranked = found.measure !== null && namesField(frame, found.measure.words);
    frame.problem = ranked
      ? lacksMeasure("Ranked by which measure?")
      : lacksField("The highest or lowest of what?");
    return;
  }
  const measure =
    found.measure?.kind === "measure" && found.measure.role !== "used" ? found.measure.measure : null;
  const index = measure === null ? 0 : selectIndex(draft, measureSelection(measure));
  const direction = directionOf(frame, found.superlative, index);
  const of = draft.comparison === null ? "value" : ((frame.flags.get("order of") as OrderedPart) ?? "value");
  draft.order.unshift({ by: { kind: "select", index, of }, direction });
  const subjects = frame.items.filter(
    (item): item is ItemOf<"value"> => item.kind === "value" && item.role === "subject",
  );
  if (subjects[0] !== undefined && !frame.flags.has("share")) {
    draft.rank = {
      only: [
        valuesFilter(
          subjects[0].field.name,
          subjects.map(({ value }) => value),
        ),
      ],
    };
    return;
  }
  // Ranking the one value that is left is hardly meant.
  if (
    draft.filters.some(
      (filter) =>
        filter.kind === "values" &&
        !filter.negated &&
        filter.values.length === 1 &&
        isGrouped(draft, filter.field),
    )
  )
    frame.cost += ONE_LEFT;
  const nth = frame.flags.get("nth") as number | undefined;
  const count = nth ?? found.count ?? (isPlural(found, frame) ? DEFAULT_COUNT : 1);
  if (nth === undefined && found.count === null && count > 1)
    frame.notes.push(`No number was named, so the first ${count} are shown.`);
  const own = new Set(
    frame.items.flatMap((item) => {
      const grouping = found.targets.includes(item) ? groupingOf(frame, item) : null;
      return grouping === null ? [] : [groupIndex(draft, grouping)];
    }),
  );
  const per = own.size === 0 ? [] : draft.groupBy.map((_, i) => i).filter((i) => !own.has(i));
  if (per.length > 0) perFirst(draft, per);
  draft.top = {
    count,
    per: per.map((_, i) => i),
    ...(nth === undefined ? {} : { from: nth }),
    ...(found.both ? { both: true as const } : {}),
  };
}

/** "In each region" comes before what is ranked in it, as people write such tables. */
function perFirst(draft: Draft, per: readonly number[]): void {
  const first = per.flatMap((i) => draft.groupBy[i] ?? []);
  const rest = draft.groupBy.filter((_, i) => !per.includes(i));
  draft.groupBy.splice(0, draft.groupBy.length, ...first, ...rest);
}

function isGrouped(draft: Draft, field: string): boolean {
  return draft.groupBy.some((grouping) => grouping.kind === "field" && grouping.field === field);
}

/** What is good news may be down: the worst return rate is the highest. */
function directionOf(frame: Frame, superlative: Superlative, index: number): "asc" | "desc" {
  const selection = frame.draft.select[index];
  const measure =
    selection?.kind === "measure" ? frame.view.measures.find(({ name }) => name === selection.measure) : null;
  const opposite = superlative.direction === "desc" ? "asc" : "desc";
  // "Dropped the most" is the least change.
  if (frame.flags.has("order reversed")) return opposite;
  // "The fastest growing costs" grow the most, good or not.
  if (superlative.speed && frame.flags.has("change")) return superlative.direction;
  const reversed = measure?.good === "down" || (superlative.speed && DURATION.test(measure?.name ?? ""));
  return superlative.judging && reversed ? opposite : superlative.direction;
}

function isPlural(found: Ranking, frame: Frame): boolean {
  const target = found.targets[0] ?? frame.items.find((item) => item.role === "group");
  return target !== undefined && /s$/i.test(target.words) && !/(ss|['’]s)$/i.test(target.words);
}
