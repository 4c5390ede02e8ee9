import type { Asking, RunState } from "./state.js";
import { initialState } from "./state.js";

/** Sends the question to the person instead of the rows. */
export function ask(asking: Asking): Partial<RunState> {
  return { asking, next: "clarify" };
}

/** The run as it goes on with the reply: everything that the first asker's rights produced is dropped. */
export function resumeWith(run: RunState, reply: { text: string; thread: RunState["thread"] }): RunState {
  return initialState(run.build, reply.text, reply.thread);
}
