import type { IsoDate } from "../contracts/dates.js";
import type { MetricQuery } from "../contracts/metric-query.js";
import type { ThreadContext } from "../contracts/reading.js";
import type { ModelView } from "../contracts/semantic-model.js";
import { placeBareFields } from "./build/bare-fields.js";
import { buildComparison } from "./build/comparison.js";
import { resolveEventStates } from "./build/event-states.js";
import { buildFilters } from "./build/filters.js";
import { buildGroups } from "./build/groups.js";
import { resolveHeadNouns } from "./build/head-nouns.js";
import { inherit } from "./build/inherit.js";
import { buildOrder } from "./build/order.js";
import { buildPeriods } from "./build/periods.js";
import { resolveQualifiers } from "./build/qualifiers.js";
import { buildSelection } from "./build/selection.js";
import { checkUse } from "./build/use.js";
import { resolveYesAdjectives } from "./build/yes-adjectives.js";
import type { Choice } from "./expand.js";
import { emptyDraft, type Frame } from "./frame.js";
import type { Lexicon } from "./lexicon.js";
import { followUpOf } from "./thread/follow-up.js";
import { withoutLeftOut } from "./thread/left-out.js";
import type { Word } from "./words.js";

export interface AssembleInput {
  lexicon: Lexicon;
  asOf: IsoDate;
  thread: ThreadContext;
  words: readonly Word[];
}

/** Puts the items of one choice together. The frame comes back with a query, an outcome, or a problem. */
export function assemble(view: ModelView, choice: Choice, input: AssembleInput): Frame {
  const frame: Frame = {
    view,
    lexicon: input.lexicon,
    asOf: input.asOf,
    thread: input.thread,
    words: input.words,
    items: choice.items,
    draft: emptyDraft(),
    base: null,
    flags: new Map(),
    notes: [],
    cost: choice.cost,
    plain: choice.plain,
    problem: null,
    outcome: null,
  };
  run(frame, "mark");
  if (stopped(frame)) return frame;
  const last = followUpOf(frame);
  frame.base = last === null ? null : withoutLeftOut(frame, last);
  resolveQualifiers(frame);
  resolveEventStates(frame);
  resolveYesAdjectives(frame);
  resolveHeadNouns(frame);
  buildSelection(frame);
  run(frame, "build");
  if (stopped(frame)) return frame;
  placeBareFields(frame);
  buildGroups(frame);
  buildFilters(frame);
  buildPeriods(frame);
  if (stopped(frame)) return frame;
  buildComparison(frame);
  if (stopped(frame)) return frame;
  run(frame, "finish");
  if (stopped(frame)) return frame;
  inherit(frame);
  buildOrder(frame);
  checkUse(frame);
  return frame;
}

/** The finished query; only meaningful where the frame has no problem and no outcome. */
export function queryOf(frame: Frame): MetricQuery {
  return { view: frame.view.name, ...frame.draft };
}

function run(frame: Frame, step: "mark" | "build" | "finish"): void {
  const acting = frame.items
    .flatMap((item, at) => (item.kind === "operation" ? [{ item, at, operation: item.operation }] : []))
    .sort((a, b) => a.operation.order - b.operation.order || a.at - b.at);
  for (const { item, at, operation } of acting) {
    if (stopped(frame)) return;
    // An item that another construct has consumed has nothing left to mark.
    if (step === "mark" && item.role === "used") continue;
    operation[step]?.(frame, at);
  }
}

function stopped(frame: Frame): boolean {
  return frame.problem !== null || frame.outcome !== null;
}
