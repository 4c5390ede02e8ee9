import { z } from "zod";
import { CYCLES, GRAINS } from "../../contracts/dates.js";

export const OPERATORS = [
  "is",
  "is_not",
  "at_least",
  "more_than",
  "at_most",
  "less_than",
  "contains",
] as const;
export const OPERATIONS = [
  "top",
  "sort",
  "share",
  "compare",
  "group",
  "filter",
  "not",
  "count",
  "threshold",
] as const;

const bindingSchema = z.strictObject({
  words: z.string().min(1).max(200),
  as: z.enum(["measure", "field", "value", "term", "period", "number", "operation", "filler"]),
  name: z.string().max(200),
});
/** What a run of words of the question was bound to. */
export type DraftBinding = z.infer<typeof bindingSchema>;

const filterSchema = z.strictObject({
  field: z.string(),
  op: z.enum(OPERATORS),
  values: z.array(z.string().max(200)).min(1).max(50),
});
export type DraftFilter = z.infer<typeof filterSchema>;

export const draftSchema = z.strictObject({
  kind: z.enum(["query", "none"]),
  reason: z.string().max(500),
  needs_sql: z.boolean(),
  language: z.string().regex(/^[a-z]{2,3}$/),
  /** Whether it goes on from the question before. */
  follows: z.boolean(),
  view: z.string(),
  measures: z.array(z.string()).max(8),
  counts: z.array(z.string()).max(4),
  group_by: z
    .array(z.strictObject({ field: z.string(), by: z.enum(["value", ...GRAINS, ...CYCLES]) }))
    .max(4),
  filters: z.array(filterSchema).max(8),
  terms: z.array(z.string()).max(4),
  periods: z.array(z.string().max(80)).max(6),
  compare: z.enum(["none", "previous_period", "last_year"]),
  share: z.boolean(),
  top: z.strictObject({ count: z.int().min(1).max(1000), order: z.enum(["most", "least"]) }).nullable(),
  sort: z.enum(["none", "highest_first", "lowest_first"]),
  having: z
    .array(
      z.strictObject({ measure: z.string(), op: z.enum(OPERATORS).exclude(["contains"]), value: z.number() }),
    )
    .max(4),
  words: z.array(bindingSchema).max(80),
});
/** A model's reading as it stands in its reply: names and words only; dates are worked out by the calendar. */
export type PlanDraft = z.infer<typeof draftSchema>;

export const sqlDraftSchema = z.strictObject({
  kind: z.enum(["sql", "none"]),
  reason: z.string().max(500),
  language: z.string().regex(/^[a-z]{2,3}$/),
  sql: z.string().max(8000),
  period: z.string().max(80),
  words: z.array(bindingSchema).max(80),
});
export type SqlDraft = z.infer<typeof sqlDraftSchema>;

export const kindSchema = z.strictObject({
  about: z.enum(["this_data", "something_else", "forecast_cause_or_action"]),
});
