import { isDeepStrictEqual } from "node:util";
import type { Grouping } from "../contracts/metric-query.js";
import type { Reading, ReadResult, Strain } from "../contracts/reading.js";
import { queryOf } from "./assemble.js";
import type { Frame } from "./frame.js";
import { lacksMeasure } from "./frame.js";
import { ledgerOf, notesOf } from "./ledger.js";
import { leftOverResult } from "./left-over.js";
import { phraseQuery } from "./phrase-query.js";
import { problemResult } from "./problem-result.js";
import type { ReadState } from "./read-state.js";
import { rivalLabels } from "./rival-labels.js";
import { distinctFrames, RIVAL } from "./rivals.js";

/** A reading that costs this much more than a cheaper one with a problem is not trusted. */
const PROBLEM_MARGIN = 1.2;
const MOST_RIVALS = 3;
/** Readings that cost at most this much more are a reason to doubt. */
const NOTICED = 1.2;

/** Judges the frames: rivals, a definition, a question back, or a refusal. */
export function resultOf(state: ReadState): ReadResult {
  const { frames } = state;
  const valid = frames.filter((frame) => frame.problem === null);
  const [best] = valid;
  const stuck = frames.find((frame) => frame.problem !== null);
  if (best !== undefined && saysNothing(best)) {
    const silent = { ...best, problem: lacksMeasure("Which measure should be shown?") };
    return problemResult(silent, state);
  }
  if (best === undefined) return stuck === undefined ? leftOverResult(state) : problemResult(stuck, state);
  if (stuck !== undefined && stuck.cost + PROBLEM_MARGIN < best.cost) return problemResult(stuck, state);
  if (best.outcome !== null) return best.outcome;
  const by = best.flags.get("why by") as Grouping[] | undefined;
  if (by !== undefined) {
    const [reading] = readingsOf([best], [best], state);
    if (reading !== undefined) return { kind: "why", reading, by };
  }
  const distinct = distinctFrames(
    valid.filter((frame) => frame.outcome === null && frame.cost <= best.cost + NOTICED),
  );
  const rivals = distinct.filter((frame) => frame.cost <= best.cost + RIVAL).slice(0, MOST_RIVALS);
  return { kind: "readings", readings: readingsOf(rivals, distinct, state) };
}

const SILENT = ["ignorable", "link", "operation"];

/** "How are we doing?" after an answer: no word of it is about the data, and the same rows again would pretend that one was. */
function saysNothing(frame: Frame): boolean {
  if (frame.items.length === 0) return true;
  if (frame.base === null || frame.outcome !== null || frame.flags.has("follow-up")) return false;
  return (
    frame.items.every(({ kind }) => SILENT.includes(kind)) && isDeepStrictEqual(queryOf(frame), frame.base)
  );
}

/** How far `frame` strays, beside the readings that are run and the next one that is not. */
function strainOf(frame: Frame, run: readonly Frame[], distinct: readonly Frame[], state: ReadState): Strain {
  const next = distinct.find((other) => !run.includes(other));
  const stuck = state.frames.find(({ problem }) => problem !== null);
  return {
    own: rounded(Math.max(0, frame.cost - frame.plain)),
    next: next === undefined ? 0 : rounded(1 - Math.min(1, (next.cost - frame.cost) / NOTICED)),
    stuck: stuck === undefined ? 0 : rounded(Math.max(0, frame.cost - stuck.cost)),
  };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

function readingsOf(frames: Frame[], distinct: readonly Frame[], state: ReadState): Reading[] {
  const { lexicon, context } = state;
  const weights = frames.map((frame) => Math.exp((frames[0]?.cost ?? 0) - frame.cost));
  const sum = weights.reduce((a, b) => a + b, 0);
  const labels = rivalLabels(frames);
  return frames.map((frame, index) => {
    const query = queryOf(frame);
    let phrase: string | null = null;
    return {
      query,
      ledger: ledgerOf(frame),
      notes: notesOf(frame),
      weight: (weights[index] ?? 0) / sum,
      strain: strainOf(frame, frames, distinct, state),
      label: labels[index] ?? frame.view.name,
      get question() {
        // Made when it is looked at: proving that a phrase reads back costs as much as reading.
        phrase ??= phraseQuery(query, lexicon, context.asOf);
        return phrase;
      },
    };
  });
}
