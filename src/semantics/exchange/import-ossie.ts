import { parse } from "yaml";
import { AppError } from "../../contracts/errors.js";
import { parseExpression } from "../../sql/expression.js";
import { splice } from "../../sql/splice.js";
import {
  type OssieDataset,
  type OssieExpression,
  type OssieMetric,
  type OssieModel,
  ossieSchema,
} from "./ossie-model.js";
import {
  type Imported,
  type JoinDraft,
  type MeasureDraft,
  type NamedDraft,
  type ViewDraft,
  withoutDuplicates,
  workspaceFiles,
} from "./view-draft.js";

/**
 * An Apache Ossie document (YAML, or JSON of 0.1.x) as metric views: one for each dataset that metrics are computed
 * over, with the datasets on the one side of its relationships as joins. Throws AppError where the text is none.
 * Each loss is a warning.
 */
export function importOssie(text: string): Imported {
  const warnings: string[] = [];
  const { version, semantic_model: models } = readDocument(text);
  if (!/^0\.[12]\./.test(version))
    warnings.push(`Version ${version} is not one that was written for (0.1.x, 0.2.0).`);
  const drafts = models.flatMap((model) => new OssieReader(model, warnings).views());
  return workspaceFiles(withoutDuplicates(drafts, "The dataset", warnings), warnings);
}

function readDocument(text: string) {
  try {
    return ossieSchema.parse(parse(text));
  } catch (cause) {
    const first = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : "unreadable";
    throw new AppError(
      "bad_import",
      "user",
      `This is no Ossie document: ${first}`,
      "Name a file with `version` and `semantic_model`.",
      { cause },
    );
  }
}

interface Reach {
  dataset: OssieDataset;
  /** Names of the joins from the base dataset. */
  path: string[];
}

class OssieReader {
  private readonly model: OssieModel;
  private readonly warnings: string[];

  constructor(model: OssieModel, warnings: string[]) {
    this.model = model;
    this.warnings = warnings;
  }

  views(): ViewDraft[] {
    const { datasets, metrics } = this.model;
    this.tellLost();
    const bases = new Map<OssieDataset, OssieMetric[]>();
    for (const metric of metrics) {
      const base = this.baseOf(metric);
      if (base) bases.set(base, [...(bases.get(base) ?? []), metric]);
    }
    for (const dataset of datasets) {
      const isJoined = this.model.relationships.some((relationship) => relationship.to === dataset.name);
      if (!isJoined && !bases.has(dataset)) bases.set(dataset, []);
    }
    return [...bases].map(([base, own]) => this.view(base, own));
  }

  private view(base: OssieDataset, metrics: readonly OssieMetric[]): ViewDraft {
    const reach = this.reachOf(base);
    const fields = reach.flatMap(({ dataset, path }) =>
      dataset.fields.flatMap((field) => {
        const sql = this.sqlOf(field.expression, `The field \`${field.name}\``);
        const expr =
          sql === null ? null : this.qualified(sql, dataset, path, reach, `The field \`${field.name}\``);
        if (expr === null) return [];
        const isShared = reach.some(
          (other) =>
            other.dataset !== dataset && other.dataset.fields.some((item) => item.name === field.name),
        );
        const name = path.length > 0 && isShared ? `${dataset.name} ${field.name}` : field.name;
        return [named(name, expr, field.description, field.label, field.ai_context.synonyms)];
      }),
    );
    const measures = metrics.flatMap((metric): MeasureDraft[] => {
      const what = `The metric \`${metric.name}\``;
      const sql = this.sqlOf(metric.expression, what);
      const expr = sql === null ? null : this.qualified(sql, base, [], reach, what);
      if (expr === null) return [];
      return [
        { ...named(metric.name, expr, metric.description, null, metric.ai_context.synonyms), window: [] },
      ];
    });
    const time = base.fields.find((field) => field.dimension?.is_time);
    return {
      name: base.name,
      comment: base.description,
      source: base.source,
      joins: this.joinsOf(base, [base.name]),
      fields: withoutDuplicates(fields, `In \`${base.name}\` the field`, this.warnings),
      measures,
      timeField: time?.name ?? null,
    };
  }

  private joinsOf(dataset: OssieDataset, above: readonly string[]): JoinDraft[] {
    return this.model.relationships.flatMap((relationship) => {
      const target = this.datasetNamed(relationship.to);
      if (relationship.from !== dataset.name || !target || above.includes(target.name)) return [];
      const parent = above.length === 1 ? "source" : dataset.name;
      const on = relationship.from_columns.map(
        (column, i) => `${parent}.${column} = ${target.name}.${relationship.to_columns[i]}`,
      );
      return [
        {
          name: target.name,
          source: target.source,
          on: on.join(" AND "),
          joins: this.joinsOf(target, [...above, target.name]),
        },
      ];
    });
  }

  /** Datasets that a base reaches from the many side to the one side, itself first. */
  private reachOf(base: OssieDataset): Reach[] {
    const found: Reach[] = [{ dataset: base, path: [] }];
    const enter = (joins: readonly JoinDraft[], path: readonly string[]): void => {
      for (const join of joins) {
        const dataset = this.datasetNamed(join.name);
        if (dataset) found.push({ dataset, path: [...path, join.name] });
        enter(join.joins, [...path, join.name]);
      }
    };
    enter(this.joinsOf(base, [base.name]), []);
    return found;
  }

  /** The dataset from which a metric's columns can all be reached without repeating rows. */
  private baseOf(metric: OssieMetric): OssieDataset | null {
    const what = `The metric \`${metric.name}\``;
    const sql = this.sqlOf(metric.expression, what);
    const parsed = sql === null ? null : parseExpression(sql);
    if (parsed === null) return null;
    if (!parsed.ok) {
      this.warnings.push(`${what} was left out: its expression cannot be read (${parsed.message})`);
      return null;
    }
    const names = [
      ...new Set(parsed.columns.flatMap(({ parts }) => (parts.length > 1 ? [parts[0] as string] : []))),
    ];
    const candidates = this.model.datasets.filter((dataset) => {
      const reached = this.reachOf(dataset).map((item) => item.dataset.name);
      return names.every((name) => reached.includes(name));
    });
    const base = candidates.find((dataset) => names.includes(dataset.name)) ?? candidates[0];
    if (!base || (names.length === 0 && this.model.datasets.length > 1)) {
      this.warnings.push(
        `${what} was left out: its columns cannot be reached from one dataset without repeating rows.`,
      );
      return null;
    }
    return base;
  }

  private sqlOf(expression: OssieExpression, what: string): string | null {
    for (const dialect of ["DATABRICKS", "ANSI_SQL"]) {
      const found = expression.dialects.find((item) => item.dialect.toUpperCase() === dialect);
      if (found) return found.expression;
    }
    this.warnings.push(
      `${what} was left out: it is written in ${expression.dialects.map((item) => item.dialect).join(", ")} only.`,
    );
    return null;
  }

  /** Columns by their place in the view; a field that is an expression is written out. */
  private qualified(
    sql: string,
    own: OssieDataset,
    path: readonly string[],
    reach: readonly Reach[],
    what: string,
  ): string | null {
    const parsed = parseExpression(sql);
    if (!parsed.ok) {
      this.warnings.push(`${what} was left out: its expression cannot be read (${parsed.message})`);
      return null;
    }
    const edits = parsed.columns.map(({ parts, span }) => {
      const target =
        parts.length > 1
          ? reach.find((item) => item.dataset.name === parts[0])
          : { dataset: own, path: [...path] };
      const column = parts.at(-1) as string;
      const field =
        parts.length > 1 ? target?.dataset.fields.find((item) => item.name === column) : undefined;
      const inner = field ? this.sqlOf(field.expression, what) : null;
      const at = target && target.path.length > 0 ? target.path.join(".") : "source";
      if (inner !== null && target && inner !== column) {
        return { ...span, text: `(${this.qualified(inner, target.dataset, target.path, reach, what)})` };
      }
      return { ...span, text: `${at}.${column}` };
    });
    return splice(sql, edits);
  }

  private datasetNamed(name: string): OssieDataset | undefined {
    return this.model.datasets.find((dataset) => dataset.name === name);
  }

  private tellLost(): void {
    const { model, warnings } = this;
    const all = [
      model,
      ...model.datasets,
      ...model.datasets.flatMap((dataset) => dataset.fields),
      ...model.metrics,
      ...model.relationships,
    ];
    for (const item of all) {
      if (item.ai_context.instructions)
        warnings.push(`The instructions on \`${item.name}\` have no place in a metric view.`);
      const extensions =
        "custom_extensions" in item ? (item.custom_extensions as { vendor_name: string }[]) : [];
      for (const { vendor_name } of extensions)
        warnings.push(`The ${vendor_name} extension on \`${item.name}\` was not read.`);
    }
    if (model.description)
      warnings.push(`The description of the model \`${model.name}\` has no place in a metric view.`);
  }
}

function named(
  name: string,
  expr: string,
  comment: string | null,
  displayName: string | null,
  synonyms: string[],
): NamedDraft {
  return { name, expr, comment, displayName, synonyms };
}
