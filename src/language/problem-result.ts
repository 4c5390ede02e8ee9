import type { MetricQuery } from "../contracts/metric-query.js";
import type { ReadingOption, ReadResult } from "../contracts/reading.js";
import type { ModelView } from "../contracts/semantic-model.js";
import { countsMembersOf } from "./build/self-count.js";
import type { Frame } from "./frame.js";
import { ledgerOf } from "./ledger.js";
import { fieldKey } from "./lexicon.js";
import { meaningOf, phraseQuery } from "./phrase-query.js";
import { bestQueries } from "./read-frames.js";
import type { ReadState } from "./read-state.js";
import { asTyped } from "./replacement-options.js";
import { refusal } from "./unreadable.js";

const MOST_OPTIONS = 4;
const GREETINGS = new Set(
  "hi hello hey dear thanks thank thx cheers good morning afternoon evening day you there ok okay please i".split(
    " ",
  ),
);

/** What to say where all words are understood, but do not make a query. */
export function problemResult(frame: Frame, state: ReadState): ReadResult {
  const ledger = ledgerOf(frame);
  const { problem } = frame;
  if (problem?.refusal) return { kind: "refusal", ...problem.refusal, ledger };
  if (state.words.every(({ norm }) => GREETINGS.has(norm)))
    return refusal("not_a_data_question", "Ask for a measure, by a field or for a period.");
  const needs = problem?.needs ?? null;
  const options =
    needs === null || problem === null ? (problem?.options ?? []) : completions(frame, state, needs);
  const question = problem?.question ?? "What should be shown?";
  const names = options.map(({ label }) => label).join(", ");
  return {
    kind: "clarification",
    question: needs !== null && names !== "" ? `${question.replace(/[?.]$/, "")}: ${names}?` : question,
    options,
    ledger,
  };
}

/** The same question with each of the view's first measures or fields; only those that then read to a query. */
function completions(frame: Frame, state: ReadState, needs: "measure" | "field"): ReadingOption[] {
  const [first] = state.lexicon.views;
  const view = frame.items.length === 0 && first !== undefined ? first : frame.view;
  const { place, fitting } = frame.problem ?? { place: null, fitting: null };
  const measures = fitting ?? view.measures;
  const names = needs === "measure" ? measures.map(({ name }) => name) : splittable(view, state);
  const seen = new Set<string>();
  const options = names.slice(0, MOST_OPTIONS + 1).flatMap((name) => {
    const added = needs === "measure" ? `"${name}"` : `by "${name}"`;
    const [query] = bestQueries(completed(state, place, added), state.lexicon, state.context);
    if (query === undefined || seen.has(meaningOf(query)) || isCountedByGroup(frame, name, query)) return [];
    seen.add(meaningOf(query));
    return [{ label: name, question: phraseQuery(query, state.lexicon, state.context.asOf), query }];
  });
  return options.slice(0, MOST_OPTIONS);
}

function completed({ text, words }: ReadState, place: number | null, added: string): string {
  if (place === null) return `${text.replace(/[?!.\s]+$/u, "")} ${added}`;
  return [...words.slice(0, place).map(asTyped), added, ...words.slice(place).map(asTyped)].join(" ");
}

/** "Customers, by Customer" helps no one. */
function isCountedByGroup(frame: Frame, name: string, { groupBy }: MetricQuery): boolean {
  const measure = frame.view.measures.find((candidate) => candidate.name === name);
  return (
    measure !== undefined &&
    groupBy.some((grouping) => {
      const field =
        grouping.kind === "field"
          ? frame.view.fields.find((other) => other.name === grouping.field)
          : undefined;
      return field !== undefined && countsMembersOf(frame, measure, field);
    })
  );
}

/** Text fields with more than one value, the fewest first: what a number can be split by. */
function splittable(view: ModelView, { lexicon }: ReadState): string[] {
  const count = (field: string): number =>
    lexicon.profiles.get(fieldKey(view.name, field))?.distinctCount ?? 0;
  return view.fields
    .filter((field) => field.type !== "date" && field.type !== "number" && count(field.name) > 1)
    .sort((a, b) => count(a.name) - count(b.name))
    .map(({ name }) => name);
}
