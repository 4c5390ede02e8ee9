import type { SimpleSelection } from "../../contracts/metric-query.js";
import type { Construct } from "../claim.js";
import { type Frame, type Item, type ItemOf, measureSelection, problem, selectIndex } from "../frame.js";
import { fieldKey } from "../lexicon.js";
import { phraseTable } from "../phrase-table.js";

const PER = phraseTable([
  ["per", null],
  ["divided by", null],
  ["for each|every", null],
]);
const PART = phraseTable([
  ["as|in a|an|the? percentage|percent|pct|%|share|proportion|fraction|ratio|part of|to the?", null],
  ["relative to", null],
  ["over", null],
]);
const RATIO_OF = phraseTable([["the? ratio|quotient of|between the?", null]]);
/** With this many different values a field names things that are counted ("per customer"), not a split ("per region"). */
const MANY_VALUES = 60;
const FIELD_INSTEAD = 0.3;
const FEW_VALUES = 1.5;

/** "Orders per customer": one number divided by another. A field of few values is a breakdown instead. */
export const ratio: Construct = {
  name: "ratio",
  turn: 170,
  propose: ({ words }) => [
    ...PER.matches(words).map(({ from, to }) => ({ from, to, as: "divided by", mark: markRatio })),
    ...PART.matches(words).map(({ from, to }) => ({ from, to, as: "divided by", mark: markPart })),
    ...RATIO_OF.matches(words).map(({ from, to }) => ({ from, to, as: "divided by", mark: markRatioOf })),
  ],
};

function markRatio(frame: Frame, at: number): void {
  const own = frame.items[at];
  const left = frame.items[at - 1];
  const counting = [frame.items[at + 1], frame.items[at - 2]].filter(isCounting);
  const right = isCounting(frame.items[at + 1]) ? frame.items[at + 2] : frame.items[at + 1];
  if (own === undefined || left?.role === "used" || right?.role === "used") return;
  const counted = left?.kind === "field" || left?.kind === "measure";
  if (!counted || (right?.kind !== "measure" && right?.kind !== "field")) {
    // Nothing to divide here: the breakdown of the same word is the reading.
    frame.problem = problem(`What does "${own.words}" divide?`);
    frame.cost += FEW_VALUES;
    return;
  }
  // How many different weights there are is no side of a division.
  for (const side of [left, right])
    if (side.kind === "field" && side.field.type === "number") frame.cost += FEW_VALUES;
  const explicit = /^divided/i.test(own.words) || isCounting(frame.items[at + 1]);
  if (right.kind === "field" && !explicit)
    frame.cost += FIELD_INSTEAD + costOfField(frame, right.field.name, right.words);
  const numerator: SimpleSelection =
    left.kind === "measure"
      ? measureSelection(left.measure)
      : { kind: "count_distinct", field: left.field.name };
  const denominator: SimpleSelection =
    right.kind === "measure"
      ? measureSelection(right.measure)
      : { kind: "count_distinct", field: right.field.name };
  for (const item of [own, left, right, ...counting]) if (item !== undefined) item.role = "used";
  frame.flags.set("own selection", true);
  selectIndex(frame.draft, { kind: "ratio", numerator, denominator });
}

/** "number of different" before a field that is divided by. */
function isCounting(item: Item | undefined): boolean {
  return item?.kind === "operation" && item.operation.construct === "count";
}

/** "Profit as a percentage of sales": both sides must be measures, or it is a share. */
function markPart(frame: Frame, at: number): void {
  const own = frame.items[at];
  const left = frame.items[at - 1];
  const right = frame.items[at + 1];
  if (left?.kind === "measure" && right?.kind === "measure" && left.measure.name !== right.measure.name)
    divide(frame, own, left, right);
  else if (own !== undefined) own.role = "open";
}

/** "The ratio of profit to sales". */
function markRatioOf(frame: Frame, at: number): void {
  const own = frame.items[at];
  const left = frame.items[at + 1];
  const join = frame.items[at + 2];
  const right = frame.items[at + 3];
  const joined = join?.kind === "link" && (join.word === "to" || join.word === "and");
  if (joined && left?.kind === "measure" && right?.kind === "measure") divide(frame, own, left, right);
  else if (own !== undefined) own.role = "open";
}

function divide(
  frame: Frame,
  own: Item | undefined,
  left: ItemOf<"measure">,
  right: ItemOf<"measure">,
): void {
  if (own !== undefined) own.role = "used";
  left.role = right.role = "used";
  frame.flags.set("own selection", true);
  selectIndex(frame.draft, {
    kind: "ratio",
    numerator: measureSelection(left.measure),
    denominator: measureSelection(right.measure),
  });
}

function costOfField(frame: Frame, field: string, words: string): number {
  const profile = frame.lexicon.profiles.get(fieldKey(frame.view.name, field));
  const many = (profile?.distinctCount ?? 0) > MANY_VALUES && !/s$/i.test(words);
  return many ? 0 : FEW_VALUES;
}
