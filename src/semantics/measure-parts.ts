import { assertUnreachable } from "../contracts/errors.js";
import type { Selection, SimpleSelection } from "../contracts/metric-query.js";
import type { Call, Expr } from "../sql/ast.js";
import { isAggregate, isLinearCombination, isZeroWhenEmpty } from "./aggregate-kind.js";
import { balancedSpan } from "./balanced-span.js";
import { CompileFault, lookUp } from "./compile-fault.js";
import type { NumberShape } from "./contribution.js";
import { measureName } from "./expression.js";
import type { PlanContext } from "./plan-context.js";
import { inlineFragment } from "./plan-value.js";
import { type Fragment, measureFragment, parsed } from "./sql-fragment.js";

/** A number as sums and counts over rows, so that its change can be split over members. */
export interface MeasureParts {
  shape: NumberShape;
  numerator: Fragment;
  denominator: Fragment | null;
}

/** Takes a number apart: sums and counts, averages, quotients of these, also scaled or moved by a constant. */
export function partsOfSelection(selection: Selection, context: PlanContext): MeasureParts {
  switch (selection.kind) {
    case "measure":
      return partsOfMeasure(selection.measure, context);
    case "count_distinct":
      return { shape: { kind: "sum" }, numerator: inlineFragment(selection, context), denominator: null };
    case "ratio":
      return {
        shape: { kind: "ratio", scale: 1, offset: 0 },
        numerator: sumOf(selection.numerator, context),
        denominator: sumOf(selection.denominator, context),
      };
    case "over_members":
      throw new CompileFault(
        "not_supported",
        "The change of an average over members cannot be split by a field.",
      );
    default:
      return assertUnreachable(selection);
  }
}

function sumOf(selection: SimpleSelection, context: PlanContext): Fragment {
  const parts = partsOfSelection(selection, context);
  if (parts.denominator === null) return parts.numerator;
  throw new CompileFault("not_supported", "A ratio of ratios cannot be split by a field.");
}

function partsOfMeasure(name: string, context: PlanContext): MeasureParts {
  const measure = lookUp(context.scope.view.measures, name, "measure");
  if (measure.window.length > 0) refuse(name);
  return new PartReader(measure.name, measure.expr, context).read(parsed(measure.expr));
}

class PartReader {
  private readonly name: string;
  private readonly text: string;
  private readonly context: PlanContext;

  constructor(name: string, text: string, context: PlanContext) {
    this.name = name;
    this.text = text;
    this.context = context;
  }

  read(expr: Expr): MeasureParts {
    const reference = measureName(expr);
    if (reference !== null) return partsOfMeasure(reference, this.context);
    if (this.isSum(expr))
      return { shape: { kind: "sum" }, numerator: this.fragment(expr), denominator: null };
    const average = this.average(expr);
    if (average !== null) return average;
    if (expr.kind === "cast") return this.read(expr.operand);
    if (expr.kind === "call" && expr.name === "try_divide" && expr.args.length === 2) {
      return this.quotient(expr.args[0]?.value as Expr, expr.args[1]?.value as Expr);
    }
    if (expr.kind === "binary") return this.binary(expr);
    return refuse(this.name);
  }

  private binary(expr: Extract<Expr, { kind: "binary" }>): MeasureParts {
    const left = constantOf(expr.left);
    const right = constantOf(expr.right);
    if (expr.op === "/" && right === null) return this.quotient(expr.left, expr.right);
    if (expr.op === "/" && right !== null && right !== 0)
      return this.scaled(this.read(expr.left), 1 / right, 0);
    if (expr.op === "*" && right !== null) return this.scaled(this.read(expr.left), right, 0);
    if (expr.op === "*" && left !== null) return this.scaled(this.read(expr.right), left, 0);
    if (expr.op === "-" && left !== null) return this.scaled(this.read(expr.right), -1, left);
    if (expr.op === "-" && right !== null) return this.scaled(this.read(expr.left), 1, -right);
    if (expr.op === "+" && left !== null) return this.scaled(this.read(expr.right), 1, left);
    if (expr.op === "+" && right !== null) return this.scaled(this.read(expr.left), 1, right);
    return refuse(this.name);
  }

  private scaled(parts: MeasureParts, scale: number, offset: number): MeasureParts {
    if (parts.shape.kind === "sum") return refuse(this.name);
    const shape = {
      ...parts.shape,
      scale: parts.shape.scale * scale,
      offset: parts.shape.offset * scale + offset,
    };
    return { ...parts, shape };
  }

  private quotient(top: Expr, bottom: Expr): MeasureParts {
    const numerator = this.read(top);
    const denominator = this.read(unguarded(bottom));
    if (numerator.shape.kind !== "sum" || denominator.shape.kind !== "sum") return refuse(this.name);
    return {
      shape: { kind: "ratio", scale: 1, offset: 0 },
      numerator: numerator.numerator,
      denominator: denominator.numerator,
    };
  }

  /** AVG(x) is SUM(x) / COUNT(x). */
  private average(expr: Expr): MeasureParts | null {
    if (expr.kind !== "call" || !["avg", "mean", "try_avg"].includes(expr.name) || expr.distinct) return null;
    const call = (name: string) => {
      const points = Array.from(this.text);
      return this.sql(name + points.slice(expr.nameSpan.to, expr.to).join(""));
    };
    return {
      shape: { kind: "ratio", scale: 1, offset: 0 },
      numerator: call("SUM"),
      denominator: call("COUNT"),
    };
  }

  /** Sums and counts, their sums and differences; measures that are such. */
  private isSum(expr: Expr): boolean {
    return isLinearCombination(expr, (term) => {
      const name = measureName(term);
      if (name !== null) return partsOfMeasure(name, this.context).denominator === null;
      return isAggregate(term) && isZeroWhenEmpty(term as Call);
    });
  }

  private fragment(expr: Expr): Fragment {
    const { from, to } = balancedSpan(this.text, expr);
    return this.sql(Array.from(this.text).slice(from, to).join(""));
  }

  private sql(expr: string): Fragment {
    const measure = lookUp(this.context.scope.view.measures, this.name, "measure");
    return measureFragment(this.context.scope, { ...measure, expr });
  }
}

/** A denominator without its guard against zero. */
function unguarded(expr: Expr): Expr {
  const isGuard = expr.kind === "call" && expr.name === "nullif";
  return isGuard ? (expr.args[0]?.value ?? expr) : expr;
}

function constantOf(expr: Expr): number | null {
  if (expr.kind === "number") return Number(expr.text);
  if (expr.kind !== "unary" || expr.op !== "-") return null;
  const inner = constantOf(expr.operand);
  return inner === null ? null : -inner;
}

function refuse(name: string): never {
  throw new CompileFault(
    "not_supported",
    `The change of \`${name}\` cannot be split by a field: it is no sum, no count and no ratio of these.`,
  );
}
