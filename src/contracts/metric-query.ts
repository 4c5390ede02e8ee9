import { z } from "zod";
import { CYCLES, GRAINS } from "./dates.js";

/** A value that a field can be compared with. Dates are "YYYY-MM-DD". */
export const fieldValueSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type FieldValue = z.infer<typeof fieldValueSchema>;

const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

export const periodSchema = z.strictObject({
  /** First day inside; null = from the first loaded row. */
  start: isoDate.nullable(),
  /** First day after; null = up to `as_of`. */
  end: isoDate.nullable(),
  /** The words of a person for it: "October 2025", "last 30 days". */
  label: z.string(),
  /** The calendar unit that it is exactly one or several of (also while still to date); null for free ranges. */
  grain: z.enum(GRAINS).nullable(),
  /** True where the range stops at `as_of` inside its unit ("this month", YTD). */
  toDate: z.boolean(),
});
/** A named half-open range of days on the view's time field. */
export type Period = z.infer<typeof periodSchema>;

const boundSchema = z.strictObject({ value: z.union([z.string(), z.number()]), inclusive: z.boolean() });

const leafFilterSchema = z.discriminatedUnion("kind", [
  /** Field equals one of the values (a null in the list matches NULL); `negated` keeps NULL rows unless null is listed. */
  z.strictObject({
    kind: z.literal("values"),
    field: z.string(),
    values: z.array(fieldValueSchema).min(1),
    negated: z.boolean(),
  }),
  /** Field between bounds; either may be null. For dates on fields other than the time field too. */
  z.strictObject({
    kind: z.literal("range"),
    field: z.string(),
    min: boundSchema.nullable(),
    max: boundSchema.nullable(),
    negated: z.boolean(),
  }),
  /** Case-insensitive substring of a string field. */
  z.strictObject({
    kind: z.literal("contains"),
    field: z.string(),
    text: z.string().min(1),
    negated: z.boolean(),
  }),
  /** A named filter of the overlay's `words.terms`. */
  z.strictObject({ kind: z.literal("term"), term: z.string(), negated: z.boolean() }),
  /** A recurring part of a date field: weekdays 1 (Monday) to 7, months 1-12, … */
  z.strictObject({
    kind: z.literal("cycle"),
    field: z.string(),
    cycle: z.enum(CYCLES),
    values: z.array(z.number().int()).min(1),
    negated: z.boolean(),
  }),
]);
export type LeafFilter = z.infer<typeof leafFilterSchema>;

export const filterSchema = z.discriminatedUnion("kind", [
  ...leafFilterSchema.options,
  /** At least one of them holds: "Furniture or the West". */
  z.strictObject({ kind: z.literal("any"), filters: z.array(leafFilterSchema).min(2) }),
]);
export type Filter = z.infer<typeof filterSchema>;

export const groupingSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("field"), field: z.string() }),
  /** A date field cut into buckets; a bucket is named by its first day. */
  z.strictObject({ kind: z.literal("time"), field: z.string(), grain: z.enum(GRAINS) }),
  z.strictObject({ kind: z.literal("cycle"), field: z.string(), cycle: z.enum(CYCLES) }),
]);
export type Grouping = z.infer<typeof groupingSchema>;

const simpleSelectionSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("measure"), measure: z.string() }),
  /** Number of different non-null values of a field: "how many states". */
  z.strictObject({ kind: z.literal("count_distinct"), field: z.string() }),
  /** A number field of the source itself, summed or averaged over the rows: "revenue per night", "average rating". */
  z.strictObject({ kind: z.literal("aggregate"), field: z.string(), aggregate: z.enum(["sum", "avg"]) }),
]);

export const selectionSchema = z.discriminatedUnion("kind", [
  ...simpleSelectionSchema.options,
  /** One number divided by another after aggregation: "orders per customer", "sales per day" of distinct values. */
  z.strictObject({
    kind: z.literal("ratio"),
    numerator: simpleSelectionSchema,
    denominator: simpleSelectionSchema,
  }),
  /** The measure computed for every member of `per`, then averaged/min/max over members that have rows: "average monthly sales". */
  z.strictObject({
    kind: z.literal("over_members"),
    measure: simpleSelectionSchema,
    per: groupingSchema,
    /** `count`: how many members have a number within `where`. */
    aggregate: z.enum(["avg", "min", "max", "median", "count"]),
    /** Bounds on a member's number; for `count` alone. */
    where: z
      .strictObject({ min: boundSchema.nullable(), max: boundSchema.nullable(), negated: z.boolean() })
      .optional(),
  }),
  /** The measure summed up, or averaged over `buckets` buckets of the one time grouping, bucket by bucket in the order of time. */
  z.strictObject({
    kind: z.literal("running"),
    measure: simpleSelectionSchema,
    /** Buckets of a moving average; null = the running total. */
    buckets: z.number().int().positive().nullable(),
  }),
]);
export type SimpleSelection = z.infer<typeof simpleSelectionSchema>;
export type Selection = z.infer<typeof selectionSchema>;

/** A condition on an aggregated number; `select` is an index into `select`. "between" uses both bounds. */
export const havingSchema = z.strictObject({
  select: z.number().int().nonnegative(),
  /** What is compared: the number itself, or a column that comparison or share adds. */
  of: z.enum(["value", "change", "change_ratio", "share"]),
  min: boundSchema.nullable(),
  max: boundSchema.nullable(),
  negated: z.boolean(),
});
export type Having = z.infer<typeof havingSchema>;

export const orderSchema = z.strictObject({
  by: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("select"),
      index: z.number().int().nonnegative(),
      of: z.enum(["value", "change", "change_ratio", "share"]),
    }),
    z.strictObject({ kind: z.literal("group"), index: z.number().int().nonnegative() }),
  ]),
  direction: z.enum(["asc", "desc"]),
});
export type Order = z.infer<typeof orderSchema>;

export const metricQuerySchema = z.strictObject({
  view: z.string(),
  /** `aggregate`: one row per group. `list`: distinct combinations of the groupings alone (select is empty). */
  mode: z.enum(["aggregate", "list"]),
  /** Numbers, in the order asked. */
  select: z.array(selectionSchema),
  /** Dimensions, in the order asked. */
  groupBy: z.array(groupingSchema),
  /** All hold. Periods stand in `periods`, not here. */
  filters: z.array(filterSchema),
  /** None: everything before as_of. One: a filter. Several: one row each, in this order, first column `Period`. */
  periods: z.array(periodSchema),
  /** Adds `X (previous)`, `X change`, `X change %` per number. `range`: the same groups in an earlier range (one period needed); time buckets are matched by `shift`. `bucket`: each time bucket with the one before it. */
  comparison: z
    .discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("range"),
        period: periodSchema,
        /** How far buckets lie back, for a trend: 12 months, 1 quarter … null where no time grouping. */
        shift: z
          .strictObject({ count: z.number().int().positive(), unit: z.enum(["day", "month"]) })
          .nullable(),
        label: z.enum(["previous period", "last year"]),
      }),
      z.strictObject({
        kind: z.literal("bucket"),
        /** How many buckets back: 1 = the one before. */
        back: z.number().int().positive(),
        label: z.string(),
      }),
    ])
    .nullable(),
  /** Adds `X share` (0..1) of the total over all groups, or within each value of the groupings in `within` (indexes into groupBy). When `only` is set, just the row(s) that pass it are shown, the total still being over all. */
  share: z
    .strictObject({
      within: z.array(z.number().int().nonnegative()),
      only: z.array(leafFilterSchema),
    })
    .nullable(),
  having: z.array(havingSchema),
  order: z.array(orderSchema),
  /** The first `count` groups by `order[0]`, ties at the end kept; `per`: within each value of those groupings. */
  top: z
    .strictObject({
      count: z.number().int().positive(),
      per: z.array(z.number().int().nonnegative()),
      /** The first place shown: 3 with a count of 3 is the third alone. Absent = 1. */
      from: z.number().int().positive().optional(),
      /** The last `count` groups too. */
      both: z.literal(true).optional(),
      /** One more row, the last: every other group taken together. For one grouping by names, without comparison, share and rank. */
      rest: z.literal(true).optional(),
    })
    .nullable(),
  /** Only the groups that pass, and one more row for all others taken together: "West against the rest". As `top` with `rest`. */
  apart: z.strictObject({ only: z.array(leafFilterSchema).min(1) }).optional(),
  /** Adds `Rank` (1 = first by `order[0]`, ties share) over all groups, then shows only groups that pass the filters. */
  rank: z.strictObject({ only: z.array(leafFilterSchema) }).nullable(),
});
/** What is asked, as plain data over names of the semantic model: the only thing that the compiler reads. */
export type MetricQuery = z.infer<typeof metricQuerySchema>;

/** A query over a view that asks for nothing yet, but for the parts given. */
export function queryOn(view: string, parts: Partial<MetricQuery> = {}): MetricQuery {
  return {
    view,
    mode: "aggregate",
    select: [],
    groupBy: [],
    filters: [],
    periods: [],
    comparison: null,
    share: null,
    having: [],
    order: [],
    top: null,
    rank: null,
    ...parts,
  };
}
