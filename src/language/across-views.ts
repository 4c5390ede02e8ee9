import type { ReadingOption, ReadResult } from "../contracts/reading.js";
import type { ModelView } from "../contracts/semantic-model.js";
import type { Claim } from "./claim.js";
import type { Cover } from "./cover.js";
import { missingIn } from "./expand.js";
import { meaningOf, phraseQuery } from "./phrase-query.js";
import { bestQueries } from "./read-frames.js";
import type { ReadState } from "./read-state.js";
import { refusal } from "./unreadable.js";

const MOST_OPTIONS = 3;

/** All words are known, but no one view has a meaning for all of them: says which do not go together, and what does. */
export function acrossViews(state: ReadState): ReadResult {
  const [cover] = state.covers;
  if (cover === undefined)
    return refusal("not_a_data_question", "Ask for a measure, by a field or for a period.");
  const homes = homesOfMeasures(state, cover);
  if (homes.length > 1) return oneOfEach(state, cover, homes);
  const fits = state.lexicon.views
    .map((view) => ({ view, missing: missingIn(cover, view) }))
    .sort((a, b) => a.missing.length - b.missing.length);
  const measure = cover.claims.find(({ meaning }) => meaning.kind === "measure");
  const home = fits.find(({ missing }) => measure !== undefined && !missing.includes(measure)) ?? fits[0];
  if (home === undefined) return refusal("no_such_data", "There is nothing that you may ask.");
  const names = home.missing.map((claim) => `"${textOf(state, claim.from, claim.to)}"`);
  const options = replacements(state, home.missing, measure ?? null, home.view);
  const what = measure === undefined ? home.view.name : `"${textOf(state, measure.from, measure.to)}"`;
  return {
    kind: "clarification",
    question: `${names.join(" and ")} ${names.length > 1 ? "do" : "does"} not go with ${what}. What should be shown instead?`,
    options,
    ledger: [],
  };
}

interface Home {
  view: ModelView;
  measures: Claim[];
}

/** The fewest views that have all measures named; one where they stand in one view. */
function homesOfMeasures({ lexicon }: ReadState, cover: Cover): Home[] {
  let left = cover.claims.filter(({ meaning }) => meaning.kind === "measure");
  const homes: Home[] = [];
  while (left.length > 0) {
    const [best] = lexicon.views
      .map((view) => ({ view, measures: left.filter((claim) => !missingIn(cover, view).includes(claim)) }))
      .sort((a, b) => b.measures.length - a.measures.length);
    if (best === undefined || best.measures.length === 0) break;
    homes.push(best);
    left = left.filter((claim) => !best.measures.includes(claim));
  }
  return homes;
}

/** Measures of views that nothing joins make no common row: says which is where, and offers each with its own number. */
function oneOfEach(state: ReadState, cover: Cover, homes: readonly Home[]): ReadResult {
  const options = homes.slice(0, MOST_OPTIONS).flatMap(({ view, measures }): ReadingOption[] => {
    const [query] = bestQueries(textWithin(state, cover, view), state.lexicon, state.context);
    if (query === undefined || query.view !== view.name) return [];
    const label = measures.map(({ from, to }) => textOf(state, from, to)).join(" and ");
    return [
      {
        label: label.charAt(0).toUpperCase() + label.slice(1),
        question: phraseQuery(query, state.lexicon, state.context.asOf),
        query,
      },
    ];
  });
  const where = homes.map(
    ({ view, measures }) =>
      `${measures.map(({ from, to }) => `"${textOf(state, from, to)}"`).join(" and ")} in ${view.name}`,
  );
  return {
    kind: "clarification",
    question: `One answer reads one view, and these stand in different ones: ${where.join(", ")}. Which should be shown?`,
    options,
    ledger: [],
  };
}

const JOINING = new Set(["and", "or", "vs", "versus", "with", "plus", "by", "per", "against", "to"]);

/** The question without the words that mean nothing in the view, and without what joined them to the others. */
function textWithin({ words }: ReadState, cover: Cover, view: ModelView): string {
  const gone = new Set<number>();
  for (const { from, to } of missingIn(cover, view)) {
    for (let at = from; at < to; at++) gone.add(at);
    for (let at = from - 1; at >= 0 && JOINING.has(words[at]?.norm ?? ""); at--) gone.add(at);
  }
  const kept = words.filter((_, at) => !gone.has(at));
  while (JOINING.has(kept[0]?.norm ?? "")) kept.shift();
  return kept.map(({ text, quoted }) => (quoted ? `"${text}"` : text)).join(" ");
}

/** The question without what does not fit, and with measures of the view that has it. */
function replacements(state: ReadState, missing: readonly Claim[], measure: Claim | null, home: ModelView) {
  const other = state.lexicon.views.find(
    (view) =>
      view !== home &&
      missing.every(
        ({ meaning }) => "entries" in meaning && meaning.entries.some((entry) => entry.view === view.name),
      ),
  );
  const instead =
    measure === null ? [] : (other?.measures ?? []).slice(0, MOST_OPTIONS).map(({ name }) => name);
  const texts = instead.map((name) => ({
    label: name,
    text: state.words
      .flatMap((word, at) =>
        measure !== null && at >= measure.from && at < measure.to
          ? at === measure.from
            ? [`"${name}"`]
            : []
          : [word.text],
      )
      .join(" "),
  }));
  const seen = new Set<string>();
  return texts.flatMap(({ label, text }) => {
    const [query] = bestQueries(text, state.lexicon, state.context);
    if (query === undefined || seen.has(meaningOf(query))) return [];
    seen.add(meaningOf(query));
    return [{ label, question: phraseQuery(query, state.lexicon, state.context.asOf), query }];
  });
}

function textOf(state: ReadState, from: number, to: number): string {
  return state.words
    .slice(from, to)
    .map(({ text }) => text)
    .join(" ");
}
