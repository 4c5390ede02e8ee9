import { isFunctionWord } from "../../../language/function-words.js";
import { splitWords } from "../../../language/words.js";
import { isFiller, isInOtherLanguage } from "../../plan/other-languages.js";

/**
 * Is the text in this language, by its small words? Claims are checked by the words of the language that was asked for, so a text
 * in another one would not be checked at all.
 */
export function isWrittenIn(text: string, language: string): boolean {
  const norms = splitWords(text).map(({ norm }) => norm);
  if (language === "en") return !isInOtherLanguage(norms);
  // Words that both languages have ("in") say nothing of either.
  const own = norms.filter((norm) => isFiller(norm, language) && !isFunctionWord(norm)).length;
  const english = norms.filter((norm) => isFunctionWord(norm) && !isFiller(norm, language)).length;
  return own > english;
}
