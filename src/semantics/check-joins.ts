import type { ConfigProblem } from "../contracts/errors.js";
import type { ModelJoin, ModelView } from "../contracts/semantic-model.js";
import { didYouMean } from "./closest-name.js";
import { columnsOf, readExpression } from "./expression.js";
import { chainOf, type JoinNode, joinNodes, joinOfColumn, SOURCE_ALIAS } from "./join-tree.js";

/** Checks names, conditions and reach of joins: a join may use the source and the joins above it, nothing else. */
export function checkJoins(view: ModelView, problems: ConfigProblem[]): void {
  const nodes = joinNodes(view);
  checkSiblings(view, view.joins, problems);
  for (const node of nodes) {
    checkSiblings(view, node.join.joins, problems);
    checkCondition(view, node, nodes, problems);
  }
}

function checkSiblings(view: ModelView, joins: readonly ModelJoin[], problems: ConfigProblem[]): void {
  const seen = new Set<string>();
  for (const join of joins) {
    const name = join.name.toLowerCase();
    const place = join.place ?? view.place;
    if (name === SOURCE_ALIAS) {
      problems.push({
        ...place,
        message: "A join cannot be named `source`.",
        remedy: "Give it another name.",
      });
    }
    if (seen.has(name)) {
      problems.push({ ...place, message: `There are two joins \`${join.name}\`.`, remedy: "Rename one." });
    }
    seen.add(name);
  }
}

function checkCondition(
  view: ModelView,
  node: JoinNode,
  nodes: readonly JoinNode[],
  problems: ConfigProblem[],
): void {
  const { join } = node;
  const place = join.place ?? view.place;
  if (join.on === null) return;
  const read = readExpression(join.on);
  const what = `The condition of the join \`${join.name}\``;
  if (!read.ok) {
    problems.push({ ...place, message: `${what} cannot be read: ${read.message}`, remedy: "Correct it." });
    return;
  }
  const reachable = chainOf(node);
  for (const column of columnsOf(read.expr)) {
    const names = column.parts.map((part) => part.name);
    if (names.length === 1 || names[0]?.toLowerCase() === SOURCE_ALIAS) continue;
    const used = joinOfColumn(names, nodes)?.node;
    if (used && !reachable.includes(used)) {
      problems.push({
        ...place,
        message: `${what} uses \`${used.join.name}\`, which is not above it: joins go in a circle or skip a level.`,
        remedy: `Use \`source\` or ${reachable.map((step) => `\`${step.join.name}\``).join(", ")}.`,
      });
    } else if (!used && !view.source.includes(" ")) {
      const known = [SOURCE_ALIAS, ...reachable.map((step) => step.join.name)];
      problems.push({
        ...place,
        message: `${what} uses \`${names[0]}\`, which is no join.`,
        remedy: didYouMean(names[0] ?? "", known),
      });
    }
  }
}
