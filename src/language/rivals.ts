import { queryOf } from "./assemble.js";
import type { Frame } from "./frame.js";

/** Readings that cost this much more than the best are no rivals. */
export const RIVAL = 0.32;

/** One frame for each query; a measure of the same definition in another view is no second reading. */
export function distinctFrames(frames: readonly Frame[]): Frame[] {
  const seen = new Set<string>();
  return frames.filter((frame) => {
    const key = meaningKey(frame);
    return !seen.has(key) && seen.add(key);
  });
}

function meaningKey(frame: Frame): string {
  const { view, ...query } = queryOf(frame);
  const definitions = query.select.map((selection) => {
    const name = selection.kind === "measure" ? selection.measure : null;
    return frame.view.measures.find((measure) => measure.name === name)?.expr ?? view;
  });
  return JSON.stringify([query, definitions, frame.view.source, frame.view.filter]);
}
