import type { IsoDate } from "../contracts/dates.js";
import type { ThreadContext } from "../contracts/reading.js";
import type { Cover } from "./cover.js";
import type { Frame } from "./frame.js";
import type { Lexicon } from "./lexicon.js";
import type { Word } from "./words.js";

export interface ReadContext {
  /** "Today": the day that relative periods count from. */
  asOf: IsoDate;
  thread: ThreadContext;
}

/** One way to spell the question, with its covers. */
export interface Attempt {
  words: readonly Word[];
  covers: Cover[];
  /** Cost of the corrections made. */
  cost: number;
}

/** All that is known of a question when its result is judged. */
export interface ReadState {
  text: string;
  words: readonly Word[];
  /** Covers of the words as typed. */
  covers: Cover[];
  attempts: Attempt[];
  frames: Frame[];
  lexicon: Lexicon;
  context: ReadContext;
}
