import { isRepeatable } from "./aggregate-kind.js";
import { CompileFault } from "./compile-fault.js";
import { chainOf, type JoinNode } from "./join-tree.js";
import type { AggregateUse } from "./plan-value.js";

/**
 * Refuses a pass over rows in which a one_to_many join would repeat rows under an aggregate that minds. Safe are
 * aggregates that repeated rows do not change, and those over the far end itself: each far row belongs to one source row.
 */
export function checkFanOut(name: string, uses: readonly AggregateUse[], joins: ReadonlySet<JoinNode>): void {
  const many = manyJoins(joins);
  if (many.length === 0) return;
  const deepest = many.find(
    (node) =>
      many.every((other) => chainOf(node).includes(other)) &&
      chainOf(node).every((step) => step.join.cardinality !== "many_to_one"),
  );
  for (const { call, joins: read } of uses) {
    if (call === "count_distinct" || (typeof call !== "string" && isRepeatable(call))) continue;
    if (deepest && [...read].some((node) => chainOf(node).includes(deepest))) continue;
    throw new CompileFault(
      "fan_out",
      `\`${name}\` cannot be combined with \`${(many[0] as JoinNode).join.name}\`: one row of the source has many rows there, so rows would count more than once.`,
    );
  }
}

/** The one_to_many joins among these and the joins above them. */
export function manyJoins(joins: Iterable<JoinNode>): JoinNode[] {
  const all = new Set([...joins].flatMap(chainOf));
  return [...all].filter((node) => node.join.cardinality === "one_to_many");
}
