import { isDeepStrictEqual } from "node:util";
import type { Grouping } from "../contracts/metric-query.js";
import type { Reading, ReadResult } from "../contracts/reading.js";
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
    const [reading] = readingsOf([best], state);
    if (reading !== undefined) return { kind: "why", reading, by };
  }
  const rivals = distinctFrames(
    valid.filter((frame) => frame.outcome === null && frame.cost <= best.cost + RIVAL),
  );
  return { kind: "readings", readings: readingsOf(rivals.slice(0, MOST_RIVALS), state) };
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

function readingsOf(frames: Frame[], { lexicon, context }: ReadState): Reading[] {
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
      label: labels[index] ?? frame.view.name,
      get question() {
        // Made when it is looked at: proving that a phrase reads back costs as much as reading.
        phrase ??= phraseQuery(query, lexicon, context.asOf);
        return phrase;
      },
    };
  });
}
