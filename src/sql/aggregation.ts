import type { Expr } from "./ast.js";
import { isAggregate } from "./functions.js";
import { walkExpr } from "./walk.js";

/** Does an aggregate fold the rows of the expression's query? One inside a window does (`sum(sum(x)) OVER ()`), the window itself does not. */
export function hasAggregate(e: Expr): boolean {
  let found = false;
  walkExpr(e, {
    query: () => {},
    enter: (node) => {
      if (node.kind === "call" && node.over === null && isAggregate(node.name)) found = true;
      return true;
    },
  });
  return found;
}
