import type { Lexicon } from "../language/lexicon.js";
import { phraseQuery } from "../language/phrase-query.js";
import { readQuestion } from "../language/reader.js";
import { gate } from "../policy/gate.js";
import { compileQuery } from "../semantics/compile-query.js";

export type { Lexicon };

/** The pure rooms that the agents call, in one place: a test may script them to drive the graph. */
export interface Rooms {
  read: typeof readQuestion;
  phrase: typeof phraseQuery;
  compile: typeof compileQuery;
  gate: typeof gate;
}

export const ROOMS: Rooms = { read: readQuestion, phrase: phraseQuery, compile: compileQuery, gate };
