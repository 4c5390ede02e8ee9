import { z } from "zod";
import type { ModelView } from "../../contracts/semantic-model.js";
import { draftSchema, kindSchema, sqlDraftSchema } from "./plan-draft.js";

type JsonSchema = Record<string, unknown>;

/** The schema of a reading, with the names of these views as the only ones that can be said. */
export function planSchema(views: readonly ModelView[], terms: readonly string[]): JsonSchema {
  const fields = names(views.flatMap((view) => view.fields.map(({ name }) => name)));
  const measures = names(views.flatMap((view) => view.measures.map(({ name }) => name)));
  const schema = json(draftSchema);
  const at = (path: string[]): JsonSchema => path.reduce((node, key) => node[key] as JsonSchema, schema);
  const limit = (path: string[], allowed: string[]): void => {
    at(path).enum = allowed.length > 0 ? allowed : [""];
  };
  limit(["properties", "view"], names(views.map(({ name }) => name)));
  limit(["properties", "measures", "items"], measures);
  limit(["properties", "counts", "items"], fields);
  limit(["properties", "group_by", "items", "properties", "field"], fields);
  limit(["properties", "filters", "items", "properties", "field"], fields);
  limit(["properties", "having", "items", "properties", "measure"], measures);
  limit(["properties", "terms", "items"], names([...terms]));
  return schema;
}

export function sqlSchema(): JsonSchema {
  return json(sqlDraftSchema);
}

export function kindOfQuestionSchema(): JsonSchema {
  return json(kindSchema);
}

function names(all: string[]): string[] {
  return [...new Set(all)];
}

function json(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema) as JsonSchema;
  return rest;
}
