import { parseExpression } from "../../sql/expression.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { splice } from "../../sql/splice.js";
import type { DbtInput, DbtManifest, DbtMeasure, DbtMetric } from "./dbt-manifest.js";
import type { MeasureDraft, ViewDraft } from "./view-draft.js";

type Aggregation = Pick<
  DbtMeasure,
  "agg" | "expr" | "agg_params" | "non_additive_dimension" | "agg_time_dimension"
> & {
  name: string;
};
type Window = MeasureDraft["window"];

/** Why a metric cannot be taken over; caught where metrics are read and told as a warning. */
class Lost extends Error {}

/** Turns dbt's metrics into measures of the view over their semantic model. */
export class DbtMetricReader {
  private readonly manifest: DbtManifest;
  private readonly drafts: readonly ViewDraft[];
  private readonly warnings: string[];

  constructor(manifest: DbtManifest, drafts: readonly ViewDraft[], warnings: string[]) {
    this.manifest = manifest;
    this.drafts = drafts;
    this.warnings = warnings;
  }

  addMeasures(): void {
    for (const metric of this.manifest.metrics) {
      if (metric.type_params.is_private) {
        this.warnings.push(`The private metric \`${metric.name}\` was left out.`);
        continue;
      }
      try {
        const draft = this.draftOf(this.modelOf(metric));
        const { expr, window } = this.read(metric, draft);
        draft.measures.push({
          name: metric.name,
          expr,
          window,
          comment: metric.description,
          displayName: metric.label,
          synonyms: [],
        });
      } catch (fault) {
        if (!(fault instanceof Lost)) throw fault;
        this.warnings.push(`The metric \`${metric.name}\` was left out: ${fault.message}`);
      }
    }
    this.tellUnused();
  }

  private read(metric: DbtMetric, draft: ViewDraft): { expr: string; window: Window } {
    const params = metric.type_params;
    switch (metric.type) {
      case "simple":
        return this.simple(metric, draft, []);
      case "ratio": {
        if (!params.numerator || !params.denominator)
          throw new Lost("it lacks a numerator or a denominator.");
        const filters = metric.filter;
        return {
          expr: `${this.inputSql(params.numerator, draft, filters)} / ${this.inputSql(params.denominator, draft, filters)}`,
          window: [],
        };
      }
      case "derived":
        return { expr: this.derived(metric, draft), window: [] };
      case "cumulative":
        return this.cumulative(metric, draft);
      default:
        throw new Lost("conversion metrics have no place in a metric view.");
    }
  }

  private simple(
    metric: DbtMetric,
    draft: ViewDraft,
    more: readonly string[],
  ): { expr: string; window: Window } {
    const measure = this.aggregationOf(metric);
    const input = metric.type_params.measure;
    if ((input?.fill_nulls_with ?? null) !== null || input?.join_to_timespine) {
      this.warnings.push(
        `The metric \`${metric.name}\` fills gaps in dbt; a trend lists gaps by its own rule (0 for sums and counts).`,
      );
    }
    const conditions = [...metric.filter, ...(input?.filter ?? []), ...more].map((template) =>
      this.condition(template, draft),
    );
    const filter =
      conditions.length === 0 ? "" : ` FILTER (WHERE ${conditions.map((sql) => `(${sql})`).join(" AND ")})`;
    return { expr: aggregateSql(measure) + filter, window: this.nonAdditive(metric, measure, draft) };
  }

  private nonAdditive(
    metric: DbtMetric,
    { non_additive_dimension: rule }: Aggregation,
    draft: ViewDraft,
  ): Window {
    if (rule === null) return [];
    if (rule.window_groupings.length > 0) {
      this.warnings.push(
        `The metric \`${metric.name}\` takes its last value per ${rule.window_groupings.join(", ")} in dbt; here it is per group of the question.`,
      );
    }
    this.fieldExpr(rule.name, draft);
    return [
      { order: rule.name, range: "current", semiadditive: rule.window_choice === "max" ? "last" : "first" },
    ];
  }

  /** A metric inside another: by name, or written out where the place adds a filter. */
  private inputSql(input: DbtInput, draft: ViewDraft, filters: readonly string[]): string {
    if (input.offset_window || input.offset_to_grain)
      throw new Lost(`\`${input.name}\` is shifted in time inside it.`);
    const metric = this.metricNamed(input.name);
    if (this.draftOf(this.modelOf(metric)) !== draft)
      throw new Lost("its parts live in different semantic models.");
    const more = [...filters, ...input.filter];
    if (more.length === 0) return `MEASURE(${quoteIdentifier(metric.name)})`;
    if (metric.type !== "simple") throw new Lost(`it filters \`${metric.name}\`, which is no simple metric.`);
    const { expr, window } = this.simple(metric, draft, more);
    if (window.length > 0) throw new Lost(`it filters \`${metric.name}\`, which is not additive.`);
    return expr;
  }

  private derived(metric: DbtMetric, draft: ViewDraft): string {
    const { expr, metrics } = metric.type_params;
    if (expr === null) throw new Lost("it has no expression.");
    const parsed = parseExpression(expr);
    if (!parsed.ok) throw new Lost(`its expression cannot be read (${parsed.message})`);
    const edits = parsed.columns.map(({ parts, span }) => {
      const input = metrics?.find((candidate) => (candidate.alias ?? candidate.name) === parts.join("."));
      if (!input) throw new Lost(`its expression uses \`${parts.join(".")}\`, which is none of its metrics.`);
      return { ...span, text: this.inputSql(input, draft, metric.filter) };
    });
    return splice(expr, edits);
  }

  private cumulative(metric: DbtMetric, draft: ViewDraft): { expr: string; window: Window } {
    const params = metric.type_params;
    const own = params.cumulative_type_params;
    const inner = own?.metric ? this.metricNamed(own.metric.name) : metric;
    const { expr, window } = this.simple(
      { ...inner, filter: [...inner.filter, ...(inner === metric ? [] : metric.filter)] },
      draft,
      [],
    );
    if (window.length > 0 || draft.timeField === null)
      throw new Lost("it accumulates something that has no time field.");
    const size = own?.window ?? params.window;
    const grain = own?.grain_to_date ?? params.grain_to_date;
    const order = draft.timeField;
    if (size !== null) {
      return {
        expr,
        window: [
          { order, range: `trailing ${size.count} ${size.granularity} inclusive`, semiadditive: "last" },
        ],
      };
    }
    const running = { order, range: "cumulative", semiadditive: "last" as const };
    if (grain === null) return { expr, window: [running] };
    const name = `${order}__${grain}`;
    if (!draft.fields.some((field) => field.name === name)) {
      const trunc = `DATE_TRUNC('${grain.toUpperCase()}', ${this.fieldExpr(order, draft)})`;
      draft.fields.push({ name, expr: trunc, comment: null, displayName: null, synonyms: [] });
    }
    return { expr, window: [running, { order: name, range: "current", semiadditive: "last" }] };
  }

  /** A where filter of dbt as SQL over the view's columns. */
  private condition(template: string, draft: ViewDraft): string {
    const sql = template.replace(
      /\{\{\s*(Dimension|TimeDimension|Entity)\(\s*['"]([^'"]+)['"]\s*(?:,\s*['"](\w+)['"]\s*)?\)\s*\}\}/g,
      (_, kind: string, path: string, grain: string | undefined) => {
        const expr = this.fieldExpr(path, draft);
        return kind === "TimeDimension" && grain && grain !== "day"
          ? `DATE_TRUNC('${grain.toUpperCase()}', ${expr})`
          : expr;
      },
    );
    if (sql.includes("{{") || sql.includes("{%"))
      throw new Lost(`its filter \`${template.trim()}\` cannot be read.`);
    return sql.trim();
  }

  /** `order__status`, `customer__region` or `status`: the entity of the view itself is left out. */
  private fieldExpr(path: string, draft: ViewDraft): string {
    const last = path.split("__").at(-1) ?? path;
    const field =
      draft.fields.find((item) => item.name === path) ?? draft.fields.find((item) => item.name === last);
    if (!field)
      throw new Lost(`its filter or window uses \`${path}\`, which \`${draft.name}\` does not have.`);
    return field.expr;
  }

  private aggregationOf(metric: DbtMetric): Aggregation {
    const params = metric.type_params.metric_aggregation_params;
    if (params) return { ...params, expr: params.expr ?? metric.type_params.expr, name: metric.name };
    const name = metric.type_params.measure?.name;
    const measure = this.manifest.semantic_models
      .flatMap((model) => model.measures)
      .find((item) => item.name === name);
    if (!measure) throw new Lost(`its measure \`${name}\` does not exist.`);
    return measure;
  }

  /** The semantic model that a metric is computed over. */
  private modelOf(metric: DbtMetric, seen: readonly string[] = []): string {
    const { type_params: params } = metric;
    if (params.metric_aggregation_params) return params.metric_aggregation_params.semantic_model;
    const measure = params.measure?.name;
    const owner = this.manifest.semantic_models.find((model) =>
      model.measures.some((item) => item.name === measure),
    );
    if (owner) return owner.name;
    const inner =
      params.numerator?.name ?? params.metrics?.[0]?.name ?? params.cumulative_type_params?.metric?.name;
    if (inner === undefined || seen.includes(inner)) throw new Lost("no semantic model belongs to it.");
    return this.modelOf(this.metricNamed(inner), [...seen, inner]);
  }

  private metricNamed(name: string): DbtMetric {
    const metric = this.manifest.metrics.find((item) => item.name === name);
    if (!metric) throw new Lost(`the metric \`${name}\` does not exist.`);
    return metric;
  }

  private draftOf(name: string): ViewDraft {
    const draft = this.drafts.find((item) => item.name === name);
    if (!draft) throw new Lost(`the semantic model \`${name}\` does not exist.`);
    return draft;
  }

  private tellUnused(): void {
    const used = new Set(this.manifest.metrics.map((metric) => metric.type_params.measure?.name));
    for (const model of this.manifest.semantic_models) {
      for (const { name } of model.measures) {
        if (!used.has(name))
          this.warnings.push(
            `The measure \`${name}\` of \`${model.name}\` belongs to no metric and was left out.`,
          );
      }
    }
  }
}

function aggregateSql({ agg, expr, name, agg_params }: Aggregation): string {
  const value = expr ?? name;
  switch (agg) {
    case "sum":
    case "min":
    case "max":
    case "median":
    case "count":
      return `${agg.toUpperCase()}(${value})`;
    case "average":
      return `AVG(${value})`;
    case "count_distinct":
      return `COUNT(DISTINCT ${value})`;
    case "sum_boolean":
      return `SUM(CASE WHEN ${value} THEN 1 ELSE 0 END)`;
    case "percentile":
      if (typeof agg_params?.percentile === "number") return `PERCENTILE(${value}, ${agg_params.percentile})`;
      throw new Lost("it says no percentile.");
    default:
      throw new Lost(`the aggregation \`${agg}\` is not known.`);
  }
}
