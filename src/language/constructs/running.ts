import type { Grain } from "../../contracts/dates.js";
import type { SimpleSelection } from "../../contracts/metric-query.js";
import { groupingOf, suitingGrain } from "../build/groups.js";
import type { Construct, Proposal, Scene } from "../claim.js";
import {
  type Frame,
  groupIndex,
  type ItemOf,
  lacksMeasure,
  measureSelection,
  problem,
  selectIndex,
} from "../frame.js";
import { unitOf } from "../periods/vocabulary.js";
import { phraseTable } from "../phrase-table.js";

const TOTALS = phraseTable([
  ["the|a? running|cumulative|cumulated|rolling total|sum|count|tally|number? of|for?", null],
  ["cumulatively", null],
  ["on? a? cumulative|running basis", null],
]);
const AVERAGES = phraseTable([["moving|rolling|trailing|running average|avg|mean of|for|on?", null]]);
/** Other words of time ("rolling 3 months") want the same words. */
const LEAD = -0.4;
const MOST_BUCKETS = 400;

/** "Running total of sales by month", "3-month moving average": a number that runs over the buckets of a trend. */
export const running: Construct = {
  name: "running",
  turn: 150,
  propose: (scene) => [
    ...TOTALS.matches(scene.words)
      .filter(({ to }) => leadsOn(scene, to))
      .map(({ from, to }) => proposal(from, to, null, null)),
    ...between(scene),
    ...AVERAGES.matches(scene.words).flatMap(({ from, to }) => averages(scene, from, to)),
  ],
};

/** "Subscriptions that are still running" says nothing about a total: bare, the word stands before what runs. */
function leadsOn({ words }: Scene, to: number): boolean {
  return words[to - 1]?.norm !== "running" || (words[to] !== undefined && words[to]?.gap !== "sentence");
}

/** "Rolling 7 day average". */
function between({ words, numberAt }: Scene): Proposal[] {
  return words.flatMap((word, from) => {
    const number = /^(moving|rolling|trailing|running)$/.test(word.norm) ? numberAt(from + 1) : null;
    const unit = number === null ? null : unitOf(words[number.to]?.norm ?? "");
    if (number === null || unit === null) return [];
    const noun = words[number.to + 1]?.norm ?? "";
    if (!/^(average|avg|mean)$/.test(noun)) return [];
    const of = words[number.to + 2]?.norm === "of" ? 1 : 0;
    return [proposal(from, number.to + 2 + of, number.value, unit)];
  });
}

/** "3 month moving average", "moving 3 month average", "moving average over 3 months"; bare where no number is said. */
function averages(scene: Scene, from: number, to: number): Proposal[] {
  for (const start of [from - 2, from - 3]) {
    const number = start >= 0 ? scene.numberAt(start) : null;
    const unit = number === null ? null : unitOf(scene.words[number.to]?.norm ?? "");
    if (number !== null && unit !== null && number.to + 1 === from)
      return [proposal(start, to, number.value, unit)];
  }
  const joint = /^(over|of|across|with)$/.test(scene.words[to]?.norm ?? "") ? to + 1 : to;
  const after = scene.numberAt(joint);
  const unit = after === null ? null : unitOf(scene.words[after.to]?.norm ?? "");
  return after === null || unit === null
    ? [proposal(from, to, 0, null)]
    : [proposal(from, after.to + 1, after.value, unit), proposal(from, to, 0, null)];
}

/** `buckets`: null = a total, 0 = an average over a number that was not said. */
function proposal(from: number, to: number, buckets: number | null, unit: Grain | null): Proposal {
  return {
    from,
    to,
    cost: LEAD,
    as: buckets === null ? "running total" : `average of the last ${buckets} ${unit ?? "bucket"}s`,
    mark: (frame, at) => markRunning(frame, at, buckets),
    build: (frame, at) => buildTime(frame, at, buckets, unit),
  };
}

function markRunning(frame: Frame, at: number, buckets: number | null): void {
  const own = frame.items[at];
  if (own === undefined) return;
  own.role = "used";
  if (buckets === 0 || (buckets !== null && (buckets > MOST_BUCKETS || !Number.isInteger(buckets)))) {
    frame.problem = problem(`Over how many days, weeks or months should "${own.words}" go?`);
    return;
  }
  const measure = measureOf(frame, at);
  const before = frame.thread.queries.at(-1);
  const kept = before?.view === frame.view.name ? before.select[0] : undefined;
  const simple: SimpleSelection | null =
    measure !== null
      ? measureSelection(measure.measure)
      : kept?.kind === "measure" || kept?.kind === "count_distinct"
        ? kept
        : null;
  if (simple === null) {
    frame.problem = lacksMeasure(`"${own.words}" of which measure?`);
    return;
  }
  if (measure !== null) measure.role = "used";
  else frame.flags.set("follow-up", true);
  frame.flags.set("own selection", true);
  selectIndex(frame.draft, { kind: "running", measure: simple, buckets });
}

/** The first measure after the words, else the one before them. */
function measureOf(frame: Frame, at: number): ItemOf<"measure"> | null {
  const free = frame.items.flatMap((item, index) =>
    item.kind === "measure" && item.role === "free" ? [{ item, index }] : [],
  );
  return (free.find(({ index }) => index > at) ?? free.at(-1))?.item ?? null;
}

/** Runs over the unit of time that was asked for, else over its own. */
function buildTime(frame: Frame, at: number, buckets: number | null, unit: Grain | null): void {
  const field = frame.view.timeField;
  const own = frame.items[at];
  if (field === null || own === undefined) {
    frame.problem = problem(`${frame.view.name} has no dates to run over.`);
    return;
  }
  const asked = frame.items.flatMap((item) => {
    if (item.kind !== "period" || item.match.kind !== "grain" || item.role === "used") return [];
    const grouping = groupingOf(frame, item);
    return grouping?.kind === "time" ? [grouping.grain] : [];
  });
  const kept = frame.base?.groupBy.find(({ kind }) => kind === "time");
  const grain = asked[0] ?? (kept?.kind === "time" ? kept.grain : (unit ?? suitingGrain(frame)));
  if (unit !== null && grain !== unit) {
    frame.problem = problem(`"${own.words}" goes by ${unit}; should the rows be ${grain}s or ${unit}s?`);
    return;
  }
  if (asked.length === 0 && kept === undefined) groupIndex(frame.draft, { kind: "time", field, grain });
  own.as = buckets === null ? `running total by ${grain}` : `average of the last ${buckets} ${grain}s`;
}
