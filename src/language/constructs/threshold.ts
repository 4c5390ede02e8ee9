import type { Having, LeafFilter } from "../../contracts/metric-query.js";
import type { ModelMeasure } from "../../contracts/semantic-model.js";
import { countMembers } from "../build/counted-members.js";
import { isNoun } from "../build/head-nouns.js";
import { countsMembersOf } from "../build/self-count.js";
import type { Construct, Proposal, Scene } from "../claim.js";
import {
  type Frame,
  type Item,
  type ItemOf,
  lacksMeasure,
  measureSelection,
  problem,
  selectIndex,
} from "../frame.js";
import { fieldKey } from "../lexicon.js";
import { entriesOf } from "../named-alike.js";
import type { NumberMatch } from "../numbers.js";
import { phraseTable } from "../phrase-table.js";
import { quantityOf } from "../quantity.js";

interface Bounds {
  min: { value: number; inclusive: boolean } | null;
  max: { value: number; inclusive: boolean } | null;
  negated: boolean;
}
type Side = "over" | "from" | "under" | "upto" | "equal" | "unequal";

const BEFORE = phraseTable<Side>([
  [
    "is|are|was|were|being? more|greater|higher|larger|bigger|better|longer|taller|older|farther|further|heavier|later than",
    "over",
  ],
  ["is|are|was|were? over|above|exceeding|exceeds|exceed|exceeded|beyond|past|>|topping|surpassing", "over"],
  ["in excess of", "over"],
  ["is|are|was|were? less|fewer|lower|smaller|shorter|younger|cheaper|lighter|nearer|worse than", "under"],
  ["is|are|was|were? under|below|beneath|<", "under"],
  ["at least|minimum", "from"],
  ["a? minimum of", "from"],
  ["no|not less|fewer|lower than", "from"],
  ["not below|under", "from"],
  [">=|≥", "from"],
  ["> =", "from"],
  ["more|greater than or equal to", "from"],
  ["at most|maximum", "upto"],
  ["a? maximum of", "upto"],
  ["up to", "upto"],
  ["no|not more|greater|higher than", "upto"],
  ["not above|over|exceeding", "upto"],
  ["<=|≤", "upto"],
  ["less|fewer than or equal to", "upto"],
  ["exactly|precisely|equals|=|equaling", "equal"],
  ["is|are? equal to", "equal"],
  ["of exactly", "equal"],
]);
const AFTER = phraseTable<Side>([
  ["or|and more|greater|higher|above|over|up|upwards|larger", "from"],
  ["plus|+", "from"],
  ["or|and less|fewer|lower|below|under|smaller", "upto"],
  ["at least|minimum", "from"],
  ["at most|maximum|max", "upto"],
]);
const SIGNS = phraseTable<Bounds>([
  ["a? negative", { min: null, max: { value: 0, inclusive: false }, negated: false }],
  ["in the red", { min: null, max: { value: 0, inclusive: false }, negated: false }],
  ["a? positive", { min: { value: 0, inclusive: false }, max: null, negated: false }],
  ["not|non negative", { min: { value: 0, inclusive: true }, max: null, negated: false }],
  ["not|non positive", { min: null, max: { value: 0, inclusive: true }, negated: false }],
]);
const BETWEEN = phraseTable([["is|are|was|were|ranging? between", null]]);
const RANGING = phraseTable([["ranging? from", null]]);

/** "More than 10k", "at least 5", "between 5 and 10", "> 100", "negative": keeps groups, or rows where a field is meant. */
export const threshold: Construct = {
  name: "threshold",
  turn: 270,
  propose: (scene) => [
    ...BEFORE.matches(scene.words).flatMap(({ from, to, value }) => {
      const number = numberIn(scene, to);
      return number === null ? [] : [proposal(from, number.to, number, boundsOf(value, number.value))];
    }),
    ...AFTER.matches(scene.words).flatMap(({ from, to, value }) => {
      const before = numbersBefore(scene, from);
      return before.map(({ at, number }) => proposal(at, to, number, boundsOf(value, number.value)));
    }),
    ...between(scene),
    ...SIGNS.matches(scene.words).flatMap(({ from, to, value }) =>
      scene.numberAt(from) === null ? [proposal(from, to, null, value)] : [],
    ),
  ],
};

function between(scene: Scene): Proposal[] {
  const pairs = [
    ...BETWEEN.matches(scene.words).map((match) => ({ ...match, joins: ["and", "to"] })),
    ...RANGING.matches(scene.words).map((match) => ({ ...match, joins: ["to"] })),
  ];
  return pairs.flatMap(({ from, to, joins }) => {
    const low = numberIn(scene, to);
    if (low === null || !joins.includes(scene.words[low.to]?.norm ?? "")) return [];
    const high = numberIn(scene, low.to + 1);
    if (high === null) return [];
    const bounds = {
      min: { value: Math.min(low.value, high.value), inclusive: true },
      max: { value: Math.max(low.value, high.value), inclusive: true },
      negated: false,
    };
    return [proposal(from, high.to, { ...high, unit: high.unit ?? low.unit }, bounds)];
  });
}

/** The number at a place that no period claims for itself ("over 2017" is time, "over 2,017" is not). */
function numberIn(scene: Scene, at: number): NumberMatch | null {
  const number = scene.numberAt(at);
  const timed = scene.periods.some(
    (match) => match.kind !== "comparison" && match.from <= at && match.to > at,
  );
  return number !== null && timed && number.unit === null ? null : number;
}

function numbersBefore(scene: Scene, end: number): { at: number; number: NumberMatch }[] {
  for (let at = Math.max(0, end - 4); at < end; at++) {
    const number = numberIn(scene, at);
    if (number !== null && number.to === end) return [{ at, number }];
  }
  return [];
}

function boundsOf(side: Side, value: number): Bounds {
  switch (side) {
    case "over":
      return { min: { value, inclusive: false }, max: null, negated: false };
    case "from":
      return { min: { value, inclusive: true }, max: null, negated: false };
    case "under":
      return { min: null, max: { value, inclusive: false }, negated: false };
    case "upto":
      return { min: null, max: { value, inclusive: true }, negated: false };
    default:
      return {
        min: { value, inclusive: true },
        max: { value, inclusive: true },
        negated: side === "unequal",
      };
  }
}

function proposal(from: number, to: number, number: NumberMatch | null, bounds: Bounds): Proposal {
  return {
    from,
    to,
    as: describeBounds(bounds),
    mark: (frame, at) => markTarget(frame, at, number, bounds),
    finish: (frame, at) => finishThreshold(frame, at, number, bounds),
  };
}

/** "more than 100", "from 5 to 10". */
function describeBounds({ min, max }: Pick<Bounds, "min" | "max">): string {
  if (min !== null && max !== null)
    return min.value === max.value ? `exactly ${min.value}` : `from ${min.value} to ${max.value}`;
  if (min !== null) return `${min.inclusive ? "at least" : "more than"} ${min.value}`;
  return max === null ? "any" : `${max.inclusive ? "at most" : "less than"} ${max.value}`;
}

type Target = ItemOf<"measure"> | ItemOf<"field">;

/** What is compared: the noun right after the number ("more than 5 orders"), or the nearest one before it. */
function targetOf(frame: Frame, at: number): Target | null {
  const after = frame.items[nextAfterNumber(frame, at)];
  const following = frame.items[frame.items.indexOf(after as Item) + 1];
  const owned = following?.kind === "operation" && following.operation.construct === "threshold";
  const before = frame.items[at - 1];
  // "Overtime above 500 hours": the measure is bounded, and the field's name says in what it is counted.
  const unit = after?.kind === "field" || (after?.kind === "measure" && quantityOf(after.measure) !== null);
  if (after !== undefined && unit && before?.kind === "measure" && !isNoun(before)) {
    after.role = "used";
    after.as = `what ${before.measure.name} is counted in`;
    return before;
  }
  if (isTarget(after) && !owned) return after;
  for (let i = at - 1; i >= 0; i--) {
    const item = frame.items[i];
    if (isTarget(item) && (item.kind === "measure" || item.field.type === "number")) return item;
  }
  const measures = frame.items.filter((item) => item.kind === "measure" && item.role === "free");
  return measures.length === 1 ? (measures[0] as ItemOf<"measure">) : null;
}

function nextAfterNumber(frame: Frame, at: number): number {
  const next = frame.items[at + 1];
  if (next?.kind === "link" && ["in", "of"].includes(next.word)) return at + 2;
  return at + 1;
}

function isTarget(item: Item | undefined): item is Target {
  return item !== undefined && (item.kind === "measure" || item.kind === "field") && item.gap !== "comma";
}

function markTarget(frame: Frame, at: number, number: NumberMatch | null, bounds: Bounds): void {
  const own = frame.items[at];
  if (own === undefined) return;
  own.role = "used";
  const target = targetOf(frame, at);
  if (boundsThingsCounted(frame, at, number, bounds, target)) return;
  frame.flags.set(`threshold ${at}`, target);
  if (target?.kind === "field" && (target.field.type === "number" || frame.items.indexOf(target) > at))
    useMentions(frame, target);
  const counted = target?.kind === "measure" && /^\s*count/i.test(target.measure.expr);
  if (number?.unit === "currency" && counted)
    frame.problem = problem(`"${own.words}" is an amount of money, but ${target.measure.name} is a count.`);
}

/**
 * "How many customers spent more than 5000": right after the things counted, the bound is on a number of each of them that
 * was not named; it is never on their count.
 */
function boundsThingsCounted(
  frame: Frame,
  at: number,
  number: NumberMatch | null,
  bounds: Bounds,
  target: Target | null,
): boolean {
  const thing = frame.flags.get("counted thing") as Item | undefined;
  const own = frame.items[at];
  if (thing === undefined || own === undefined || (target !== null && target !== thing)) return false;
  const from = frame.items.indexOf(thing);
  const between = frame.items.slice(from + 1, at);
  if (from < 0 || from > at || !between.every(isSaidOfThings)) return false;
  const [field] = entriesOf(frame, thing.words).filter(({ kind }) => kind === "field");
  if (field === undefined) return false;
  frame.problem = lacksMeasure(
    `Which number of each ${field.name} should be ${describeBounds(bounds)}?`,
    own.to,
    fittingMeasures(frame, field.name, number),
  );
  return true;
}

/** Verbs, prepositions and conditions: "orders in the West over 1000". */
function isSaidOfThings(item: Item): boolean {
  if (item.kind === "operation") return item.operation.construct === "plain verbs";
  return item.kind === "link" || item.kind === "ignorable" || item.kind === "value" || item.kind === "period";
}

/** Numbers that a member may have: no rates, not the count of such members, and money where money is named. */
function fittingMeasures(frame: Frame, name: string, number: NumberMatch | null): ModelMeasure[] {
  const field = frame.view.fields.find((candidate) => candidate.name === name);
  const own = frame.view.measures.filter(
    (measure) =>
      !measure.ratio &&
      measure.window.length === 0 &&
      (field === undefined || !countsMembersOf(frame, measure, field)),
  );
  const money = own.filter(({ format }) => format?.type === "currency");
  return number?.unit === "currency" && money.length > 0 ? money : own;
}

/** "A distance between 100 and 200 km" names one field twice; neither mention splits, unless "by" says so. */
function useMentions(frame: Frame, target: ItemOf<"field">): void {
  target.role = "used";
  frame.items.forEach((item, index) => {
    const before = frame.items[index - 1];
    const asked =
      before?.kind === "operation" && ["breakdown", "which", "ranking"].includes(before.operation.construct);
    if (item.kind === "field" && item.role === "free" && item.field.name === target.field.name && !asked)
      item.role = "used";
  });
}

function finishThreshold(frame: Frame, at: number, number: NumberMatch | null, bounds: Bounds): void {
  const target = frame.flags.get(`threshold ${at}`) as Target | null;
  const own = frame.items[at];
  const { draft } = frame;
  if (own === undefined) return;
  if (target?.kind === "field" && target.field.type === "number") {
    const range =
      number?.unit === "percent" && isFraction(frame, target.field.name) ? scale(bounds, 0.01) : bounds;
    draft.filters.push(rangeOf(target.field.name, range));
    own.as = `${target.field.name} ${describeBounds(range)}`;
    return;
  }
  const of = comparedPart(frame, at, number);
  const scaled =
    number?.unit === "percent" && (of !== "value" || isRatio(frame, target)) ? scale(bounds, 0.01) : bounds;
  // A measure that was divided or averaged is bounded as the whole number.
  const composed = draft.select.findIndex(({ kind }) => kind === "ratio" || kind === "over_members");
  const select =
    target === null || (target.kind === "measure" && target.role === "used")
      ? Math.max(0, composed)
      : selectIndex(
          draft,
          target.kind === "measure"
            ? measureSelection(target.measure)
            : { kind: "count_distinct", field: target.field.name },
        );
  if (draft.select[select] === undefined) {
    frame.problem = problem(`Which measure should be ${describeBounds(bounds)}?`);
    return;
  }
  const asked = draft.groupBy.length === 0 && frame.flags.has("yes or no");
  if (asked || (of === "share" && draft.share !== null && draft.share.only.length > 0)) {
    own.as = `asked whether it is ${describeBounds(bounds)}`;
    return;
  }
  if (countMembers(frame, { select, of, ...scaled })) {
    own.as = `${target?.kind === "measure" ? target.measure.name : "the number"} ${describeBounds(scaled)}`;
    return;
  }
  if (draft.groupBy.length === 0) {
    frame.problem = problem(`Which groups should have ${describeBounds(bounds)}?`);
    return;
  }
  const direction = (frame.flags.get("change") as { direction: string | null } | undefined)?.direction;
  // "Fell by more than 10 %" is a change below −10 %.
  const signed = direction === "down" && of !== "value" ? mirrored(scaled) : scaled;
  own.as = `${target?.kind === "measure" ? target.measure.name : "the number"} ${describeBounds(scaled)}`;
  const having: Having = { select, of, ...signed };
  draft.having.push(having);
}

function comparedPart(frame: Frame, at: number, number: NumberMatch | null): Having["of"] {
  const { draft } = frame;
  if (frame.flags.has("change") && number?.unit === "percent") return "change_ratio";
  if (frame.flags.has("change")) return "change";
  const next = frame.items[at + 1];
  if (number?.unit === "percent" && next?.kind === "link" && next.word === "of" && draft.share === null)
    draft.share = { within: [], only: shareOf(frame) };
  return number?.unit === "percent" && draft.share !== null ? "share" : "value";
}

/** "Is Spain above 60% of energy": Spain's share of all of it, not of itself. */
function shareOf({ draft }: Frame): LeafFilter[] {
  const [only, ...others] = draft.filters;
  if (draft.groupBy.length > 0 || others.length > 0 || only?.kind !== "values" || only.negated) return [];
  draft.filters = [];
  draft.groupBy.push({ kind: "field", field: only.field });
  return [only];
}

function isRatio(frame: Frame, target: Target | null): boolean {
  if (target?.kind === "measure") return target.measure.ratio || target.measure.format?.type === "percentage";
  const first = frame.draft.select[0];
  return first?.kind === "measure" && frame.view.measures.some((m) => m.name === first.measure && m.ratio);
}

/** A field whose numbers all lie between 0 and 1 holds "10%" as 0.1. */
function isFraction({ lexicon, view }: Frame, field: string): boolean {
  const profile = lexicon.profiles.get(fieldKey(view.name, field));
  const [min, max] = [Number(profile?.min ?? 2), Number(profile?.max ?? 2)];
  return min >= 0 && max <= 1;
}

function scale(bounds: Bounds, factor: number): Bounds {
  const scaled = (bound: Bounds["min"]) =>
    bound === null ? null : { ...bound, value: Number((bound.value * factor).toPrecision(15)) };
  return { min: scaled(bounds.min), max: scaled(bounds.max), negated: bounds.negated };
}

function mirrored({ min, max, negated }: Bounds): Bounds {
  const flip = (bound: Bounds["min"]) => (bound === null ? null : { ...bound, value: -bound.value });
  return { min: flip(max), max: flip(min), negated };
}

function rangeOf(field: string, bounds: Bounds): LeafFilter {
  return { kind: "range", field, ...bounds };
}
