import type { ReadResult } from "../contracts/reading.js";
import type { ModelView } from "../contracts/semantic-model.js";
import type { Claim } from "./claim.js";
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
