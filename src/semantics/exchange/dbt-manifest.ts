import { z } from "zod";

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? null);
const filter = z
  .looseObject({ where_filters: z.array(z.looseObject({ where_sql_template: z.string() })).default([]) })
  .nullish()
  .transform((value) => value?.where_filters.map((item) => item.where_sql_template) ?? []);

const nonAdditive = z
  .looseObject({
    name: z.string(),
    window_choice: z.enum(["min", "max"]).default("min"),
    window_groupings: z.array(z.string()).default([]),
  })
  .nullish()
  .transform((value) => value ?? null);

const aggregation = {
  agg: z.string(),
  expr: text,
  agg_params: z.looseObject({ percentile: z.number().nullish() }).nullish(),
  agg_time_dimension: text,
  non_additive_dimension: nonAdditive,
};

const window = z
  .looseObject({ count: z.number(), granularity: z.string() })
  .nullish()
  .transform((value) => value ?? null);

const input = z.looseObject({
  name: z.string(),
  alias: text,
  filter,
  offset_window: z.unknown().nullish(),
  offset_to_grain: text,
  fill_nulls_with: z.number().nullish(),
  join_to_timespine: z.boolean().nullish(),
});
export type DbtInput = z.infer<typeof input>;

const metric = z.looseObject({
  name: z.string(),
  label: text,
  description: text,
  type: z.enum(["simple", "ratio", "derived", "cumulative", "conversion"]),
  filter,
  type_params: z.looseObject({
    measure: input.nullish(),
    numerator: input.nullish(),
    denominator: input.nullish(),
    expr: text,
    metrics: z.array(input).nullish(),
    window,
    grain_to_date: text,
    is_private: z.boolean().nullish(),
    cumulative_type_params: z.looseObject({ window, grain_to_date: text, metric: input.nullish() }).nullish(),
    metric_aggregation_params: z.looseObject({ semantic_model: z.string(), ...aggregation }).nullish(),
  }),
});
export type DbtMetric = z.infer<typeof metric>;

const measure = z.looseObject({
  name: z.string(),
  label: text,
  description: text,
  create_metric: z.boolean().nullish(),
  ...aggregation,
});
export type DbtMeasure = z.infer<typeof measure>;

const semanticModel = z.looseObject({
  name: z.string(),
  label: text,
  description: text,
  node_relation: z.looseObject({ alias: z.string(), schema_name: z.string(), database: text }),
  defaults: z.looseObject({ agg_time_dimension: text }).nullish(),
  primary_entity: text,
  entities: z
    .array(
      z.looseObject({
        name: z.string(),
        type: z.enum(["primary", "unique", "foreign", "natural"]),
        expr: text,
      }),
    )
    .default([]),
  dimensions: z
    .array(
      z.looseObject({
        name: z.string(),
        type: z.enum(["time", "categorical"]),
        expr: text,
        label: text,
        description: text,
      }),
    )
    .default([]),
  measures: z.array(measure).default([]),
});
export type DbtModel = z.infer<typeof semanticModel>;

/** The part of dbt's `target/semantic_manifest.json` that a metric view can hold. Unknown keys are let through. */
export const dbtManifestSchema = z.looseObject({
  semantic_models: z.array(semanticModel),
  metrics: z.array(metric).default([]),
  saved_queries: z.array(z.looseObject({ name: z.string() })).default([]),
});
export type DbtManifest = z.infer<typeof dbtManifestSchema>;
