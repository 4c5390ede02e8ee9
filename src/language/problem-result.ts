import type { ReadingOption, ReadResult } from "../contracts/reading.js";
import { queryOf } from "./assemble.js";
import { buildOrder } from "./build/order.js";
import type { Frame } from "./frame.js";
import { ledgerOf } from "./ledger.js";
import { phraseQuery } from "./phrase-query.js";
import type { ReadState } from "./read-state.js";
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
  const needsMeasure = problem?.needs === "measure";
  const options =
    problem === null || problem.options.length > 0 || !needsMeasure
      ? (problem?.options ?? [])
      : measureOptions(frame, state);
  const question = problem?.question ?? "What should be shown?";
  const names = options.map(({ label }) => label).join(", ");
  return {
    kind: "clarification",
    question: needsMeasure && names !== "" ? `${question.replace(/\?$/, "")}: ${names}?` : question,
    options,
    ledger,
  };
}

/** The same question with each of the view's first measures. */
function measureOptions(frame: Frame, state: ReadState): ReadingOption[] {
  const [first] = state.lexicon.views;
  const view = frame.items.length === 0 && first !== undefined ? first : frame.view;
  return view.measures.slice(0, MOST_OPTIONS).map((measure) => {
    const whole: Frame = {
      ...frame,
      view,
      draft: { ...frame.draft, select: [{ kind: "measure", measure: measure.name }], order: [] },
    };
    for (const item of frame.items) if (item.kind === "field" && item.role === "free") item.role = "group";
    buildOrder(whole);
    const query = queryOf(whole);
    return { label: measure.name, question: phraseQuery(query, state.lexicon, state.context.asOf), query };
  });
}
