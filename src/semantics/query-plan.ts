import type { Grouping, MetricQuery, Selection } from "../contracts/metric-query.js";
import type { ModelField, ValueType, Workspace } from "../contracts/semantic-model.js";
import { lookUp } from "./compile-fault.js";
import { fieldSql } from "./field-sql.js";
import { groupName } from "./output-names.js";
import { ParameterBag } from "./parameter-bag.js";
import type { PlanContext } from "./plan-context.js";
import { planValue, type ValuePlan } from "./plan-value.js";
import { type Fragment, scopeOf, type ViewScope } from "./sql-fragment.js";

/** One grouping: what it computes over base rows, and its column in later stages. */
export interface GroupPlan {
  index: number;
  /** `group_1` … */
  column: string;
  grouping: Grouping;
  field: ModelField;
  /** Key over base rows: a value, the first day of a bucket, or the number of a recurring part. */
  key: Fragment;
  name: string;
  type: ValueType;
}

/** A metric query with its names resolved; every stage of compiling reads this. */
export interface QueryPlan {
  query: MetricQuery;
  workspace: Workspace;
  scope: ViewScope;
  asOf: string;
  timeField: ModelField | null;
  groups: GroupPlan[];
  values: ValuePlan[];
  parameters: ParameterBag;
  /** More conditions on base rows than the query names. */
  besides?: readonly Fragment[];
}

/** Resolves the names of a query. Throws CompileFault naming the nearest known name. */
export function planQuery(query: MetricQuery, workspace: Workspace, asOf: string): QueryPlan {
  const view = lookUp(workspace.views, query.view, "view");
  const scope = scopeOf(view);
  const timeField = view.timeField === null ? null : lookUp(view.fields, view.timeField, "field");
  const context = { scope, workspace };
  const groups = query.groupBy.map((grouping, index) => planGroup(grouping, index, context));
  const values = query.select.map((selection: Selection, index) => planValue(selection, index, context));
  return { query, workspace, scope, asOf, timeField, groups, values, parameters: new ParameterBag() };
}

export function planGroup(grouping: Grouping, index: number, context: PlanContext): GroupPlan {
  const field = lookUp(context.scope.view.fields, grouping.field, "field");
  const { type, ...key } = fieldSql(field, grouping, context);
  return {
    index,
    column: `group_${index + 1}`,
    grouping,
    field,
    key,
    name: groupName(field, grouping),
    type,
  };
}
