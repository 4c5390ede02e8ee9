import type { ConfigProblem } from "../contracts/errors.js";
import { ConfigError } from "../contracts/errors.js";
import type { Catalog } from "../contracts/policy.js";
import type { ModelField, ModelJoin, ModelView, Workspace } from "../contracts/semantic-model.js";
import { columnsOfView, isMissing, type ViewColumns } from "./bind-columns.js";
import { type BoundExpression, bindExpression, fieldKey } from "./bind-expression.js";
import { bindMeasures } from "./bind-measures.js";
import { bindPolicyRules } from "./bind-policy.js";
import { didYouMean } from "./closest-name.js";

/**
 * Resolves every column of every expression against the catalogue and fills what follows from it: types of fields,
 * plain columns, and of measures whether they are ratios, additive, and 0 over no rows.
 * Throws ConfigError with every unknown name, its file and line.
 */
export function bindWorkspace(workspace: Workspace, catalog: Catalog): Workspace {
  const problems: ConfigProblem[] = [];
  const views = workspace.views.map((view) => bindView(view, catalog, problems));
  bindPolicyRules(workspace, catalog, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return { ...workspace, views };
}

function bindView(view: ModelView, catalog: Catalog, problems: ConfigProblem[]): ModelView {
  const columns = columnsOfView(view, catalog);
  const known = catalog.tables.map((table) => table.name);
  for (const relation of new Set(columns.missing)) {
    problems.push({
      ...view.place,
      message: `The table \`${relation}\` does not exist in the warehouse.`,
      remedy: didYouMean(relation, known),
    });
  }
  const fields = bindFields(view, columns, problems);
  const filterPlace = view.filterPlace ?? view.place;
  const filter =
    view.filter === null
      ? null
      : bindExpression(view.filter, "The filter", filterPlace, columns, fields, problems);
  return {
    ...view,
    filter: filter?.sql ?? view.filter,
    joins: view.joins.map((join) => bindJoin(join, view, columns, problems)),
    fields: view.fields.map((field) => boundField(field, fields.get(fieldKey(field)))),
    measures: bindMeasures(view, columns, fields, problems),
  };
}

/** Binds fields in the order in which they can be written out: a field may name other fields. */
function bindFields(
  view: ModelView,
  columns: ViewColumns,
  problems: ConfigProblem[],
): Map<string, BoundExpression> {
  const bound = new Map<string, BoundExpression>();
  let open = view.fields;
  for (;;) {
    const failed: ModelField[] = [];
    const told: ConfigProblem[] = [];
    for (const field of open) {
      const what = `The field \`${field.name}\``;
      const expression = bindExpression(field.expr, what, field.place, columns, bound, told);
      if (expression === null) failed.push(field);
      else bound.set(fieldKey(field), expression);
    }
    if (failed.length === open.length || failed.length === 0) {
      problems.push(...told);
      return bound;
    }
    open = failed;
  }
}

function boundField(field: ModelField, bound: BoundExpression | undefined): ModelField {
  if (!bound) return field;
  return {
    ...field,
    expr: bound.sql,
    type: bound.type.type,
    timestamp: bound.type.timestamp,
    column: bound.column,
  };
}

function bindJoin(
  join: ModelJoin,
  view: ModelView,
  columns: ViewColumns,
  problems: ConfigProblem[],
): ModelJoin {
  const place = join.place ?? view.place;
  const what = `The condition of the join \`${join.name}\``;
  const bound = join.on === null ? null : bindExpression(join.on, what, place, columns, new Map(), problems);
  const node = columns.nodes.find((candidate) => candidate.join === join);
  const own = node ? columns.joins.get(node) : undefined;
  const above = node?.parent ? columns.joins.get(node.parent) : columns.source;
  for (const name of join.using) {
    for (const set of [own, above]) {
      if (!set || !isMissing(set, name)) continue;
      problems.push({
        ...place,
        message: `${what} uses \`${name}\`, which \`${set.relation ?? "the source"}\` does not have.`,
        remedy: didYouMean(
          name,
          (set.columns ?? []).map((column) => column.name),
        ),
      });
    }
  }
  return {
    ...join,
    on: bound?.sql ?? join.on,
    joins: join.joins.map((child) => bindJoin(child, view, columns, problems)),
  };
}
