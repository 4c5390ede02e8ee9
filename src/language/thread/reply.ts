import type { ReadingOption, ReadResult, ThreadContext } from "../../contracts/reading.js";
import type { ReadContext } from "../read-state.js";
import { stem } from "../stem.js";
import { splitWords } from "../words.js";

const AGREEING = /^(yes|yep|yeah|yup|sure|right|correct|exactly|ok|okay|true|please)$/;

type Read = (text: string, thread: ThreadContext) => ReadResult;

const ORDINALS = "first second third fourth fifth".split(" ");
const FILLERS = new Set(
  "the a an option number choice answer one please i mean meant want id like by it is that use take go with for yes ok okay".split(
    " ",
  ),
);

/**
 * The answer to an open clarification: an option by its label or number, or free words that complete the question.
 * Null where nothing is open, or the reply is a new question.
 */
export function replyTo(text: string, context: ReadContext, read: Read): ReadResult | null {
  const { open } = context.thread;
  if (open === null) return null;
  const thread = { ...context.thread, open: null };
  const chosen = chosenOption(text, open.options);
  if (chosen !== null) return readOption(chosen, thread, read);
  const alone = read(text, thread);
  if (alone.kind === "command" || alone.kind === "definition") return alone;
  if (alone.kind === "readings" && hasOwnMeasure(alone)) return alone;
  const completed = read(`${open.original} ${text}`, thread);
  if (completed.kind === "readings" || completed.kind === "why") return completed;
  return alone.kind === "readings" ? alone : completed.kind === "clarification" ? completed : alone;
}

function readOption(option: ReadingOption, thread: ThreadContext, read: Read): ReadResult {
  const result = read(option.question, thread);
  if (option.query === null || result.kind !== "readings") return result;
  const [first] = result.readings;
  if (first === undefined) return result;
  return { kind: "readings", readings: [{ ...first, query: option.query, weight: 1, label: option.label }] };
}

function chosenOption(text: string, options: readonly ReadingOption[]): ReadingOption | null {
  const said = splitWords(text);
  const key = keyOf(text);
  const exact = options.find((option) => keyOf(option.label) === key || keyOf(option.question) === key);
  if (exact !== undefined) return exact;
  const words = said.filter(({ norm }) => !FILLERS.has(norm));
  const [only] = words;
  if (words.length === 1 && only !== undefined) {
    const ordinal = ORDINALS.indexOf(only.norm);
    const number = /^\d+(st|nd|rd|th)?$/.test(only.norm) ? Number.parseInt(only.norm, 10) - 1 : ordinal;
    const last = only.norm === "last" ? options.length - 1 : number;
    if (last >= 0 && options[last] !== undefined) return options[last];
  }
  // "Do you mean California?" "Yes."
  if (options.length === 1 && said.length > 0 && said.every(({ norm }) => AGREEING.test(norm)))
    return options[0] ?? null;
  if (words.length === 0) return null;
  const stems = words.map((word) => word.stem);
  const fitting = options.filter((option) => {
    const label = new Set(splitWords(option.label).map((word) => word.stem));
    return stems.every((word) => label.has(word));
  });
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

function keyOf(text: string): string {
  return splitWords(text)
    .map(({ norm }) => stem(norm))
    .join(" ");
}

function hasOwnMeasure(result: Extract<ReadResult, { kind: "readings" }>): boolean {
  return result.readings[0]?.ledger.some(({ kind }) => kind === "measure") ?? false;
}
