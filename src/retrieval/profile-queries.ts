import { type MetricQuery, queryOn } from "../contracts/metric-query.js";
import { type ModelField, type ModelView, plainMeasure } from "../contracts/semantic-model.js";

const ROWS = "rows";

/** Numbers wanted of one field, as indexes into the columns of the result. */
export interface FieldColumns {
  filled: number;
  distinct: number;
  min: number;
  max: number;
}

/**
 * The view with measures that count rows and describe the fields, so that profiling passes the same compiler as every
 * question: the view's filter, joins and time hold for it too.
 */
export function profilingView(view: ModelView): ModelView {
  return {
    ...view,
    measures: [
      plainMeasure(ROWS, "COUNT(*)", view.place),
      ...view.fields.flatMap((field) =>
        factsOf(field).map(([fact, expr]) => plainMeasure(factName(fact, field), expr, view.place)),
      ),
    ],
  };
}

/** One row: how many rows the view has, then four facts per field (see `fieldColumns`). */
export function factsQuery(view: ModelView, fields: readonly ModelField[]): MetricQuery {
  const names = [ROWS, ...fields.flatMap((field) => factsOf(field).map(([fact]) => factName(fact, field)))];
  return queryOn(view.name, { select: names.map((name) => ({ kind: "measure", measure: name })) });
}

/** Where the facts of the n-th field of a factsQuery stand. */
export function fieldColumns(index: number): FieldColumns {
  const first = 1 + index * 4;
  return { filled: first, distinct: first + 1, min: first + 2, max: first + 3 };
}

/** Values of a field and their number of rows, most frequent first. */
export function valuesQuery(view: ModelView, field: ModelField): MetricQuery {
  return queryOn(view.name, {
    select: [{ kind: "measure", measure: ROWS }],
    groupBy: [{ kind: "field", field: field.name }],
    order: [
      { by: { kind: "select", index: 0, of: "value" }, direction: "desc" },
      { by: { kind: "group", index: 0 }, direction: "asc" },
    ],
  });
}

function factsOf(field: ModelField): [fact: string, expr: string][] {
  const ordered = field.type === "number" || field.type === "date";
  return [
    ["filled", `COUNT(${field.expr})`],
    ["distinct", `COUNT(DISTINCT ${field.expr})`],
    ["min", ordered ? `MIN(${field.expr})` : "COUNT(*)"],
    ["max", ordered ? `MAX(${field.expr})` : "COUNT(*)"],
  ];
}

function factName(fact: string, field: ModelField): string {
  return `${fact} of ${field.name}`;
}
