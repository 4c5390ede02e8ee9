import type { IsoDate } from "../contracts/dates.js";
import {
  type Grouping,
  type LeafFilter,
  type MetricQuery,
  queryOn,
  type Selection,
  type SimpleSelection,
} from "../contracts/metric-query.js";
import type {
  BindingStrength,
  ReadingOption,
  ReadResult,
  RefusalCode,
  ThreadContext,
} from "../contracts/reading.js";
import type { ModelField, ModelMeasure, ModelView } from "../contracts/semantic-model.js";
import type { Lexicon } from "./lexicon.js";
import type { NumberMatch } from "./numbers.js";
import type { PeriodMatch } from "./periods/period-match.js";
import { quantityOf } from "./quantity.js";
import type { Word } from "./words.js";

/**
 * What an item does in the query. `free` takes part in the default way: measures are selected, values filter, periods
 * bound, fields group. `group` groups, `excluded` filters out, `side` groups and filters (things side by side),
 * `subject` is what a share or rank is asked of, `used` was consumed by an operation.
 */
export type Role = "free" | "used" | "group" | "excluded" | "side" | "subject" | "base" | "open";

interface ItemBase {
  from: number;
  to: number;
  /** As typed. */
  words: string;
  gap: Word["gap"];
  cost: number;
  strength: BindingStrength;
  score: number;
  role: Role;
  /** What it became, for the ledger, where the default words do not fit. */
  as: string | null;
}

export type Item = ItemBase &
  (
    | { kind: "measure"; measure: ModelMeasure }
    | { kind: "field"; field: ModelField }
    | { kind: "value"; field: ModelField; value: string }
    | { kind: "term"; term: string }
    | { kind: "view" }
    | { kind: "hidden"; name: string }
    | { kind: "ignorable" }
    | { kind: "period"; match: PeriodMatch }
    | { kind: "number"; number: NumberMatch }
    | { kind: "operation"; operation: Operation }
    | { kind: "link"; word: string }
    | { kind: "unknown" }
  );

export type ItemOf<K extends Item["kind"]> = Extract<Item, { kind: K }>;

/** What a construct says about a run of words. Steps run in this order over the whole frame: mark, build, finish. */
export interface Operation {
  /** Name of the construct. */
  construct: string;
  /** Place of the construct among the others by its turn: lower ones take their steps first. */
  order: number;
  /** For people: "the first 5". */
  as: string;
  /** Set where the words are out of bounds, whatever else the question says. */
  refusal?: Refusal;
  /** Gives roles to the items around it, before anything is built. */
  mark?: (frame: Frame, at: number) => void;
  /** Adds numbers and groups of its own, after the plain ones. */
  build?: (frame: Frame, at: number) => void;
  /** Completes the query when numbers, groups, filters and periods stand. */
  finish?: (frame: Frame, at: number) => void;
}

/** The query while it is being put together. */
export type Draft = Omit<MetricQuery, "view">;

/** What cannot be answered, and why. */
export interface Refusal {
  code: RefusalCode;
  message: string;
  statistic?: true;
}

/** A reason why this frame is no reading: something that the words ask for could not be put into the query. */
export interface Problem {
  question: string;
  options: ReadingOption[];
  /** A refusal instead of a question back. */
  refusal: Refusal | null;
  /** Nothing but this is missing, so measures or fields are offered. */
  needs: "measure" | "field" | null;
  /** Position of the word before which what is missing would stand; null = the end of the question. */
  place: number | null;
  /** Measures that make sense there; null = all. */
  fitting: readonly ModelMeasure[] | null;
}

/** One view, one meaning for each run of words: what constructs work on. */
export interface Frame {
  readonly view: ModelView;
  readonly lexicon: Lexicon;
  readonly asOf: IsoDate;
  readonly thread: ThreadContext;
  readonly words: readonly Word[];
  readonly items: Item[];
  readonly draft: Draft;
  /** The query of the turn before, where this question edits it. */
  base: MetricQuery | null;
  /** Ideas that constructs leave for one another, by name: "change", "superlative". */
  readonly flags: Map<string, unknown>;
  readonly notes: string[];
  /** Doubts of the reading, on top of what the words cost. */
  cost: number;
  /** What the cover would cost if every word were a plain name. */
  readonly plain: number;
  problem: Problem | null;
  /** A result that is no query: a definition, a command, a refusal. */
  outcome: ReadResult | null;
}

export function emptyDraft(): Draft {
  const { view: _, ...draft } = queryOn("");
  return draft;
}

/** Position of the next item that is no link and not ignorable, from `at` on; −1 where the sentence ends first. */
export function nextContent(frame: Frame, at: number, step: 1 | -1 = 1): number {
  for (let i = at; i >= 0 && i < frame.items.length; i += step) {
    const item = frame.items[i];
    if (item !== undefined && item.kind !== "link" && item.kind !== "ignorable" && item.kind !== "view")
      return i;
  }
  return -1;
}

/** Items that are listed from `at` on ("West, East and North"): those that `accepts` takes, joined by commas and "and"/"or". */
export function listFrom(
  frame: Frame,
  at: number,
  accepts: (item: Item) => boolean,
  joins: readonly string[] = ["and", "or"],
): number[] {
  const found: number[] = [];
  let i = at;
  while (i < frame.items.length) {
    const item = frame.items[i];
    if (item === undefined || !accepts(item)) break;
    found.push(i);
    const next = frame.items[i + 1];
    if (next === undefined) break;
    if (next.kind === "link" && joins.includes(next.word)) {
      const after = frame.items[i + 2];
      if (after === undefined || !accepts(after)) break;
      i += 2;
    } else if (next.gap === "comma" || next.gap === "slash") i += 1;
    else break;
  }
  return found;
}

/** Index of a number in the selection; it is added where it is not there yet. */
export function selectIndex(draft: Draft, selection: Selection): number {
  const key = JSON.stringify(selection);
  const there = draft.select.findIndex((other) => JSON.stringify(other) === key);
  if (there >= 0) return there;
  draft.select.push(selection);
  return draft.select.length - 1;
}

/** Index of a grouping; it is added where it is not there yet. */
export function groupIndex(draft: Draft, grouping: Grouping): number {
  const key = JSON.stringify(grouping);
  const there = draft.groupBy.findIndex((other) => JSON.stringify(other) === key);
  if (there >= 0) return there;
  draft.groupBy.push(grouping);
  return draft.groupBy.length - 1;
}

/** The item has done its part: it takes part in nothing else. */
export function use(frame: Frame, at: number): void {
  const own = frame.items[at];
  if (own !== undefined) own.role = "used";
}

/** Values as one condition; several of one field as a list. */
export function valuesFilter(field: string, values: (string | number | null)[], negated = false): LeafFilter {
  return { kind: "values", field, values: [...new Set(values)], negated };
}

export function problem(question: string, options: ReadingOption[] = []): Problem {
  return { question, options, refusal: null, needs: null, place: null, fitting: null };
}

/** Everything is clear but what to measure: any number, or one of those that fit at that place. */
export function lacksMeasure(
  question: string,
  place: number | null = null,
  fitting: readonly ModelMeasure[] | null = null,
): Problem {
  return { ...problem(question), needs: "measure", place, fitting };
}

/** Everything is clear but what to split by. */
export function lacksField(question: string): Problem {
  return { ...problem(question), needs: "field" };
}

export function refusing(refusal: Refusal): Problem {
  return { ...problem(refusal.message), refusal };
}

export function measureSelection(measure: ModelMeasure): SimpleSelection {
  return quantityOf(measure) ?? { kind: "measure", measure: measure.name };
}
