import type { IsoDate } from "../contracts/dates.js";
import type { BindingStrength, ThreadContext } from "../contracts/reading.js";
import type { Entry } from "./entry.js";
import type { Operation } from "./frame.js";
import type { Lexicon } from "./lexicon.js";
import type { NumberMatch } from "./numbers.js";
import type { PeriodMatch } from "./periods/period-match.js";
import type { Word } from "./words.js";

export type Meaning =
  | { kind: "measure" | "field" | "value" | "term" | "view" | "hidden" | "ignorable"; entries: Entry[] }
  | { kind: "period"; match: PeriodMatch }
  | { kind: "number"; number: NumberMatch }
  | { kind: "operation"; operation: Operation }
  | { kind: "link"; word: string }
  | { kind: "unknown" };

/** A run of words with one possible meaning. */
export interface Claim {
  /** Half-open range of word positions. */
  from: number;
  to: number;
  meaning: Meaning;
  /** Added to the cover's cost; 0 for certain. */
  cost: number;
  strength: BindingStrength;
  /** 0..1: similarity of a corrected word, 1 otherwise. */
  score: number;
}

/** What a construct may look at when it proposes. */
export interface Scene {
  words: readonly Word[];
  lexicon: Lexicon;
  asOf: IsoDate;
  thread: ThreadContext;
  periods: readonly PeriodMatch[];
  numberAt(at: number): NumberMatch | null;
}

export interface Proposal extends Omit<Operation, "construct" | "order"> {
  from: number;
  to: number;
  /** Default 0. */
  cost?: number;
}

/** One construct of language: it finds its words and says what they do. Adding one = one file in `constructs/`. */
export interface Construct {
  name: string;
  /** Lower ones take their words and their steps first: 10, 20, …, so that there is room between two. */
  turn: number;
  propose(scene: Scene): Proposal[];
}
