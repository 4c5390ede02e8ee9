import type { RefusalCode } from "../contracts/reading.js";
import type { RunState } from "./state.js";

/** Decides for a refusal; the edge to `deny` carries it. */
export function refuse(code: RefusalCode, message: string): Partial<RunState> {
  return { refusing: { code, message }, next: "deny" };
}

/** The end of a refused question: no rows of an earlier reading may stay with it. */
export async function deny(state: RunState): Promise<Partial<RunState>> {
  return { work: state.work.map((work) => ({ ...work, extracted: null })), draft: null, next: "end" };
}
