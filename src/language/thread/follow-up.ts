import type { MetricQuery } from "../../contracts/metric-query.js";
import type { Frame } from "../frame.js";

/**
 * The query that this question edits: the last one of the thread, where the question has no measure of its own, or
 * opens like a follow-up ("and …", "what about …"). Null where it stands alone.
 */
export function followUpOf(frame: Frame): MetricQuery | null {
  const last = frame.thread.queries.at(-1) ?? null;
  if (last === null || last.view !== frame.view.name || frame.flags.has("afresh")) return null;
  if (frame.flags.has("follow-up")) return last;
  const own = frame.items.some((item) => item.kind === "measure") || frame.flags.has("own selection");
  return own && !isFragment(frame) ? null : last;
}

/** A measure alone ("profit?") swaps the measure of the turn before. */
function isFragment(frame: Frame): boolean {
  const covered = frame.items
    .filter((item) => item.kind === "measure" || (item.kind === "link" && item.word === "and"))
    .reduce((sum, item) => sum + item.to - item.from, 0);
  return covered === frame.words.length;
}
