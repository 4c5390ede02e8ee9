import { z } from "zod";

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? null);
const context = z
  .union([
    z.string(),
    z.looseObject({ instructions: z.string().nullish(), synonyms: z.array(z.string()).nullish() }),
  ])
  .nullish()
  .transform((value) =>
    typeof value === "string"
      ? { instructions: value, synonyms: [] }
      : { instructions: value?.instructions ?? null, synonyms: value?.synonyms ?? [] },
  );
const expression = z.looseObject({
  dialects: z.array(z.looseObject({ dialect: z.string(), expression: z.string() })),
});
const extensions = z
  .array(z.looseObject({ vendor_name: z.string() }))
  .nullish()
  .transform((value) => value ?? []);

const field = z.looseObject({
  name: z.string(),
  expression,
  dimension: z.looseObject({ is_time: z.boolean().nullish() }).nullish(),
  label: text,
  description: text,
  ai_context: context,
  custom_extensions: extensions,
});
const dataset = z.looseObject({
  name: z.string(),
  source: z.string(),
  description: text,
  ai_context: context,
  fields: z
    .array(field)
    .nullish()
    .transform((value) => value ?? []),
  custom_extensions: extensions,
});
export type OssieDataset = z.infer<typeof dataset>;
const relationship = z.looseObject({
  name: z.string(),
  from: z.string(),
  to: z.string(),
  from_columns: z.array(z.string()).min(1),
  to_columns: z.array(z.string()).min(1),
  ai_context: context,
});
const metric = z.looseObject({
  name: z.string(),
  expression,
  description: text,
  ai_context: context,
  custom_extensions: extensions,
});
export type OssieMetric = z.infer<typeof metric>;

const semanticModel = z.looseObject({
  name: z.string(),
  description: text,
  ai_context: context,
  datasets: z.array(dataset),
  relationships: z
    .array(relationship)
    .nullish()
    .transform((value) => value ?? []),
  metrics: z
    .array(metric)
    .nullish()
    .transform((value) => value ?? []),
  custom_extensions: extensions,
});
export type OssieModel = z.infer<typeof semanticModel>;
export type OssieExpression = z.infer<typeof expression>;

/** An Apache Ossie (formerly Open Semantic Interchange) document, 0.1.x or 0.2.0.dev0; unknown keys are let through. */
export const ossieSchema = z.looseObject({
  version: z.union([z.string(), z.number()]).transform(String),
  semantic_model: z.array(semanticModel),
});
