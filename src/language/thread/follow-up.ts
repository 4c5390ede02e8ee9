import type { MetricQuery } from "../../contracts/metric-query.js";
import type { Frame } from "../frame.js";

/**
 * The query that this question edits: the last one of the thread, where the question has no measure of its own, or
 * opens like a follow-up ("and …", "what about …"). Null where it stands alone.
 */
export function followUpOf(frame: Frame): MetricQuery | null {
  const last = frame.thread.queries.at(-1) ?? null;
  if (last === null || last.view !== frame.view.name) return null;
  const own = frame.items.some((item) => item.kind === "measure") || frame.flags.has("own selection");
  return own && !frame.flags.has("follow-up") ? null : last;
}
