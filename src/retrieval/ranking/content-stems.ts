import { stemmer } from "stemmer";

/** Words that stand in questions of every kind, so that they tell nothing about their subject. */
const STOP_WORDS = new Set(
  (
    "a about again all also am an and any are as at be because been being both but by can could did do does doing each " +
    "few for from further get give had has have having he her here him his how i if in into is it its just let list " +
    "many me more most much my no nor not of off on once only or other our out over please show some such tell than " +
    "that the their them then there these they this those to too under until up us very was we were what when where " +
    "which while who whom whose why will with would you your"
  ).split(" "),
);

/** Stems (Porter) of the words that say what a text is about, in order, with repeats. */
export function contentStems(text: string): string[] {
  return contentWords(text).map((word) => stemmer(word));
}

/** Lower-case words without diacritics and stop words; "order_lines" and "OrderLines" are two words each. */
export function contentWords(text: string): string[] {
  return text
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "" && !STOP_WORDS.has(word));
}
