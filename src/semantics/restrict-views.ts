import type { PolicySet } from "../contracts/policy.js";
import type { ModelView, Workspace } from "../contracts/semantic-model.js";
import { parseExpression } from "../sql/expression.js";
import { quoteIdentifier } from "../sql/quote.js";
import { chainOf, type JoinNode, joinNodes } from "./join-tree.js";

/**
 * The workspace for a person whose rows are restricted: a view that joins a restricted relation counts only rows whose
 * partner that person may see. Otherwise a left join would keep the others under an empty name, and totals without the
 * join would hold them too. The rule itself is added by the gate; here only the join is made to matter.
 */
export function restrictViews(workspace: Workspace, rowRules: PolicySet["rowRules"]): Workspace {
  const restricted = Object.keys(rowRules);
  if (restricted.length === 0) return workspace;
  return { ...workspace, views: workspace.views.map((view) => restrictView(view, restricted)) };
}

function restrictView(view: ModelView, restricted: readonly string[]): ModelView {
  const conditions = joinNodes(view)
    .filter((node) => restricted.some((relation) => reads(node, relation)) && isToOne(node))
    .flatMap((node) => partnerKey(node) ?? [])
    .map((key) => `${key} IS NOT NULL`);
  if (conditions.length === 0) return view;
  const own = view.filter === null ? [] : [`(${view.filter})`];
  return { ...view, filter: [...own, ...conditions].join(" AND ") };
}

function reads(node: JoinNode, relation: string): boolean {
  const source = node.join.source.toLowerCase();
  return source === relation || (/\s/.test(source) && source.includes(relation));
}

/** A join that may find several rows cannot be forced without counting rows several times. */
function isToOne(node: JoinNode): boolean {
  return chainOf(node).every(({ join }) => join.cardinality !== "one_to_many");
}

/** A column of the joined side that its condition compares: it is never null where a partner was found. */
function partnerKey(node: JoinNode): string | null {
  const path = node.path.map(quoteIdentifier).join(".");
  const used = node.join.using[0];
  if (used !== undefined) return `${path}.${quoteIdentifier(used)}`;
  const parsed = node.join.on === null ? null : parseExpression(node.join.on);
  if (parsed === null || !parsed.ok) return null;
  const name = node.join.name.toLowerCase();
  const own = parsed.columns.find(({ parts }) => parts.length > 1 && parts.at(-2)?.toLowerCase() === name);
  return own === undefined ? null : `${path}.${quoteIdentifier(own.parts.at(-1) ?? "")}`;
}
