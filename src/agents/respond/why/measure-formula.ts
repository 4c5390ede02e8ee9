import type { Selection } from "../../../contracts/metric-query.js";
import type { ModelMeasure, ModelView } from "../../../contracts/semantic-model.js";
import { isAggregate } from "../../../semantics/aggregate-kind.js";
import { measureName, type ReadExpression, readExpression } from "../../../semantics/expression.js";
import { type FormulaNode, isLinear, scaledQuotient } from "./formula-node.js";

type Expr = Extract<ReadExpression, { ok: true }>["expr"];
type Call = Extract<Expr, { kind: "call" }>;

/** An aggregate that a number is computed from: SQL of a measure that uses it, or a selection of its own. */
export type Atom =
  | { kind: "sql"; sql: string; owner: ModelMeasure }
  | { kind: "selection"; selection: Extract<Selection, { kind: "count_distinct" | "aggregate" }> };

/** How a number follows from aggregates. */
export interface Formula {
  atoms: Atom[];
  root: FormulaNode;
  /** Set where it is a constant times one amount divided by another, plus a constant. */
  quotient: ReturnType<typeof scaledQuotient>;
}

/** The formula of a number; null where it is one aggregate alone, or uses what can't be computed again from its aggregates. */
export function formulaOf(selection: Selection | undefined, view: ModelView): Formula | null {
  const atoms: Atom[] = [];
  const root = selection === undefined ? null : selectionNode(selection, view, atoms);
  if (root === null || root.kind === "atom") return null;
  const quotient = scaledQuotient(root);
  return quotient === null && isLinear(root) ? null : { atoms, root, quotient };
}

function selectionNode(selection: Selection, view: ModelView, atoms: Atom[]): FormulaNode | null {
  switch (selection.kind) {
    case "measure": {
      const measure = namedMeasure(selection.measure, view);
      return measure ? measureNode(measure, view, atoms, []) : null;
    }
    case "count_distinct":
    case "aggregate":
      return addAtom({ kind: "selection", selection }, atoms);
    case "ratio": {
      const left = selectionNode(selection.numerator, view, atoms);
      const right = selectionNode(selection.denominator, view, atoms);
      return left && right ? { kind: "binary", op: "/", left, right } : null;
    }
    default:
      return null;
  }
}

/** `within`: the measures that are being written out, against a circle. */
function measureNode(
  measure: ModelMeasure,
  view: ModelView,
  atoms: Atom[],
  within: readonly string[],
): FormulaNode | null {
  const read = readExpression(measure.expr);
  if (!read.ok || measure.window.length > 0 || within.includes(measure.name)) return null;
  const inner = [...within, measure.name];
  const node = (expr: Expr): FormulaNode | null => {
    const name = measureName(expr);
    if (name !== null) {
      const other = namedMeasure(name, view);
      return other ? measureNode(other, view, atoms, inner) : null;
    }
    if (isAggregate(expr)) return aggregateNode(expr as Call, measure, atoms);
    return arithmeticNode(expr, node);
  };
  return node(read.expr);
}

/** AVG(x) is SUM(x) / COUNT(x), which members add up to; every other aggregate stands for itself. */
function aggregateNode(call: Call, owner: ModelMeasure, atoms: Atom[]): FormulaNode | null {
  const text = owner.expr;
  const averaged = ["avg", "mean", "try_avg"].includes(call.name) && !call.distinct && call.args.length === 1;
  if (!averaged) return addAtom({ kind: "sql", sql: text.slice(call.from, call.to), owner }, atoms);
  const rest = text.slice(call.nameSpan.to, call.to);
  const left = addAtom({ kind: "sql", sql: `SUM${rest}`, owner }, atoms);
  const right = addAtom({ kind: "sql", sql: `COUNT${rest}`, owner }, atoms);
  return { kind: "binary", op: "/", left, right };
}

function arithmeticNode(expr: Expr, node: (expr: Expr) => FormulaNode | null): FormulaNode | null {
  switch (expr.kind) {
    case "number":
      return { kind: "constant", value: Number(expr.text) };
    case "null":
      return { kind: "constant", value: null };
    case "unary": {
      const operand = expr.op === "-" || expr.op === "+" ? node(expr.operand) : null;
      if (operand === null || expr.op === "+") return operand;
      return { kind: "binary", op: "*", left: { kind: "constant", value: -1 }, right: operand };
    }
    case "binary": {
      if (!isArithmetic(expr.op)) return null;
      const [left, right] = [node(expr.left), node(expr.right)];
      return left && right ? { kind: "binary", op: expr.op, left, right } : null;
    }
    case "cast":
      return expr.type.kind === "simple" && /^(double|float|decimal|numeric|dec|real)$/i.test(expr.type.name)
        ? node(expr.operand)
        : null;
    case "call":
      return callNode(expr, node);
    default:
      return null;
  }
}

function callNode(call: Call, node: (expr: Expr) => FormulaNode | null): FormulaNode | null {
  const args = call.args.map(({ value }) => node(value));
  const known = args.filter((arg) => arg !== null);
  const [left, right] = known;
  if (known.length !== args.length || left === undefined) return null;
  if (call.name === "try_divide" && right) return { kind: "binary", op: "/", left, right };
  if (call.name === "nullif" && right) return { kind: "nullif", operand: left, equals: right };
  if (["coalesce", "nvl", "ifnull"].includes(call.name)) return { kind: "coalesce", operands: known };
  if (call.name === "abs") return { kind: "abs", operand: left };
  return null;
}

function isArithmetic(op: string): op is "+" | "-" | "*" | "/" {
  return ["+", "-", "*", "/"].includes(op);
}

function addAtom(atom: Atom, atoms: Atom[]): FormulaNode {
  const key = keyOf(atom);
  const known = atoms.findIndex((other) => keyOf(other) === key);
  if (known >= 0) return { kind: "atom", index: known };
  atoms.push(atom);
  return { kind: "atom", index: atoms.length - 1 };
}

function keyOf(atom: Atom): string {
  return atom.kind === "sql" ? atom.sql : JSON.stringify(atom.selection);
}

function namedMeasure(name: string, view: ModelView): ModelMeasure | undefined {
  return view.measures.find((measure) => measure.name.toLowerCase() === name.toLowerCase());
}
