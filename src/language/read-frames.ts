import type { MetricQuery } from "../contracts/metric-query.js";
import { queryOf } from "./assemble.js";
import { claimsOf } from "./claims.js";
import { bestCovers, type Cover } from "./cover.js";
import type { Frame } from "./frame.js";
import { framesOf } from "./frames.js";
import type { Lexicon } from "./lexicon.js";
import type { Attempt, ReadContext } from "./read-state.js";
import { distinctFrames, RIVAL } from "./rivals.js";
import { correctedQuestions } from "./spelling.js";
import type { Word } from "./words.js";
import { splitWords } from "./words.js";

export interface FramesOfText {
  words: Word[];
  covers: Cover[];
  attempts: Attempt[];
  /** Cheapest first. */
  frames: Frame[];
}

/** All ways that were found to put the words together. */
export function framesOfText(text: string, lexicon: Lexicon, context: ReadContext): FramesOfText {
  const words = splitWords(text);
  const covers = bestCovers(words, claimsOf(words, lexicon, context));
  const attempts = correctedQuestions(words, covers, lexicon, context);
  const frames = attempts
    .flatMap((attempt) => framesOf(attempt, lexicon, context))
    .sort((a, b) => a.cost - b.cost);
  return { words, covers, attempts, frames };
}

/** The queries that a text reads to, best first; empty where it reads to none. */
export function bestQueries(text: string, lexicon: Lexicon, context: ReadContext): MetricQuery[] {
  const { frames } = framesOfText(text, lexicon, context);
  const valid = frames.filter((frame) => frame.problem === null && frame.outcome === null);
  const best = valid[0];
  if (best === undefined) return [];
  return distinctFrames(valid.filter((frame) => frame.cost <= best.cost + RIVAL)).map(queryOf);
}
