import type { MetricQuery } from "../../contracts/metric-query.js";
import type { Construct, Scene } from "../claim.js";
import { type Frame, type Item, lacksMeasure, listFrom, measureSelection, problem, use } from "../frame.js";
import { isFunctionWord } from "../function-words.js";
import { phraseTable } from "../phrase-table.js";
import { isLeftOut, leaveOut } from "../thread/left-out.js";

/** Orders: only where a clause begins, for "the drop" and "a loss" are falls. */
const ORDERS = phraseTable([
  ["drop|remove|delete|lose|hide|skip|scrap|ditch|strip the|that|this?", null],
  ["take|leave|strip|cut out|off|away the|that|this?", null],
  ["get rid of the|that|this?", null],
]);
/** They leave out values wherever they stand; fields and numbers of the turn before as well. */
const LEAVING = phraseTable([
  ["without|excluding|exclude|excl|omitting|omit|ignoring|ignore the|that|this|any?", null],
]);
const COMPARISON = phraseTable([["comparison|comparisons|change|changes column|columns?", null]]);
/** Small words both, that mean nothing apart. */
const TOGETHER = -0.5;
/** "Take profit out": the verb at the start, its particle at the end. */
const PARTED = /^(take|leave|keep|strip)$/;
const PARTICLE = /^(out|off|away)$/;

/** "Drop district", "remove profit", "without the month": what the turn before shows, less that. */
export const removal: Construct = {
  name: "removal",
  turn: 75,
  propose: (scene) =>
    scene.thread.queries.length === 0
      ? []
      : [
          ...ORDERS.matches(scene.words)
            .filter(({ from }) => beginsClause(scene, from))
            .map(({ from, to }) => order(from, to, true)),
          ...LEAVING.matches(scene.words).map(({ from, to }) => order(from, to, false)),
          ...parted(scene),
          ...comparisons(scene),
        ],
};

function order(from: number, to: number, values: boolean) {
  return {
    from,
    to,
    as: "leaving out",
    mark: (frame: Frame, at: number) => markRemoved(frame, at, values),
  };
}

function beginsClause({ words }: Scene, from: number): boolean {
  const gap = words[from]?.gap;
  if (gap === "comma" || gap === "sentence" || words[from - 1]?.norm === "and") return true;
  return words.slice(0, from).every(({ norm }) => isFunctionWord(norm));
}

function parted(scene: Scene) {
  const last = scene.words.length - 1;
  if (!PARTICLE.test(scene.words[last]?.norm ?? "")) return [];
  const starts = scene.words.flatMap(({ norm }, from) =>
    PARTED.test(norm) && from < last - 1 && beginsClause(scene, from) ? [from] : [],
  );
  return starts.flatMap((from) => [
    { ...order(from, from + 1, true), cost: TOGETHER },
    { from: last, to: last + 1, as: "out", mark: markParticle },
  ]);
}

function markParticle(frame: Frame, at: number): void {
  const own = frame.items[at];
  const ordered = frame.items.some(
    (item) => item !== own && item.kind === "operation" && item.operation.construct === "removal",
  );
  if (own !== undefined) own.role = ordered ? "used" : "open";
}

/** "Drop the comparison": the last columns of the turn before. */
function comparisons({ words, thread }: Scene) {
  if (thread.queries.at(-1)?.comparison == null) return [];
  const said = [...ORDERS.matches(words), ...LEAVING.matches(words)];
  return COMPARISON.matches(words)
    .filter(({ from }) => said.some(({ to }) => to === from))
    .map(({ from, to }) => ({
      from,
      to,
      as: "the comparison",
      mark: (frame: Frame, at: number) => {
        use(frame, at);
        use(frame, at - 1);
        frame.flags.set("follow-up", true);
        leaveOut(frame, { kind: "comparison" });
      },
    }));
}

function markRemoved(frame: Frame, at: number, values: boolean): void {
  const own = frame.items[at];
  const last = frame.thread.queries.at(-1);
  if (own === undefined || own.role === "used") return;
  const listed = listFrom(frame, at + 1, (item) => removable(item, values), ["and", "or"]);
  own.role = "open";
  if (listed.length === 0 || last === undefined || last.view !== frame.view.name) return;
  own.role = "used";
  frame.flags.set("follow-up", true);
  for (const index of listed) {
    const item = frame.items[index];
    if (item !== undefined && frame.problem === null) remove(frame, item, last);
  }
}

function removable(item: Item, values: boolean): boolean {
  if (item.role !== "free") return false;
  if (item.kind === "field" || item.kind === "measure") return true;
  if (item.kind === "period" && (item.match.kind === "grain" || item.match.kind === "cycle_group"))
    return true;
  return values && (item.kind === "value" || item.kind === "term" || item.kind === "period");
}

function remove(frame: Frame, item: Item, last: MetricQuery): void {
  item.role = "used";
  item.as = `without ${item.words}`;
  if (item.kind === "measure")
    removeNumber(frame, item.measure.name, last, JSON.stringify(measureSelection(item.measure)));
  else if (item.kind === "field") removeField(frame, item.field.name, last);
  else if (item.kind === "value") removeValue(frame, item, last);
  else if (item.kind === "term") item.role = "excluded";
  else if (item.kind === "period") removeTime(frame, item, last);
}

function removeNumber(frame: Frame, name: string, last: MetricQuery, key: string): void {
  const at = last.select.findIndex((selection) => JSON.stringify(selection) === key);
  if (at < 0) {
    frame.problem = problem(`${name} is not shown, so it cannot be left out.`);
    return;
  }
  leaveOut(frame, { kind: "number", at });
  const [order] = last.order;
  const ranks = last.top !== null && order?.by.kind === "select" && order.by.index === at;
  if (last.select.every((_, index) => isLeftOut(frame, { kind: "number", at: index })))
    frame.problem = lacksMeasure(`Without ${name} no number is left. Which measure should be shown?`);
  else if (ranks)
    frame.problem = problem(`The rows are ranked by ${name}. What should they be ranked by instead?`);
}

function removeField(frame: Frame, name: string, last: MetricQuery): void {
  const at = last.groupBy.findIndex(({ field }) => field === name);
  if (at >= 0) {
    leaveOut(frame, { kind: "group", at });
    return;
  }
  const filtered = last.filters.some((filter) => "field" in filter && filter.field === name);
  if (!filtered) frame.problem = problem(`${name} is not shown, so it cannot be left out.`);
  else widen(frame, name);
}

/** One of several that were filtered for goes from the list; the only one takes the filter with it; any other is excluded. */
function removeValue(frame: Frame, item: Extract<Item, { kind: "value" }>, last: MetricQuery): void {
  const alone = last.filters.some(
    (filter) =>
      filter.kind === "values" &&
      !filter.negated &&
      filter.field === item.field.name &&
      filter.values.every((value) => value === item.value),
  );
  if (!alone) {
    item.role = "excluded";
    return;
  }
  widen(frame, item.field.name);
  frame.notes.push(`No longer for ${item.value} alone: all of ${item.field.name} counts.`);
}

function removeTime(frame: Frame, item: Extract<Item, { kind: "period" }>, last: MetricQuery): void {
  const { match } = item;
  if (match.kind === "period") {
    const [period] = match.periods;
    const at = last.periods.findIndex(({ start, end }) => start === period?.start && end === period?.end);
    if (at >= 0 && last.periods.length > 1) leaveOut(frame, { kind: "period", at });
    else item.role = "excluded";
    return;
  }
  const at = last.groupBy.findIndex(
    (grouping) =>
      (match.kind === "grain" &&
        grouping.kind === "time" &&
        (match.grain ?? grouping.grain) === grouping.grain) ||
      (match.kind === "cycle_group" && grouping.kind === "cycle" && match.cycle === grouping.cycle),
  );
  if (at >= 0) leaveOut(frame, { kind: "group", at });
  else frame.problem = problem(`There is no "${item.words}" in what is shown, so it cannot be left out.`);
}

function widen(frame: Frame, field: string): void {
  const widened = (frame.flags.get("widened") as Set<string> | undefined) ?? new Set<string>();
  frame.flags.set("widened", widened.add(field));
}
