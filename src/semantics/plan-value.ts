import { assertUnreachable } from "../contracts/errors.js";
import type { Selection, SimpleSelection } from "../contracts/metric-query.js";
import type { ModelMeasure, NumberFormat } from "../contracts/semantic-model.js";
import type { Call } from "../sql/ast.js";
import { lookUp } from "./compile-fault.js";
import { quotientSql } from "./double-values.js";
import { dayFragment } from "./field-sql.js";
import type { JoinNode } from "./join-tree.js";
import { selectionName } from "./output-names.js";
import type { PlanContext } from "./plan-context.js";
import { aggregatesWithJoins, type Fragment, fieldFragment, measureFragment } from "./sql-fragment.js";
import { hasWindow } from "./window-measures.js";

/** An aggregate as it reads rows: what repeated rows would do to it depends on both. */
export interface AggregateUse {
  call: Call | "count_distinct" | "sum" | "avg";
  joins: ReadonlySet<JoinNode>;
}

/** One number of the query. */
export interface ValuePlan {
  index: number;
  /** `value_1` … */
  column: string;
  selection: Selection;
  name: string;
  /** 0 where there are no rows. */
  emptyIsZero: boolean;
  /** True for a quotient or an average: its values never add up to a total. */
  ratio: boolean;
  /** Fields over which the values may be summed. */
  additive: "all" | string[];
  unit: string | null;
  decimals: number | null;
  /** SQL that stands in for the selection's own; absent = the selection says it. */
  fragment?: Fragment;
}

export function planValue(selection: Selection, index: number, context: PlanContext): ValuePlan {
  const base = { index, column: `value_${index + 1}`, selection, name: selectionName(selection) };
  switch (selection.kind) {
    case "measure": {
      const measure = lookUp(context.scope.view.measures, selection.measure, "measure");
      return {
        ...base,
        name: measure.name,
        emptyIsZero: measure.emptyIsZero,
        ratio: measure.ratio,
        additive: measure.additive,
        ...formatOf(measure.format, context),
      };
    }
    case "count_distinct":
      lookUp(context.scope.view.fields, selection.field, "field");
      return { ...base, emptyIsZero: true, ratio: false, additive: [], unit: null, decimals: 0 };
    case "aggregate": {
      const { format } = lookUp(context.scope.view.fields, selection.field, "field");
      const sum = selection.aggregate === "sum";
      return {
        ...base,
        emptyIsZero: sum,
        ratio: !sum,
        additive: sum ? "all" : [],
        ...formatOf(format, context),
      };
    }
    case "ratio": {
      const numerator = planValue(selection.numerator, index, context);
      const denominator = planValue(selection.denominator, index, context);
      const unit = numerator.unit !== null && numerator.unit === denominator.unit ? "ratio" : numerator.unit;
      return { ...base, emptyIsZero: false, ratio: true, additive: [], unit, decimals: null };
    }
    case "over_members": {
      const inner = planValue(selection.measure, index, context);
      if (selection.aggregate === "count")
        return { ...base, emptyIsZero: true, ratio: false, additive: [], unit: null, decimals: 0 };
      return {
        ...base,
        emptyIsZero: false,
        ratio: true,
        additive: [],
        unit: inner.unit,
        decimals: inner.decimals,
      };
    }
    case "running": {
      const inner = planValue(selection.measure, index, context);
      return { ...inner, ...base, additive: [], ratio: selection.buckets !== null || inner.ratio };
    }
    default:
      return assertUnreachable(selection);
  }
}

/** SQL of a number that one pass over the rows gives; the right side of a ratio is NULL where it is 0. */
export function inlineFragment(
  selection: Exclude<Selection, { kind: "over_members" }>,
  context: PlanContext,
): Fragment {
  switch (selection.kind) {
    case "running":
      return inlineFragment(selection.measure, context);
    case "measure":
      return measureFragment(context.scope, measureOf(selection.measure, context));
    case "count_distinct": {
      const field = lookUp(context.scope.view.fields, selection.field, "field");
      const inner = field.timestamp ? dayFragment(field, context) : fieldFragment(context.scope, field);
      return { ...inner, sql: `COUNT(DISTINCT ${inner.sql})` };
    }
    case "aggregate": {
      const inner = fieldFragment(context.scope, lookUp(context.scope.view.fields, selection.field, "field"));
      return { ...inner, sql: `${selection.aggregate.toUpperCase()}(${inner.sql})` };
    }
    case "ratio": {
      const numerator = inlineFragment(selection.numerator, context);
      const denominator = inlineFragment(selection.denominator, context);
      return {
        sql: quotientSql(numerator.sql, denominator.sql),
        joins: new Set([...numerator.joins, ...denominator.joins]),
      };
    }
    default:
      return assertUnreachable(selection);
  }
}

/** The aggregates that a number consists of. */
export function aggregateUses(selection: Selection, context: PlanContext): AggregateUse[] {
  switch (selection.kind) {
    case "measure":
      return aggregatesWithJoins(context.scope, measureOf(selection.measure, context));
    case "count_distinct":
      return [{ call: "count_distinct", joins: new Set() }];
    case "aggregate":
      return [{ call: selection.aggregate, joins: inlineFragment(selection, context).joins }];
    case "ratio":
      return [selection.numerator, selection.denominator].flatMap((part) => aggregateUses(part, context));
    case "over_members":
    case "running":
      return aggregateUses(selection.measure, context);
    default:
      return assertUnreachable(selection);
  }
}

/** True where a window measure takes part, so that one pass over the rows is not enough. */
export function needsWindow(selection: Selection, context: PlanContext): boolean {
  const simple = (part: SimpleSelection): boolean =>
    part.kind === "measure" && hasWindow(context.scope.view, measureOf(part.measure, context));
  if (selection.kind === "ratio") return simple(selection.numerator) || simple(selection.denominator);
  return simple(
    selection.kind === "over_members" || selection.kind === "running" ? selection.measure : selection,
  );
}

function measureOf(name: string, context: PlanContext): ModelMeasure {
  return lookUp(context.scope.view.measures, name, "measure");
}

function formatOf(format: NumberFormat | null, context: PlanContext): Pick<ValuePlan, "unit" | "decimals"> {
  const decimals = format?.decimalPlaces ?? null;
  if (format?.type === "currency")
    return { unit: format.currencyCode ?? context.workspace.currency, decimals };
  return { unit: format?.type === "percentage" ? "ratio" : null, decimals };
}
