import type { Grouping } from "../../contracts/metric-query.js";
import { isEvent } from "../build/event-states.js";
import type { Construct } from "../claim.js";
import {
  type Frame,
  type Item,
  type ItemOf,
  measureSelection,
  nextContent,
  problem,
  selectIndex,
} from "../frame.js";
import { entriesOf } from "../named-alike.js";
import { phraseTable } from "../phrase-table.js";
import { quantityOf } from "../quantity.js";

const COUNTING = phraseTable([
  ["how many distinct|different|unique|separate|individual|total?", null],
  ["how many of? our|the|my|these?", null],
  ["the? total? number|count|nr|tally of distinct|different|unique|separate|individual|our|the?", null],
  ["distinct|unique count|number of", null],
  ["num|# of? distinct|different|unique?", null],
  ["count distinct|different|unique|up|the|all?", null],
  ["distinct|unique", null],
]);
const COUNTED = phraseTable([["count|counts|tally", null]]);
/** The measure that counts a thing comes before counting its field. */
const FIELD_INSTEAD = 0.6;
const AMOUNT_INSTEAD = 0.6;
const DIFFERENT = /\b(distinct|different|unique|separate|individual)\b/i;

/** "How many customers", "number of states", "customer count": a measure that counts them, else different values of the field. */
export const count: Construct = {
  name: "count",
  turn: 180,
  propose: ({ words }) => [
    ...COUNTING.matches(words).map(({ from, to }) => ({
      from,
      to,
      as: "counted",
      mark: (frame: Frame, at: number) => markCounted(frame, at, 1),
    })),
    ...COUNTED.matches(words).map(({ from, to }) => ({
      from,
      to,
      as: "counted",
      mark: (frame: Frame, at: number) => markCounted(frame, at, -1),
    })),
  ],
};

function markCounted(frame: Frame, at: number, step: 1 | -1): void {
  const own = frame.items[at];
  if (own === undefined) return;
  own.role = "used";
  let i = nextContent(frame, at + step, step);
  while (isPassed(frame, frame.items[i])) i = nextContent(frame, i + step, step);
  const item = frame.items[i];
  // "Count", as the first word, counts nothing that stands before it.
  if (item === undefined && step === -1) {
    own.role = "open";
    return;
  }
  if (item?.kind === "measure") {
    frame.flags.set("counted thing", item);
    if (quantityOf(item.measure) !== null && DIFFERENT.test(own.words)) frame.cost += 2 * AMOUNT_INSTEAD;
    countThings(frame, item);
    return;
  }
  if (item?.kind === "field" && item.role === "free") {
    item.role = "used";
    frame.flags.set("counted thing", item);
    item.as = `number of different ${item.field.name}`;
    const { field } = item;
    frame.cost += FIELD_INSTEAD;
    // "How many nights" adds them up; only "how many different" counts their kinds.
    if (field.type === "number" && !DIFFERENT.test(own.words)) frame.cost += AMOUNT_INSTEAD;
    frame.flags.set("own selection", true);
    frame.flags.set("counted", { kind: "field", field: field.name } satisfies Grouping);
    selectIndex(frame.draft, { kind: "count_distinct", field: field.name });
    return;
  }
  if (item?.kind === "period" && countBuckets(frame, item)) return;
  if (
    item?.kind === "period" &&
    item.match.kind === "grain" &&
    item.match.grain === "day" &&
    frame.view.timeField
  ) {
    item.role = "used";
    frame.flags.set("own selection", true);
    selectIndex(frame.draft, { kind: "count_distinct", field: frame.view.timeField });
    return;
  }
  if (frame.items.some(({ kind }) => kind === "measure")) return;
  const rows = frame.view.measures.filter(({ expr }) => /^\s*count\s*\(\s*(\*|1)\s*\)\s*$/i.test(expr));
  if (describesRows(frame, at, step) && rows[0] !== undefined && rows.length === 1) {
    own.as = `counted: ${rows[0].name}`;
    frame.flags.set("own selection", true);
    selectIndex(frame.draft, measureSelection(rows[0]));
    return;
  }
  frame.problem = problem(`What should be counted by "${own.words}"?`);
}

/** "How many books were returned": what describes the things, or was done with them, is not what is counted. */
function isPassed(frame: Frame, item: Item | undefined): boolean {
  if (item === undefined) return false;
  return item.kind === "value" || item.kind === "term" || isEvent(frame, item);
}

/** "How many no-shows": a value alone says which rows are counted. */
function describesRows(frame: Frame, at: number, step: 1 | -1): boolean {
  return isPassed(frame, frame.items[nextContent(frame, at + step, step)]);
}

function isBounded(frame: Frame): boolean {
  return frame.items.some((item) => item.kind === "operation" && item.operation.construct === "threshold");
}

/** "More than 10 orders", where Orders was read as a field. */
function isBoundedThing({ items }: Frame, at: number): boolean {
  const [bound, thing] = [items[at - 1], items[at]];
  const text = thing?.kind === "field" && thing.field.type !== "number" && thing.field.type !== "date";
  return text && bound?.kind === "operation" && bound.operation.construct === "threshold";
}

/** "In how many months did sales exceed 40k": the units of time are what is counted. */
function countBuckets(frame: Frame, item: ItemOf<"period">): boolean {
  const field = frame.view.timeField;
  if (item.match.kind !== "grain" || item.match.grain === null || field === null || !isBounded(frame))
    return false;
  item.role = "used";
  item.as = `number of ${item.words}`;
  frame.flags.set("counted", { kind: "time", field, grain: item.match.grain } satisfies Grouping);
  return true;
}

/** "How many customers bought more than 10k": a measure counts customers, but here the bound is on another number of each. */
function countThings(frame: Frame, item: ItemOf<"measure">): void {
  const others = frame.items.some(
    (other, at) => other !== item && (other.kind === "measure" || isBoundedThing(frame, at)),
  );
  if (!isBounded(frame) || !others) return;
  const [field] = entriesOf(frame, item.words).filter(({ kind }) => kind === "field");
  if (field === undefined) return;
  item.role = "used";
  item.as = `number of different ${field.name}`;
  frame.flags.set("own selection", true);
  frame.flags.set("counted", { kind: "field", field: field.name } satisfies Grouping);
}
