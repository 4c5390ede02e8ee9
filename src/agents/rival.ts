import type { RunState } from "./state.js";

/** Takes up the next reading, or the next part of a "why". */
export async function nextRival(state: RunState): Promise<Partial<RunState>> {
  return { at: state.at + 1, next: "validate" };
}

/** Is there work after the one in hand? */
export function hasNext(state: RunState): boolean {
  return state.at + 1 < state.work.length;
}
