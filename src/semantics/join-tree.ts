import type { ModelJoin, ModelView } from "../contracts/semantic-model.js";

/** A join of a view with its place in the tree. */
export interface JoinNode {
  join: ModelJoin;
  /** Names from the source down to this join. */
  path: string[];
  /** Name in SQL: the join's own, or the path where two joins share one. */
  alias: string;
  parent: JoinNode | null;
}

export const SOURCE_ALIAS = "source";

/** All joins of a view, parents before children. */
export function joinNodes(view: ModelView): JoinNode[] {
  const nodes = flatten(view.joins, null);
  return nodes.map((node) => {
    const name = node.join.name.toLowerCase();
    const isShared = nodes.some((other) => other !== node && other.join.name.toLowerCase() === name);
    // Children hold their parent by reference, so the alias is set in place.
    node.alias = isShared ? node.path.join("__") : node.join.name;
    return node;
  });
}

function flatten(joins: readonly ModelJoin[], parent: JoinNode | null): JoinNode[] {
  return joins.flatMap((join) => {
    const path = [...(parent?.path ?? []), join.name];
    const node: JoinNode = { join, path, alias: join.name, parent };
    return [node, ...flatten(join.joins, node)];
  });
}

/** A node and all above it, from the source down. */
export function chainOf(node: JoinNode): JoinNode[] {
  return node.parent === null ? [node] : [...chainOf(node.parent), node];
}

export interface JoinPrefix {
  node: JoinNode;
  /** How many leading names of the column belong to the join. */
  length: number;
}

/**
 * The join that the leading names of a column stand for: a full path (`customer.region.r_name`) or, where only one
 * join has it, a join's own name. The longest prefix wins; the last name is always the column's.
 */
export function joinOfColumn(names: readonly string[], nodes: readonly JoinNode[]): JoinPrefix | null {
  const wanted = names.map((name) => name.toLowerCase());
  const from = wanted[0] === SOURCE_ALIAS && wanted.length > 2 ? 1 : 0;
  for (let length = wanted.length - 1; length > from; length--) {
    const prefix = wanted.slice(from, length);
    const full = nodes.find((node) => samePath(node.path, prefix));
    if (full) return { node: full, length };
    const ends = nodes.filter((node) => samePath(node.path.slice(-prefix.length), prefix));
    if (ends.length === 1 && ends[0]) return { node: ends[0], length };
    const aliased = nodes.find((node) => prefix.length === 1 && node.alias.toLowerCase() === prefix[0]);
    if (aliased) return { node: aliased, length };
  }
  return null;
}

function samePath(path: readonly string[], names: readonly string[]): boolean {
  return path.length === names.length && path.every((name, i) => name.toLowerCase() === names[i]);
}
