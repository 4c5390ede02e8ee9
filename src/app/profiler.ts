import { setMaxListeners } from "node:events";
import type { AgentPorts } from "../agents/ports.js";
import { AppError } from "../contracts/errors.js";
import type { Catalog, PolicySet } from "../contracts/policy.js";
import type { Warehouse } from "../contracts/ports.js";
import type { Workspace } from "../contracts/semantic-model.js";
import { gate } from "../policy/gate.js";
import { profileViews } from "../retrieval/profile-views.js";
import { compileQuery } from "../semantics/compile-query.js";
import { restrictViews } from "../semantics/restrict-views.js";

/** Profiles the views of a policy set through the gate, so that row rules and as_of hold for what its reader may know. */
export function createProfiler(parts: {
  workspace: Workspace;
  catalog: Catalog;
  warehouse: Warehouse;
}): AgentPorts["profiles"] {
  const { workspace, catalog, warehouse } = parts;
  return (set, asOf, call) => {
    setMaxListeners(0, call.signal);
    return profileViews({
      workspace: restrictViews(workspace, set.rowRules),
      set,
      asOf,
      signal: call.signal,
      compile: (query, profiling) => compileQuery(query, profiling, { asOf }),
      run: async (sql, parameters, rowCap) => {
        const verdict = gate(sql, parameters, withRows(set, rowCap), catalog);
        if (verdict.verdict === "allow") return warehouse.run(verdict.approved, call);
        throw new AppError("profile_denied", "policy", verdict.message, "Check policy.yaml.");
      },
    });
  };
}

function withRows(set: PolicySet, maxRows: number): PolicySet {
  return { ...set, limits: { ...set.limits, maxRows } };
}
