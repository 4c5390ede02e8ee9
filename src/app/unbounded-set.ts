import type { Catalog, PolicySet } from "../contracts/policy.js";
import type { Workspace } from "../contracts/semantic-model.js";

/** Rights of the program itself: every view and relation, no row rule. For the newest day and for gold SQL of suites, never for a person. */
export function unboundedSet(workspace: Workspace, catalog?: Catalog): PolicySet {
  const relations = new Set([
    ...workspace.views.flatMap(({ relations }) => relations),
    ...(catalog?.tables.map(({ name }) => name) ?? []),
  ]);
  return {
    key: "program",
    user: "program",
    views: workspace.views.map(({ name }) => name),
    relations: [...relations],
    deniedColumns: [],
    rowRules: {},
    limits: { ...workspace.policy.limits, maxRows: 100_000 },
  };
}
