import type { MetricQuery } from "../../contracts/metric-query.js";
import { isNoun } from "../build/head-nouns.js";
import { type Frame, type Item, problem } from "../frame.js";
import { entriesOf, namesField } from "../named-alike.js";
import { fold } from "../words.js";

/** "Which region has the most orders?" needs no turn before it: a reading that takes its measure from there is no rival. */
const MEASURE_INSTEAD = 0.35;
/** "By customer", where a measure counts customers and a field names them. */
const SPLIT_INSTEAD = 0.6;

/**
 * The query that this question edits: the last one of the thread, where the question has no measure of its own, or
 * opens like a follow-up ("and …", "what about …"). Null where it stands alone.
 */
export function followUpOf(frame: Frame): MetricQuery | null {
  const last = frame.thread.queries.at(-1) ?? null;
  if (last === null || last.view !== frame.view.name || frame.flags.has("afresh")) return null;
  if (frame.flags.has("follow-up")) return last;
  if (narrowsThings(frame)) return last;
  const own = frame.items.some((item) => item.kind === "measure") || frame.flags.has("own selection");
  const fields = frame.items.filter((item) => item.kind === "field");
  if (!own && fields.length > 1 && fields.some(({ words }) => isMeasureToo(frame, words)))
    frame.cost += MEASURE_INSTEAD;
  if (own && !isFragment(frame)) return null;
  weighMeasuredBy(frame, last);
  return last;
}

/**
 * "By profit" after a breakdown measures the same groups by another number; after a number alone there is nothing to
 * measure by it. A word that names a field as well ("by customer") splits, unless the rows stood in order of a number.
 */
function weighMeasuredBy(frame: Frame, last: MetricQuery): void {
  const [marker, named, more] = frame.items;
  if (more !== undefined || marker === undefined || named === undefined || !isBy(marker)) return;
  const ranked = last.top !== null && /s$/i.test(named.words);
  if (named.kind === "field" && ranked && isMeasureToo(frame, named.words)) frame.cost += SPLIT_INSTEAD;
  if (named.kind !== "measure") return;
  if (!ranked && namesField(frame, named.words)) frame.cost += SPLIT_INSTEAD;
  if (last.groupBy.length === 0)
    frame.problem = problem(
      `${named.measure.name} is a number: it splits nothing. By what should it be split?`,
    );
}

function isBy(item: Item): boolean {
  return item.kind === "operation" && item.operation.construct === "breakdown" && /^by$/i.test(item.words);
}

/** "Orders", where a measure is called exactly so and a field Order alike. */
function isMeasureToo(frame: Frame, typed: string): boolean {
  const norm = typed.split(" ").map(fold).join(" ");
  return entriesOf(frame, typed).some((entry) => entry.kind === "measure" && entry.norm === norm);
}

/** "Only urgent orders": the noun says what the value describes, so the question narrows the one before. */
function narrowsThings(frame: Frame): boolean {
  const measures = frame.items.flatMap((item, at) => (item.kind === "measure" ? [{ item, at }] : []));
  const [only] = measures;
  const first = frame.items[0];
  const opens =
    first?.kind === "link" ||
    (first?.kind === "operation" && ["only", "exclusion"].includes(first.operation.construct));
  if (measures.length !== 1 || only === undefined || !opens || !isNoun(only.item)) return false;
  if (frame.items[only.at - 1]?.kind !== "value" || only.at !== frame.items.length - 1) return false;
  only.item.role = "used";
  only.item.as = "what they describe";
  return true;
}

/** A measure alone ("profit?", "by profit") swaps the measure of the turn before. */
function isFragment(frame: Frame): boolean {
  const covered = frame.items
    .filter(
      (item, at) =>
        item.kind === "measure" || (item.kind === "link" && item.word === "and") || (at === 0 && isBy(item)),
    )
    .reduce((sum, item) => sum + item.to - item.from, 0);
  return covered === frame.words.length;
}
