import { ask } from "../clarify.js";
import type { RunScope } from "../run-scope.js";
import { viewOf } from "../run-scope.js";
import type { Asking, Draft, RunState, Work } from "../state.js";
import { askBetween } from "./ask-between.js";
import { askedBound } from "./asked-bound.js";
import { sameRows } from "./compare-rivals.js";
import { confidenceOf, signalsOf } from "./confidence.js";
import { defineTopic } from "./define/define-topic.js";
import { followUpsOf } from "./follow-ups.js";
import { freshnessOf, staleNote } from "./freshness.js";
import { interpretationOf } from "./interpretation.js";
import { loadedDays } from "./loaded-days.js";
import { narrate } from "./narrate.js";
import { partNotes } from "./part-bucket.js";
import { previewOf } from "./preview.js";
import type { Scene } from "./scene.js";
import { isOwnWhole } from "./scene.js";
import { BEST_EFFORT, PLAIN, settle } from "./settle.js";
import { isPartlyCovered, uncertaintyOf } from "./uncertainty.js";
import { unevenNotes } from "./uneven-periods.js";
import { answerWhy } from "./why/answer-why.js";
import { type WordDoubt, wordDoubts } from "./word-doubts.js";
import { written } from "./write/written.js";

/** Turns rows into an answer, or into a question back where rival readings disagree or too little is sure. */
export async function respond(state: RunState, scope: RunScope): Promise<Partial<RunState>> {
  if (state.topic) {
    const defined = defineTopic(state.topic, state, scope);
    return { draft: settle(defined, state.text, scope), next: "end" };
  }
  const done = state.work.filter(({ role, extracted }) => role === "reading" && extracted);
  const [best, ...others] = done;
  if (!best) throw new TypeError("There is nothing to answer from.");
  if (state.asking) return ask(previewed(state.asking, done, state, scope));
  const differing = others.filter((other) => !agree(best, other));
  if (differing.length > 0 && !state.clarified) return ask(between([best, ...differing], state, scope));
  const noted = {
    ...best,
    notes: [...best.notes, ...sameNotes(best, others, differing), ...unrunNotes(state)],
  };
  const plain = draftOf(noted, state, scope);
  const parts = state.work.filter(({ role }) => role === "part");
  if (wantsOpinion(plain, done, state, scope)) return { next: "confirm" };
  const draft = parts.length > 0 ? answerWhy(plain, noted, parts, sceneOf(noted, state, scope)) : plain;
  if (draft.confidence >= BEST_EFFORT || state.clarified)
    return { draft: await written(settle(draft, state.text, scope), state, scope), next: "end" };
  return ask(confirming(noted, doubtsOf(noted, state), state, scope));
}

const MOST_READINGS = 3;
/** What stands on a model's word is best effort, however few doubts there are beside it. */
const BEST_OF_MODEL = PLAIN - 0.001;

/** A reading that goes out with doubts, where a model could still say how it reads the words. */
function wantsOpinion({ confidence, work }: Draft, done: Work[], state: RunState, scope: RunScope): boolean {
  const doubtful = confidence >= BEST_EFFORT && confidence < PLAIN;
  if (!doubtful || !scope.ports.planner || state.opinionAsked || state.clarified) return false;
  const parts = state.work.some(({ role }) => role === "part");
  return work?.source === "reader" && work.query !== null && !parts && done.length < MOST_READINGS;
}

function agree(a: Work, b: Work): boolean {
  return a.extracted !== null && b.extracted !== null && sameRows(a.extracted, b.extracted);
}

function between(works: Work[], state: RunState, scope: RunScope) {
  return askBetween(
    works,
    works.map((work) => previewOf(sceneOf(work, state, scope))),
  );
}

/** A question back with the numbers of the options that could be run. */
function previewed(asking: Asking, works: Work[], state: RunState, scope: RunScope): Asking {
  const options = asking.shown.options.map((option) => {
    const work = works.find(({ label, question }) => label === option.label && question === option.question);
    return work ? { ...option, preview: previewOf(sceneOf(work, state, scope)) } : option;
  });
  return { ...asking, shown: { ...asking.shown, options } };
}

/** One unsure reading: is it what was meant? */
function confirming(work: Work, doubts: readonly WordDoubt[], state: RunState, scope: RunScope) {
  const asking = between([work], state, scope);
  const question = [...new Set(doubts.map(({ note }) => note)), `Do you mean: ${work.question}`].join(" ");
  return { ...asking, shown: { ...asking.shown, question } };
}

/** Words of a verified question are its own. */
function doubtsOf(work: Work, state: RunState): WordDoubt[] {
  return work.verified === null ? wordDoubts(state.text, work.ledger) : [];
}

function sameNotes(best: Work, others: Work[], differing: Work[]): string[] {
  const same = others.filter((other) => !differing.includes(other)).map(({ label }) => `"${label}"`);
  if (same.length === 0) return [];
  return [`This was read as "${best.label}"; read as ${same.join(" or ")} it gives the same rows.`];
}

/** A model's own reading that could not be run is not passed over. */
function unrunNotes({ work }: RunState): string[] {
  return work.flatMap(({ source, label, problem }) =>
    source === "model" && label !== "" && problem
      ? [`A language model read this as "${label}", which could not be run: ${problem.message}`]
      : [],
  );
}

function draftOf(work: Work, state: RunState, scope: RunScope): Draft {
  const scene = sceneOf(work, state, scope);
  const narration = narrate(scene);
  const view = work.query?.view ?? null;
  const freshness = freshnessOf(view, scope);
  const stale = freshness?.stale && view ? [staleNote(view, freshness.newest, scope)] : [];
  const doubts = doubtsOf(work, state);
  const signals = signalsOf({
    work,
    doubts,
    rival: rivalWeight(work, state),
    partlyCovered: isPartlyCovered(work, scope),
    grounded: narration.grounded,
    weakSearch: work.source === "model" && scope.retrieved !== null && scope.retrieved.degraded !== null,
  });
  scope.ports.onSignals?.(scope.question.answerId, signals);
  const measured = confidenceOf(signals, scope.ports.confidence);
  const confidence = work.source === "model" ? Math.min(measured, BEST_OF_MODEL) : measured;
  const told = confidence < PLAIN ? [...new Set(doubts.map(({ note }) => note))] : [];
  return {
    path: work.verified !== null ? "verified" : work.query ? "compiled" : "generated",
    headline: narration.headline,
    narrative: narration.narrative,
    work,
    table: null,
    sql: null,
    confidence,
    uncertainty: [
      ...uncertaintyOf(work, scope),
      ...partNotes(scene),
      ...unevenNotes(scene),
      ...ownWholeNotes(scene),
      ...stale,
      ...told,
    ],
    followUps: followUpsOf(work, scope),
    interpretation: interpretationOf(work.ledger),
    freshness,
    checks: work.extracted?.checks ?? [],
    citations: [],
  };
}

function ownWholeNotes(scene: Scene): string[] {
  if (!isOwnWhole(scene)) return [];
  return [
    "Only what the question itself names was counted, so its share is 100% of itself and says nothing.",
  ];
}

function rivalWeight(work: Work, state: RunState): number {
  const others = state.work.filter(({ role, label }) => role === "reading" && label !== work.label);
  return Math.max(0, ...others.map(({ weight }) => weight)) / (work.weight || 1);
}

function sceneOf(work: Work, state: RunState, scope: RunScope): Scene {
  const { result, columns } = work.extracted ?? { result: { rows: [], truncated: false }, columns: [] };
  return {
    question: state.text,
    query: work.query,
    periodWords: work.ledger.find(({ kind }) => kind === "period")?.words ?? "",
    view: work.query ? viewOf(scope, work.query.view) : null,
    columns,
    rows: result.rows,
    truncated: result.truncated,
    rules: scope.ports.workspace.calendar,
    asked: askedBound(work.ledger),
    loaded: work.query ? loadedDays(work.query.view, scope) : null,
    summable: (work.statement?.reconcile?.sums ?? []).map(({ select }) => select),
  };
}
