import type { Prose } from "../prose.js";

/** The words of an answer. */
export interface Story {
  headline: Prose;
  narrative: Prose;
}
