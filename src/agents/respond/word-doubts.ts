import type { LedgerEntry } from "../../contracts/reading.js";
import { isEmptyWord, isLink } from "../../language/function-words.js";
import { splitWords, type Word } from "../../language/words.js";

/** Something about the shape of a question that makes its reading doubtful, with the words that show it. */
export interface WordDoubt {
  signal: WordSignal;
  /** A sentence that names the words. */
  note: string;
}

export const WORD_SIGNALS = [
  "endsOpen",
  "postposed",
  "gap",
  "joinedGap",
  "particle",
  "emptyCall",
  "startsOpen",
  "byValue",
  "bareField",
  "bareUnit",
  "pointer",
  "periodPair",
  "valuePair",
  "fieldPair",
  "measurePair",
] as const;
export type WordSignal = (typeof WORD_SIGNALS)[number];

/** A run of words that became one thing, or a preposition that nothing claimed. */
interface Token {
  kind: LedgerEntry["kind"] | "link";
  text: string;
  first: string;
  last: string;
  /** The word before it, whatever that is. */
  previous: string;
  width: number;
  /** A field that makes rows, not the name before a value or a period. */
  splits: boolean;
  /** Punctuation stands before it. */
  apart: boolean;
}

/** Words that call for a value, a number or a field to come. */
const CALLING = new Set(["without", "excluding", "except", "outside", "above", "below", "over", "under"]);
/** "Excluding 2017" leaves time out. */
const LEAVING_OUT = new Set(["without", "excluding", "except", "outside"]);
const BY = new Set(["by", "per", "each", "every"]);
/** These may stand before another preposition: "by region and by month", "than in the East". */
const JOINING = new Set(["and", "or", "but", "than", "vs", "versus"]);
const EACH = /^(each|every)$/;
/** Parts of verbs more often than prepositions. */
const ADVERBS = new Set(["up", "off"]);
/** A period that starts with one of these is compared or bounded: it needs nothing to join it. */
const LEADS_PERIOD =
  /^(since|until|till|after|before|compared|relative|through|to|each|every|per|by|same|ending|starting)$/;
/** "Shipped by rail" names what did it. */
const PASSIVE = /ed$/;
const ASKING = /^(which|what|who|whom|how|where)$/;
const AUXILIARY = /^(do|does|did|is|are|was|were|has|have|had|can|could|will|would)$/;
const LEADING = /^(in|of|for|from|at|on|within|during)$/;
const UNIT = /^(day|week|month|quarter|half|year)s?$/;
const POINTER = /^(this|that|these|those|such)$/;
const PAIRS: Partial<Record<Token["kind"], WordSignal>> = {
  period: "periodPair",
  value: "valuePair",
  field: "fieldPair",
  measure: "measurePair",
};

/** Doubts that the words themselves raise: prepositions that lead nowhere, neighbours that nothing joins. None where only a part of the question was read. */
export function wordDoubts(question: string, ledger: readonly LedgerEntry[]): WordDoubt[] {
  const words = splitWords(question);
  const spans = ledger.filter((entry): entry is Spanned => entry.span !== null);
  if (spans.some((entry) => !standsThere(entry, words))) return [];
  const tokens = tokensOf(words, spans);
  if (tokens.every(({ kind }) => kind === "link")) return [];
  return [
    ...openLinks(words, spans),
    ...tokens.flatMap((token, at) => [
      ...doubtsAt(token, tokens[at + 1], tokens[at - 1]),
      ...apartMeasures(token, tokens[at + 1], tokens[at + 2]),
    ]),
  ];
}

type Spanned = LedgerEntry & { span: { from: number; to: number } };

function standsThere({ span, words: typed }: Spanned, words: readonly Word[]): boolean {
  const [first] = splitWords(typed);
  return first === undefined || words[span.from]?.norm === first.norm;
}

/** Prepositions after which nothing, or the next preposition, comes. */
function openLinks(words: readonly Word[], spans: readonly Spanned[]): WordDoubt[] {
  const kindAt = words.map(
    (_, at) => spans.find(({ span }) => at >= span.from && at < span.to)?.kind ?? null,
  );
  const isUnread = (at: number): boolean => kindAt[at] === null || kindAt[at] === "ignorable";
  return words.flatMap(({ norm, text, quoted }, at): WordDoubt[] => {
    if (POINTER.test(norm) && kindAt[at] === null)
      return [{ signal: "pointer", note: `It is not clear what "${text}" points at.` }];
    if (quoted || ADVERBS.has(norm) || !(isLink(norm) || BY.has(norm) || CALLING.has(norm))) return [];
    const next = words.findIndex((word, index) => index > at && !(isEmptyWord(word.norm) && isUnread(index)));
    const following = words[next];
    if (following === undefined) {
      const filled =
        at > 0 &&
        (kindAt[at - 1] === "period" || kindAt[at - 1] === "value") &&
        !isLed(words, kindAt, at - 1);
      return [
        { signal: filled ? "postposed" : "endsOpen", note: `It is not clear what should follow "${text}".` },
      ];
    }
    if (CALLING.has(norm) && !isLink(norm)) return [];
    if (!(isLink(following.norm) || BY.has(following.norm) || CALLING.has(following.norm))) return [];
    // "With at least two jobs", "with between 40 and 45 loans": the bound is what follows.
    const starts = spans.find(({ span }) => span.from === next);
    if (starts?.kind === "operation" && starts.span.to - next > 1 && !BY.has(following.norm)) return [];
    // "Each of the last four weeks".
    if (EACH.test(norm) && following.norm === "of") return [];
    // "In each region", "for every month".
    if (EACH.test(following.norm) && isLink(norm) && !JOINING.has(norm)) return [];
    const afterVerb =
      at > 0 && ((isUnread(at - 1) && isEmptyWord(words[at - 1]?.norm ?? "")) || isVerb(spans, at - 1));
    // "How many states did we sell to in 2017": what is asked for stands in front of its preposition.
    if (afterVerb && asksForThing(words, at)) return [];
    const signal = JOINING.has(norm) ? "joinedGap" : afterVerb ? "particle" : "gap";
    return [{ signal, note: `It is not clear what "${text}" before "${following.text}" means.` }];
  });
}

/** A name that stands for what was done ("sell to"). */
function isVerb(spans: readonly Spanned[], at: number): boolean {
  return spans.some(({ span, as }) => span.to === at + 1 && as.startsWith("what was "));
}

function asksForThing(words: readonly Word[], at: number): boolean {
  const asking = words.findIndex(({ norm }) => ASKING.test(norm));
  return asking >= 0 && words.slice(asking, at).some(({ norm }) => AUXILIARY.test(norm));
}

/** Does a preposition stand before the run of words that ends at `at`? */
function isLed(words: readonly Word[], kindAt: readonly (LedgerEntry["kind"] | null)[], at: number): boolean {
  const kind = kindAt[at];
  let from = at;
  while (from > 0 && kindAt[from - 1] === kind) from--;
  const before = words.slice(0, from).findLast((word) => !isEmptyWord(word.norm));
  return [words[from], before].some(
    (word) => word !== undefined && (isLink(word.norm) || CALLING.has(word.norm)),
  );
}

/** "Profit in margin": two numbers with a preposition that joins no numbers. */
function apartMeasures(token: Token, link: Token | undefined, next: Token | undefined): WordDoubt[] {
  const apart = token.kind === "measure" && link?.kind === "link" && LEADING.test(link.last);
  if (!apart || next?.kind !== "measure") return [];
  return [
    {
      signal: "measurePair",
      note: `It is not clear how "${token.text}" and "${next.text}" belong together.`,
    },
  ];
}

function doubtsAt(token: Token, next: Token | undefined, before: Token | undefined): WordDoubt[] {
  const doubts: WordDoubt[] = [];
  const add = (signal: WordSignal, note: string): void => {
    doubts.push({ signal, note });
  };
  if (token.kind === "operation" && token.width === 1 && next !== undefined && !answers(token, next))
    add("emptyCall", `It is not clear what "${token.text}" before "${next.text}" means.`);
  if (token.kind === "link" && before === undefined && next?.kind === "measure")
    add("startsOpen", `It is not clear what "${token.text}" before "${next.text}" means.`);
  if (BY.has(token.last) && next?.kind === "value" && !PASSIVE.test(token.previous) && token.kind !== "field")
    add("byValue", `"${token.text} ${next.text}" was read as a filter.`);
  if (token.kind === "measure" && next?.kind === "field" && next.splits && !next.apart)
    add("bareField", `It is not clear how "${token.text}" and "${next.text}" belong together.`);
  if (
    token.kind === "period" &&
    token.width === 1 &&
    UNIT.test(token.last) &&
    before !== undefined &&
    !leads(before)
  )
    add("bareUnit", `It is not clear which ${token.last} "${token.text}" means.`);
  const pair = PAIRS[token.kind];
  if (
    pair !== undefined &&
    next?.kind === token.kind &&
    !next.apart &&
    !isLink(next.first) &&
    !LEADS_PERIOD.test(next.first)
  )
    add(pair, `It is not clear how "${token.text}" and "${next.text}" belong together.`);
  return doubts;
}

/** Does what comes next fill the place that a calling word opens? Others call for nothing. */
function answers({ last }: Token, next: Token): boolean {
  if (BY.has(last)) return next.kind !== "link";
  if (next.kind === "period") return !CALLING.has(last) || (LEAVING_OUT.has(last) && !isLink(next.first));
  return !CALLING.has(last) || next.kind !== "link";
}

function leads({ kind, last }: Token): boolean {
  return kind === "operation" || kind === "link" || BY.has(last);
}

function tokensOf(words: readonly Word[], spans: readonly Spanned[]): Token[] {
  const starts = new Map(spans.map((entry) => [entry.span.from, entry]));
  const tokens: Token[] = [];
  let apart = false;
  for (let at = 0; at < words.length; ) {
    const word = words[at];
    const entry = starts.get(at);
    const to = Math.max(entry?.span.to ?? 0, at + 1);
    apart ||= word?.gap !== "none";
    const kind = kindOf(entry, word);
    if (kind !== null) {
      const run = words.slice(at, to);
      const text = run.map((each) => each.text).join(" ");
      tokens.push({
        kind,
        text,
        first: run[0]?.norm ?? "",
        last: run.at(-1)?.norm ?? "",
        previous: words[at - 1]?.norm ?? "",
        width: run.length,
        splits: entry?.as.startsWith("by ") ?? false,
        apart,
      });
      apart = false;
    }
    at = to;
  }
  return tokens;
}

function kindOf(entry: Spanned | undefined, word: Word | undefined): Token["kind"] | null {
  if (entry !== undefined) return entry.kind === "ignorable" ? null : entry.kind;
  return word !== undefined && isLink(word.norm) ? "link" : null;
}
