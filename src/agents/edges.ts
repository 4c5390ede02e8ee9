import type { StepName } from "./ports.js";

/** Which step may send a question where. */
export type Edges = Record<StepName, readonly (StepName | "end")[]>;

/** The way of a question through the agents. The loops are `repair` (a model's reading, once), `rival` (each further reading or part), `confirm` (a model's own reading of a doubtful question, once) and `clarify` (a reply). */
export const EDGES: Edges = {
  resolve: ["validate", "respond", "clarify", "deny"],
  validate: ["extract", "repair", "rival", "respond", "clarify", "deny"],
  repair: ["validate", "clarify"],
  extract: ["rival", "respond"],
  rival: ["validate"],
  respond: ["end", "clarify", "confirm"],
  confirm: ["validate", "respond"],
  clarify: ["resolve"],
  deny: ["end"],
};
