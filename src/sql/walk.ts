import type { Call, Expr, OrderItem, Query, WindowSpec } from "./ast.js";

export interface Visitor {
  /** Called before the children; false = leave them out. */
  enter: (node: Expr) => boolean;
  leave?: (node: Expr) => void;
  /** A query inside the expression; its own expressions are the visitor's business. */
  query: (query: Query) => void;
}

/** Visits an expression and all below it, in order of text. */
export function walkExpr(node: Expr, visitor: Visitor): void {
  if (!visitor.enter(node)) return;
  const visit = (child: Expr) => walkExpr(child, visitor);
  switch (node.kind) {
    case "column":
    case "star":
    case "string":
    case "number":
    case "boolean":
    case "null":
    case "typed":
    case "parameter":
    case "unit":
      break;
    case "interval":
      for (const part of node.parts) visit(part.value);
      break;
    case "unary":
    case "is":
    case "cast":
    case "field":
    case "json_path":
    case "collate":
      visit(node.operand);
      break;
    case "binary":
    case "distinct_from":
      visit(node.left);
      visit(node.right);
      break;
    case "between":
      visit(node.operand);
      visit(node.low);
      visit(node.high);
      break;
    case "in_list":
      visit(node.operand);
      node.list.forEach(visit);
      break;
    case "in_query":
      visit(node.operand);
      visitor.query(node.query);
      break;
    case "like":
      visit(node.operand);
      node.patterns.forEach(visit);
      break;
    case "exists":
    case "subquery":
      visitor.query(node.query);
      break;
    case "case":
      if (node.operand) visit(node.operand);
      for (const branch of node.branches) {
        visit(branch.when);
        visit(branch.result);
      }
      if (node.otherwise) visit(node.otherwise);
      break;
    case "call":
      walkCall(node, visit);
      break;
    case "lambda":
      visit(node.body);
      break;
    case "subscript":
      visit(node.operand);
      visit(node.index);
      break;
    case "row":
      node.items.forEach(visit);
      break;
  }
  visitor.leave?.(node);
}

function walkCall(call: Call, visit: (child: Expr) => void): void {
  for (const argument of call.args) visit(argument.value);
  for (const item of call.withinGroup ?? []) visit(item.expr);
  if (call.filter) visit(call.filter);
  if (call.over) for (const child of windowParts(call.over)) visit(child);
}

/** The expressions of a window definition. */
export function windowParts(spec: WindowSpec): Expr[] {
  const bounds = [spec.frame?.start, spec.frame?.end].flatMap((b) => (b && "expr" in b ? [b.expr] : []));
  return [...spec.partitionBy, ...spec.orderBy.map((item: OrderItem) => item.expr), ...bounds];
}
