import { boundByChange } from "../build/bound-by-change.js";
import type { Construct, Scene } from "../claim.js";
import { type Frame, groupIndex, type ItemOf, problem, refusing, use, valuesFilter } from "../frame.js";
import { phraseTable } from "../phrase-table.js";
import type { Word } from "../words.js";

const COMPARE = phraseTable([
  ["compare|comparing|comparison|contrast of|between|the|for|how?", null],
  ["compared between?", null],
  ["the? difference|differences|diff|gap|delta between", null],
  ["difference|differences", null],
  ["how do|does|did", null],
  ["side by side", null],
  ["head to head", null],
]);
const DIFFERENCE = /\b(difference|differences|diff|gap|delta)\b/i;
const VERSUS = phraseTable([
  ["vs|versus|against|compared|relative to|with|and?", null],
  ["compared|in comparison|relative to|with", null],
]);
const COMPARATIVES = phraseTable([
  [
    "higher|lower|more|less|fewer|better|worse|bigger|greater|larger|smaller|stronger|weaker in|for|at|than?",
    null,
  ],
  ["than in|for|at?", null],
]);

const OR = phraseTable([["or in|for|at?", null]]);

/** "Compare East and West", "Furniture vs Technology", "higher in West than East": a row for each of them. */
export const sideBySide: Construct = {
  name: "side by side",
  turn: 230,
  propose: ({ words, numberAt }) => [
    ...COMPARE.matches(words).map(({ from, to }) => ({ from, to, as: "side by side", mark: markCompare })),
    ...VERSUS.matches(words).map(({ from, to }) => ({ from, to, as: "side by side", mark: markVersus })),
    ...comparatives(words, numberAt).map(({ from, to }) => ({
      from,
      to,
      as: "side by side",
      mark: markComparative,
      finish: (frame: Frame, at: number) => {
        const direction = directionOf(frame, at);
        if (direction !== null && setsTimesApart(frame)) boundByChange(frame, direction);
      },
    })),
  ],
};

/** "Or" joins sides only after a comparative: "is it higher in East or West?". */
function comparatives(words: readonly Word[], numberAt: Scene["numberAt"]): { from: number; to: number }[] {
  // "More than 5" is a threshold.
  const found = COMPARATIVES.matches(words).filter(
    ({ to }) => numberAt(to) === null && !(words[to]?.norm === "than" && numberAt(to + 1) !== null),
  );
  return found.length === 0 ? [] : [...found, ...OR.matches(words)];
}

function markCompare(frame: Frame, at: number): void {
  use(frame, at);
  for (const [index, item] of frame.items.entries())
    if (item.kind === "link" && item.word === "between" && frame.items[index + 1]?.kind === "value")
      item.role = "used";
  const values = freeValues(frame);
  if (isDifferenceOfMeasures(frame, at, values.length)) return;
  sideOf(values);
  if (DIFFERENCE.test(frame.items[at]?.words ?? "")) markDifference(frame);
  const [only, ...others] = values;
  const joined = frame.items[frame.items.indexOf(only as ItemOf<"value">) + 1];
  // "Compare phones and by profit": the other side was left out.
  if (only !== undefined && others.length === 0 && isDanglingAnd(frame, joined))
    frame.problem = problem(`What should ${only.value} be compared with?`);
}

/** "The difference between energy and expected energy" is a number of its own, not two side by side. */
function isDifferenceOfMeasures(frame: Frame, at: number, values: number): boolean {
  const measures = frame.items.filter((item) => item.kind === "measure" && item.role === "free");
  const between = DIFFERENCE.test(frame.items[at]?.words ?? "") && values === 0 && measures.length === 2;
  const timed = frame.items.some(
    (item) => item.kind === "period" && item.match.kind === "period" && item.match.periods.length > 1,
  );
  if (!between || timed) return false;
  const names = measures.map((item) => (item.kind === "measure" ? item.measure.name : ""));
  frame.problem = refusing({
    code: "not_supported",
    message: `The difference of ${names.join(" and ")} is not computed; ask for both side by side.`,
    statistic: true,
  });
  return true;
}

/** Two periods are compared by a column; of two values none is made, which is said. */
function markDifference(frame: Frame): void {
  const sides = frame.items.filter((item) => item.kind === "value" && item.role === "side");
  const several = frame.items.flatMap((item) =>
    item.kind === "period" && item.match.kind === "period" ? item.match.periods : [],
  );
  if (sides.length > 1)
    frame.notes.push("They stand side by side; no column holds the difference between them.");
  else if (several.length === 2 && !frame.flags.has("change"))
    frame.flags.set("change", { direction: null, verb: false, ratio: false });
}

function isDanglingAnd(frame: Frame, item: Frame["items"][number] | undefined): boolean {
  if (item?.kind === "operation") return /^and (by|per)$/i.test(item.words);
  if (item?.kind !== "link" || item.word !== "and") return false;
  const next = frame.items[frame.items.indexOf(item) + 1];
  return next?.kind === "operation" && next.operation.construct === "breakdown";
}

function markVersus(frame: Frame, at: number): void {
  const left = frame.items.slice(0, at).filter(isFree).at(-1);
  const right = frame.items.slice(at + 1).find(isFree);
  if (left !== undefined && right !== undefined && left.field.name === right.field.name) {
    use(frame, at);
    sideOf(freeValues(frame).filter((item) => item.field.name === left.field.name));
    return;
  }
  if (left === undefined && besideBase(frame, at, right)) return;
  const next = frame.items[at + 1];
  if (next?.kind === "operation" && next.operation.construct === "rest") {
    use(frame, at);
    return;
  }
  const joined = (["measure", "period", "field"] as const).some(
    (kind) =>
      frame.items.slice(0, at).some((item) => item.kind === kind) && frame.items[at + 1]?.kind === kind,
  );
  const own = frame.items[at];
  if (own !== undefined) own.role = joined ? "used" : "open";
  if (left !== undefined && right === undefined && !joined)
    frame.problem = problem(`What should ${left.value} be compared with?`);
}

/** "vs Q2" or "vs East" in a thread: beside the period or value of the turn before. */
function besideBase(frame: Frame, at: number, right: ItemOf<"value"> | undefined): boolean {
  const last = frame.thread.queries.at(-1);
  if (
    last === undefined ||
    frame.items.slice(0, at).some(({ kind }) => kind === "measure" || kind === "period")
  )
    return false;
  const next = frame.items[at + 1];
  if (next?.kind === "period" && next.match.kind === "period" && last.periods.length === 1) {
    use(frame, at);
    frame.flags.set("follow-up", true);
    frame.flags.set("beside period", true);
    return true;
  }
  const before = last.filters.find(
    (filter) => filter.kind === "values" && !filter.negated && filter.field === right?.field.name,
  );
  if (right === undefined || before?.kind !== "values") return false;
  use(frame, at);
  right.role = "used";
  right.as = `${right.field.name} is ${right.value}, beside ${before.values.join(", ")}`;
  frame.flags.set("follow-up", true);
  frame.draft.filters.push(
    valuesFilter(right.field.name, [
      ...before.values.map((value) => (typeof value === "boolean" ? String(value) : value)),
      right.value,
    ]),
  );
  groupIndex(frame.draft, { kind: "field", field: right.field.name });
  return true;
}

/** "Higher in West than East" needs two values of one field, two periods or two recurring days; otherwise it is no comparison of this kind. */
function markComparative(frame: Frame, at: number): void {
  if (setsTimesApart(frame)) {
    use(frame, at);
    const direction = directionOf(frame, at);
    if (direction !== null && asksWhich(frame))
      frame.flags.set("change", { direction, verb: true, ratio: false });
    return;
  }
  const values = freeValues(frame);
  const own = frame.items[at];
  const pair = values.filter((item) =>
    values.some((other) => other !== item && other.field.name === item.field.name),
  );
  if (pair.length < 2) {
    if (own !== undefined) own.role = "open";
    return;
  }
  use(frame, at);
  sideOf(pair);
}

/** "Which branches had more visitors in 2024 than in 2023". */
function asksWhich({ items }: Frame): boolean {
  return items.some(
    (item) => item.kind === "operation" && ["which", "who"].includes(item.operation.construct),
  );
}

function directionOf({ items }: Frame, at: number): "up" | "down" | null {
  const said = items[at]?.words ?? "";
  if (/^(higher|more|bigger|greater|larger|stronger)\b/i.test(said)) return "up";
  return /^(lower|less|fewer|smaller|weaker)\b/i.test(said) ? "down" : null;
}

function setsTimesApart({ items }: Frame): boolean {
  const times = items.flatMap((item) => (item.kind === "period" && item.role === "free" ? [item.match] : []));
  const days = times.filter((match) => match.kind === "cycle_filter");
  const periods = times.filter((match) => match.kind === "period");
  const count = periods.reduce((sum, match) => sum + match.periods.length, 0);
  return (
    (days.length > 1 && periods.every(({ joined }) => joined === null)) ||
    (count === 2 && periods.some(({ joined }) => joined === "versus" || joined === "or"))
  );
}

function sideOf(values: ItemOf<"value">[]): void {
  const counts = new Map<string, number>();
  for (const item of values) counts.set(item.field.name, (counts.get(item.field.name) ?? 0) + 1);
  for (const item of values) if ((counts.get(item.field.name) ?? 0) > 1) item.role = "side";
}

function freeValues(frame: Frame): ItemOf<"value">[] {
  return frame.items.filter(isFree);
}

function isFree(item: Frame["items"][number]): item is ItemOf<"value"> {
  return item.kind === "value" && (item.role === "free" || item.role === "side");
}
