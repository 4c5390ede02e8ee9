import { AppError } from "../../contracts/errors.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { type DbtManifest, type DbtModel, dbtManifestSchema } from "./dbt-manifest.js";
import { DbtMetricReader } from "./dbt-metric.js";
import {
  type Imported,
  type JoinDraft,
  type NamedDraft,
  type ViewDraft,
  withoutDuplicates,
  workspaceFiles,
} from "./view-draft.js";

/**
 * dbt's `target/semantic_manifest.json` as metric views with their overlay. Throws AppError where the text is none.
 * What a metric view cannot say is left out, each with a warning; a metric is never kept without one of its filters.
 */
export function importDbt(text: string): Imported {
  const manifest = readManifest(text);
  const warnings = manifest.saved_queries.map(
    ({ name }) => `The saved query \`${name}\` has no place in a metric view.`,
  );
  const drafts = manifest.semantic_models.map((model) => viewDraft(model, manifest, warnings));
  new DbtMetricReader(manifest, drafts, warnings).addMeasures();
  for (const draft of drafts) {
    const fields = withoutDuplicates(draft.fields, `In \`${draft.name}\` the field`, warnings);
    const names = new Set(draft.measures.map((measure) => measure.name.toLowerCase()));
    draft.fields = fields.filter((field) => !names.has(field.name.toLowerCase()));
    for (const field of fields) {
      if (names.has(field.name.toLowerCase())) {
        warnings.push(
          `In \`${draft.name}\` the field \`${field.name}\` has the name of a metric and was left out.`,
        );
      }
    }
  }
  return workspaceFiles(drafts, warnings);
}

function readManifest(text: string): DbtManifest {
  try {
    return dbtManifestSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new AppError(
      "bad_import",
      "user",
      `This is no semantic manifest of dbt: ${cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : "unreadable"}`,
      "Run `dbt parse` and name target/semantic_manifest.json.",
      { cause },
    );
  }
}

function viewDraft(model: DbtModel, manifest: DbtManifest, warnings: string[]): ViewDraft {
  const joins: JoinDraft[] = [];
  const fields: NamedDraft[] = [];
  for (const dimension of model.dimensions) {
    fields.push({
      name: dimension.name,
      expr: dimension.expr ?? dimension.name,
      comment: dimension.description,
      displayName: dimension.label,
      synonyms: [],
    });
  }
  for (const entity of model.entities) {
    const expr = entity.expr ?? entity.name;
    if (entity.type === "natural") {
      warnings.push(
        `The natural entity \`${entity.name}\` of \`${model.name}\` has no place in a metric view.`,
      );
      continue;
    }
    fields.push({ name: entity.name, expr, comment: null, displayName: null, synonyms: [] });
    if (entity.type !== "foreign") continue;
    const target = manifest.semantic_models.find(
      (other) =>
        other !== model &&
        other.entities.some(
          (own) => own.name === entity.name && (own.type === "primary" || own.type === "unique"),
        ),
    );
    const key = target?.entities.find((own) => own.name === entity.name);
    if (!target || !key) continue;
    const qualify = (column: string) => (/^\w+$/.test(column) ? `source.${column}` : column);
    joins.push({
      name: entity.name,
      source: relationOf(target),
      on: `${qualify(expr)} = ${entity.name}.${key.expr ?? key.name}`,
      joins: [],
    });
    for (const dimension of target.dimensions) {
      const column = dimension.expr ?? dimension.name;
      if (!/^\w+$/.test(column)) {
        warnings.push(
          `The dimension \`${entity.name}__${dimension.name}\` is an expression over a joined table and was left out of \`${model.name}\`.`,
        );
        continue;
      }
      fields.push({
        name: `${entity.name}__${dimension.name}`,
        expr: `${entity.name}.${column}`,
        comment: dimension.description,
        displayName: dimension.label,
        synonyms: [],
      });
    }
  }
  const timeField = model.defaults?.agg_time_dimension ?? null;
  const known = model.dimensions.some((dimension) => dimension.name === timeField);
  return {
    name: model.name,
    comment: model.description,
    source: relationOf(model),
    joins,
    fields,
    measures: [],
    timeField: known ? timeField : null,
  };
}

function relationOf(model: DbtModel): string {
  const { database, schema_name, alias } = model.node_relation;
  return [database, schema_name, alias]
    .filter((part) => part !== null)
    .map((part) => (/^\w+$/.test(part) ? part : quoteIdentifier(part)))
    .join(".");
}
