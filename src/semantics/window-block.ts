import { assertUnreachable } from "../contracts/errors.js";
import type { Selection } from "../contracts/metric-query.js";
import type { ModelMeasure } from "../contracts/semantic-model.js";
import type { Expr } from "../sql/ast.js";
import { blockSql, type DayRange } from "./aggregate-block.js";
import { aggregatesOf } from "./aggregate-kind.js";
import { type BlockText, baseBlock } from "./block-text.js";
import { CompileFault, lookUp } from "./compile-fault.js";
import { quotientSql } from "./double-values.js";
import { measureReferences } from "./expression.js";
import { checkFanOut } from "./fan-out.js";
import { aggregateUses, inlineFragment, type ValuePlan } from "./plan-value.js";
import type { QueryPlan } from "./query-plan.js";
import { type Fragment, joined, parsed, qualified, replacedSql } from "./sql-fragment.js";
import { type Stage, type StatementBuilder, sameGroups, selectSql } from "./statement-builder.js";
import { hasWindow } from "./window-measures.js";
import { windowStage } from "./window-stage.js";

/**
 * A number in which window measures take part: each part is computed by itself, with all groups, and the number
 * is put together from them.
 */
export function windowBlock(
  plan: QueryPlan,
  builder: StatementBuilder,
  value: ValuePlan,
  range: DayRange,
): BlockText {
  const parts = new PartCollector(plan, builder, value, range);
  const sql = parts.selection(value.selection);
  const groups = plan.groups.map((group) => group.column);
  const [driver, ...others] = parts.stages;
  if (!driver) throw new CompileFault("bad_query", `\`${value.name}\` has no parts.`);
  const joins = others.map(({ name }) =>
    groups.length === 0
      ? `CROSS JOIN ${name}`
      : `LEFT JOIN ${name} ON ${sameGroups(name, driver.name, groups)}`,
  );
  const list = [...groups.map((column) => `${driver.name}.${column}`), `${sql} AS ${value.column}`];
  return { values: [value], sql: selectSql(list, [`FROM ${driver.name}`, ...joins]) };
}

class PartCollector {
  readonly stages: Stage[] = [];
  private readonly plan: QueryPlan;
  private readonly builder: StatementBuilder;
  private readonly value: ValuePlan;
  private readonly range: DayRange;

  constructor(plan: QueryPlan, builder: StatementBuilder, value: ValuePlan, range: DayRange) {
    this.plan = plan;
    this.builder = builder;
    this.value = value;
    this.range = range;
  }

  /** SQL over the parts' columns. */
  selection(selection: Selection): string {
    switch (selection.kind) {
      case "measure":
        return this.measure(lookUp(this.plan.scope.view.measures, selection.measure, "measure"));
      case "count_distinct":
      case "aggregate":
        return this.plain(inlineFragment(selection, this.plan));
      case "ratio":
        return quotientSql(this.selection(selection.numerator), this.selection(selection.denominator));
      case "running":
        return this.selection(selection.measure);
      case "over_members":
        throw new CompileFault(
          "not_supported",
          `\`${this.value.name}\` averages a measure that has a window.`,
        );
      default:
        return assertUnreachable(selection);
    }
  }

  private measure(measure: ModelMeasure): string {
    if (measure.window.length > 0) {
      const stage = windowStage(this.plan, this.builder, measure, this.range);
      this.stages.push(stage);
      return `${stage.name}.part`;
    }
    const expr = parsed(measure.expr);
    const replaced = new Map<Expr, string>();
    for (const { name, call } of measureReferences(expr)) {
      const inner = lookUp(this.plan.scope.view.measures, name, "measure");
      replaced.set(
        call,
        hasWindow(this.plan.scope.view, inner) ? this.measure(inner) : this.plainMeasure(name),
      );
    }
    for (const call of aggregatesOf(expr)) {
      const text = Array.from(measure.expr).slice(call.from, call.to).join("");
      replaced.set(call, this.plain(qualified(this.plan.scope, text, new Map())));
    }
    return `(${replacedSql(measure.expr, expr, replaced)})`;
  }

  private plainMeasure(name: string): string {
    return this.plain(inlineFragment({ kind: "measure", measure: name }, this.plan));
  }

  /** A part that one pass over the rows of the range gives. */
  private plain(fragment: Fragment): string {
    const block = baseBlock(this.plan, [{ column: "part", ...fragment }], this.range);
    const joins = joined([...block.groups, ...block.values, ...block.conditions]);
    checkFanOut(this.value.name, aggregateUses(this.value.selection, this.plan), joins);
    const columns = [...block.groups.map((group) => group.column), "part"];
    const stage = this.builder.add("part", columns, blockSql(this.plan, block));
    this.stages.push(stage);
    return `${stage.name}.part`;
  }
}
