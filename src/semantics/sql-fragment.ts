import type { ModelField, ModelMeasure, ModelView } from "../contracts/semantic-model.js";
import type { Call, Expr } from "../sql/ast.js";
import { type Edit, splice } from "../sql/splice.js";
import { aggregatesOf } from "./aggregate-kind.js";
import { balancedSpan } from "./balanced-span.js";
import { CompileFault, lookUp } from "./compile-fault.js";
import { quotientEdits, withAverages } from "./double-values.js";
import { columnsOf, measureReferences, readExpression, visitExpression } from "./expression.js";
import { type JoinNode, joinNodes, joinOfColumn, SOURCE_ALIAS } from "./join-tree.js";

/** SQL over the aliases of a view's source and joins, with the joins that it needs. */
export interface Fragment {
  sql: string;
  joins: ReadonlySet<JoinNode>;
}

/** A view ready to be written as SQL. */
export interface ViewScope {
  view: ModelView;
  nodes: readonly JoinNode[];
}

export function scopeOf(view: ModelView): ViewScope {
  return { view, nodes: joinNodes(view) };
}

export function fieldFragment(scope: ViewScope, field: ModelField): Fragment {
  return qualified(scope, field.expr, new Map());
}

export function conditionFragment(scope: ViewScope, sql: string): Fragment {
  return qualified(scope, sql, new Map());
}

/** The measure's expression with MEASURE() references written out, divisions by zero made NULL and quotients DOUBLE. */
export function measureFragment(scope: ViewScope, measure: ModelMeasure): Fragment {
  if (measure.window.length > 0) {
    throw new CompileFault(
      "not_supported",
      `\`${measure.name}\` has a window and cannot be used inside another.`,
    );
  }
  const expr = parsed(measure.expr);
  const references = new Map<Expr, Fragment>();
  for (const { name, call } of measureReferences(expr)) {
    references.set(call, enclosed(measureFragment(scope, lookUp(scope.view.measures, name, "measure"))));
  }
  return qualified(scope, measure.expr, references);
}

/** Text with every column under its alias; `replaced` stands in for whole nodes. */
export function qualified(scope: ViewScope, sql: string, replaced: ReadonlyMap<Expr, Fragment>): Fragment {
  const expr = parsed(sql);
  const joins = new Set<JoinNode>();
  const edits: Edit[] = divisionEdits(sql, expr);
  const inside: Expr[] = [];
  for (const [node, fragment] of replaced) {
    edits.push({ from: node.from, to: node.to, text: fragment.sql });
    for (const join of fragment.joins) joins.add(join);
    inside.push(node);
  }
  for (const column of columnsOf(expr)) {
    if (inside.some((node) => column.from >= node.from && column.to <= node.to)) continue;
    const names = column.parts.map((part) => part.name);
    const prefix = joinOfColumn(names, scope.nodes);
    if (prefix) {
      joins.add(prefix.node);
      const end = column.parts[prefix.length - 1]?.to ?? column.from;
      edits.push({ from: column.from, to: end, text: quoteIfNeeded(prefix.node.alias) });
    } else if (names.length === 1 || names[0]?.toLowerCase() !== SOURCE_ALIAS) {
      edits.push({ from: column.from, to: column.from, text: `${SOURCE_ALIAS}.` });
    }
  }
  const text = splice(sql, edits);
  return { sql: withAverages(text, parsed(text)), joins };
}

/** Text with whole nodes replaced and divisions guarded; for expressions over columns of steps. */
export function replacedSql(sql: string, expr: Expr, replaced: ReadonlyMap<Expr, string>): string {
  const edits = [...replaced].map(([node, text]) => ({ from: node.from, to: node.to, text }));
  return splice(sql, [...divisionEdits(sql, expr), ...edits]);
}

/** An expression of a checked workspace. */
export function parsed(sql: string): Expr {
  const read = readExpression(sql);
  if (!read.ok)
    throw new CompileFault("bad_query", `The expression \`${sql}\` cannot be read: ${read.message}`);
  return read.expr;
}

/** Aggregates of a measure with all references written out, each with the joins that it reads. */
export function aggregatesWithJoins(
  scope: ViewScope,
  measure: ModelMeasure,
): { call: Call; joins: ReadonlySet<JoinNode> }[] {
  const expr = parsed(measure.expr);
  const own = aggregatesOf(expr).map((call) => ({
    call,
    joins: new Set(
      columnsOf(call).flatMap((column) => {
        const prefix = joinOfColumn(
          column.parts.map((part) => part.name),
          scope.nodes,
        );
        return prefix ? [prefix.node] : [];
      }),
    ),
  }));
  const referred = measureReferences(expr).flatMap(({ name }) =>
    aggregatesWithJoins(scope, lookUp(scope.view.measures, name, "measure")),
  );
  return [...own, ...referred];
}

export function joined(fragments: readonly { joins: ReadonlySet<JoinNode> }[]): Set<JoinNode> {
  return new Set(fragments.flatMap((fragment) => [...fragment.joins]));
}

const OPERANDS = new Set(["call", "column", "cast", "case", "string", "number", "typed", "null", "boolean"]);

/** Parentheses around anything that an operator beside it could tear apart. */
export function enclosed(fragment: Fragment): Fragment {
  return OPERANDS.has(parsed(fragment.sql).kind) ? fragment : { ...fragment, sql: `(${fragment.sql})` };
}

export function quoteIfNeeded(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : `\`${name.replaceAll("`", "``")}\``;
}

/**
 * Wraps the right side of `/`, `%` and DIV as NULLIF(…, 0): no value where Databricks would stop with an error. What
 * closes at the same place closes in this order.
 */
function divisionEdits(sql: string, expr: Expr): Edit[] {
  const edits: Edit[] = [];
  visitExpression(expr, (node) => {
    const divides = node.kind === "binary" && (node.op === "/" || node.op === "%" || node.op === "DIV");
    if (divides && node.right.kind !== "number") {
      const { from, to } = balancedSpan(sql, node.right);
      edits.push({ from, to: from, text: "NULLIF(" }, { from: to, to, text: ", 0)" });
    }
    return true;
  });
  return [...edits, ...quotientEdits(sql, expr)];
}
