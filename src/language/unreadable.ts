import type { ReadResult, RefusalCode } from "../contracts/reading.js";

const MOST_CHARACTERS = 2000;
const MOST_WORDS = 150;
const SQL_WRITE =
  /\b(drop|truncate|alter|create)\s+(table|view|schema|database|index|user|role|catalog)\b|\bdelete\s+from\b|\binsert\s+into\b|\bupdate\s+\S+\s+set\b|\bmerge\s+into\b|\b(grant|revoke)\s+\w+.*\b(on|to|from)\b\s+\S+|;\s*--|\bunion\s+(all\s+)?select\b|\bcopy\s+into\b/i;
const SQL_READ = /^\s*(explain\s+)?(select\s+[\s\S]*\bfrom\b|with\s+[\w`"]+\s+as\s*\()/i;
const MARKUP = /<\s*(script|iframe|img|svg|style|object|embed|form)\b/i;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
const OTHER_SCRIPT =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Thai}\p{Script=Devanagari}]/gu;

/** One clear refusal for text that is no question in English: empty, too long, signs only, SQL, markup. Null for the rest. */
export function unreadable(text: string): ReadResult | null {
  if (text.trim() === "")
    return refusal(
      "not_a_data_question",
      "The question is empty: ask for a number, such as a measure by a field.",
    );
  if (SQL_WRITE.test(text))
    return refusal(
      "unsafe",
      "That is a statement that would change or reach past the data; only questions are answered here.",
    );
  if (text.length > MOST_CHARACTERS || text.trim().split(/\s+/).length > MOST_WORDS)
    return refusal(
      "not_supported",
      `The question has ${text.length.toLocaleString("en-US")} characters; ask it in at most ${MOST_WORDS} words.`,
    );
  if (SQL_READ.test(text))
    return refusal(
      "not_supported",
      "That is SQL; ask in plain words instead, naming a measure, and the query is written for you.",
    );
  if (MARKUP.test(text))
    return refusal("not_a_data_question", "That is markup, not a question; ask in plain words.");
  if (!LETTER_OR_DIGIT.test(text))
    return refusal("not_a_data_question", "There are no words in that; ask for a number in plain words.");
  return null;
}

/** True where most letters are of a script that English does not use. */
export function isOtherScript(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return letters > 0 && (text.match(OTHER_SCRIPT)?.length ?? 0) / letters > 0.4;
}

/** Small words of languages near to English in script; "de" and "la" also stand in names, so two are needed. */
const FOREIGN = new Set(
  `quel quels quelle quelles sont les des est pour dans avec combien sur nous notre mois dernier derniere annee ventes une du aux
  wie hoch waren der das den dem im letzten letzte letzter letztes monat jahr nach und fur von mit wir viele ist sind umsatz welche welcher welches zeige mir
  cuantas cuantos cuanto cual cuales fueron por los las el ventas del mes pasado ano con muestra como estan
  quanto quante quanti quali sono della nel dello degli mese scorso qual quais foram vendas ultimo ultima passado
  hoeveel het vorige maand jaar voor wat zijn waren welke hvor mange som och hur manga ile jest`.split(/\s+/),
);

/** True where the words that were not understood are those of another language. */
export function isOtherLanguage(unknown: readonly string[]): boolean {
  const foreign = unknown.filter((word) => FOREIGN.has(word)).length;
  return foreign >= 2 && foreign * 4 >= unknown.length;
}

export function refusal(code: RefusalCode, message: string): ReadResult {
  return { kind: "refusal", code, message, ledger: [] };
}
