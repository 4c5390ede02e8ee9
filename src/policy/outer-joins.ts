import { assertUnreachable } from "../contracts/errors.js";
import type { PolicySet } from "../contracts/policy.js";
import { hasAggregate } from "../sql/aggregation.js";
import type { QueryBody, Relation } from "../sql/ast.js";
import type { Resolution } from "../sql/resolution.js";
import type { Edit } from "../sql/splice.js";
import type { Token } from "../sql/tokens.js";
import { isGenerated } from "./generated-side.js";

/**
 * A row rule holds in joins too: a row of another table whose partner is hidden must not come back with NULLs in the
 * partner's place. So a side that shows rows of a table with a rule is not filled up: LEFT JOIN onto it becomes
 * INNER JOIN. Beside generated rows (a calendar's days, VALUES) it stays, because there is no row to hide.
 */
export function outerJoinEdits(found: Resolution, set: PolicySet, tokens: readonly Token[]): Edit[] {
  const edits: Edit[] = [];
  for (const node of found.relationScopes.keys()) {
    const join = node as Relation;
    if (join.kind !== "join" || !/^(left|right|full)$/.test(join.type)) continue;
    const keepLeft = join.type !== "right" && mayStay(join.left, join.right, found, set);
    const keepRight = join.type !== "left" && mayStay(join.right, join.left, found, set);
    const word = keepLeft && keepRight ? "FULL" : keepLeft ? "LEFT" : keepRight ? "RIGHT" : "INNER";
    if (word.toLowerCase() === join.type) continue;
    for (const token of tokens) {
      if (token.from < join.left.to || token.to > join.right.from) continue;
      if (token.upper === join.type.toUpperCase()) edits.push({ from: token.from, to: token.to, text: word });
      if (token.upper === "OUTER" && word === "INNER")
        edits.push({ from: token.from, to: token.to, text: "" });
    }
  }
  return edits;
}

/** May rows of one side come back without a partner on the other? */
function mayStay(kept: Relation, filled: Relation, found: Resolution, set: PolicySet): boolean {
  const ruled = ruledRows(filled, found, set);
  return ruled.length === 0 || isGenerated(kept, found, ruled);
}

/** Tables with a rule whose single rows come out of the relation: the table itself, in brackets, joins, subqueries. */
function ruledRows(side: Relation, found: Resolution, set: PolicySet): string[] {
  switch (side.kind) {
    case "table":
    case "derived": {
      const [scope] = found.relationScopes.get(side) ?? [];
      if (scope?.source) return ruledRowsOf(scope.source.body, found, set);
      const name = scope?.table?.info?.name ?? "";
      return set.rowRules[name] === undefined ? [] : [name];
    }
    case "join":
      return [...ruledRows(side.left, found, set), ...ruledRows(side.right, found, set)];
    case "group":
    case "unpivot":
      return ruledRows(side.relation, found, set);
    case "function":
    case "pivot":
      return [];
    default:
      return assertUnreachable(side);
  }
}

function ruledRowsOf(body: QueryBody, found: Resolution, set: PolicySet): string[] {
  switch (body.kind) {
    case "values":
      return [];
    case "nested":
      return ruledRowsOf(body.query.body, found, set);
    case "set":
      return [...ruledRowsOf(body.left, found, set), ...ruledRowsOf(body.right, found, set)];
    case "select": {
      const folds = body.groupBy !== null || body.items.some((item) => hasAggregate(item.expr));
      return folds || body.relation === null ? [] : ruledRows(body.relation, found, set);
    }
    default:
      return assertUnreachable(body);
  }
}
