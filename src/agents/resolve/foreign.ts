import type { ReadResult } from "../../contracts/reading.js";
import { isOtherLanguage, isOtherScript } from "../../language/unreadable.js";
import { splitWords } from "../../language/words.js";
import { refuse } from "../deny.js";
import { isInOtherLanguage } from "../plan/other-languages.js";
import type { RunState } from "../state.js";

/** Is the question in another language than English, by its script or its small words? */
export function isForeign(text: string): boolean {
  const norms = splitWords(text).map(({ norm }) => norm);
  return isOtherScript(text) || isOtherLanguage(norms) || isInOtherLanguage(norms);
}

/** Without a model a question in another language is not asked about word by word: that it can't be read is said at once. Null for any other. */
export function foreignRefusal(read: ReadResult, text: string): Partial<RunState> | null {
  if (read.kind !== "clarification" && !(read.kind === "refusal" && read.code === "no_such_data"))
    return null;
  if (!isForeign(text)) return null;
  return refuse("not_supported", "Only questions in English are read; ask again in English.");
}
