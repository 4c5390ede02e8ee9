import type { Answerer } from "../../contracts/conversation.js";
import { AppError } from "../../contracts/errors.js";
import type { ViewProfile } from "../../contracts/metadata.js";
import type { PolicySet } from "../../contracts/policy.js";
import type { Warehouse } from "../../contracts/ports.js";
import type { Workspace } from "../../contracts/semantic-model.js";
import type { Lexicon } from "../../language/lexicon.js";
import { buildLexicon } from "../../language/lexicon.js";
import { gate } from "../../policy/gate.js";
import { policySetFor } from "../../policy/policy-set.js";
import { profileViews } from "../../retrieval/profile-views.js";
import { bindWorkspace } from "../../semantics/bind-workspace.js";
import { compileQuery } from "../../semantics/compile-query.js";
import { loadWorkspace } from "../../semantics/load-workspace.js";
import { buildDatabase } from "../../warehouse/duckdb/build/database-build.js";
import { openDuckdbWarehouse } from "../../warehouse/duckdb/duckdb-warehouse.js";
import { createAnswerer } from "../answerer.js";
import type { AgentPorts } from "../ports.js";
import { PLAIN_CONFIDENCE } from "./stand-ins.js";

export interface RealAgents {
  answerer: Answerer;
  /** Another answerer over the same database. */
  again(change: Partial<AgentPorts>): Answerer;
  workspace: Workspace;
  warehouse: Warehouse;
  close(): Promise<void>;
}

/** The agents over real rooms and a real embedded database, built from a workspace folder. `as_of` must be a date. */
export async function realAgents(
  dir: string,
  stateDir: string,
  change: Partial<AgentPorts> = {},
): Promise<RealAgents> {
  const loaded = await loadWorkspace(dir);
  const signal = new AbortController().signal;
  const built = await buildDatabase(loaded, { stateDir, signal, onProgress: () => {} });
  const warehouse = await openDuckdbWarehouse({ file: built.file, catalog: loaded.catalog });
  const catalog = await warehouse.catalog({ signal, timeoutMs: 10_000 });
  const workspace = bindWorkspace(loaded, catalog);
  const profiles = kept(
    (set: PolicySet, asOf: string): Promise<ViewProfile[]> =>
      profileViews({
        workspace,
        set,
        asOf,
        signal,
        compile: (query, profiling) => compileQuery(query, profiling, { asOf }),
        run: async (sql, parameters, rowCap) => {
          const wide = { ...set, limits: { ...set.limits, maxRows: rowCap } };
          const verdict = gate(sql, parameters, wide, catalog);
          if (verdict.verdict === "allow")
            return warehouse.run(verdict.approved, { signal, timeoutMs: 30_000 });
          throw new AppError("profile_denied", "policy", verdict.message, "Check policy.yaml.");
        },
      }),
  );
  const lexicons = kept(
    async (set: PolicySet, asOf: string): Promise<Lexicon> =>
      buildLexicon({ workspace, set, catalog, profiles: await profiles(set, asOf) }),
  );
  const ports: AgentPorts = {
    workspace,
    catalog,
    warehouse,
    metadata: { load: async () => built.index },
    policySet: (user) => policySetFor(workspace.policy, workspace.views, user),
    lexicon: lexicons,
    profiles,
    resolveAsOf: async (override) => override ?? workspace.asOf,
    results: null,
    planner: null,
    confidence: PLAIN_CONFIDENCE,
    onStep: () => {},
    onFault: (_, fault) => {
      throw fault;
    },
    clock: { now: Date.now },
    runSaver: null,
    build: "test",
    ...change,
  };
  return {
    answerer: createAnswerer(ports),
    again: (other) => createAnswerer({ ...ports, ...other }),
    workspace,
    warehouse,
    close: () => warehouse.close(),
  };
}

function kept<T>(make: (set: PolicySet, asOf: string) => Promise<T>) {
  const known = new Map<string, Promise<T>>();
  return (set: PolicySet, asOf: string): Promise<T> => {
    const key = `${set.key}|${asOf}`;
    const value = known.get(key) ?? make(set, asOf);
    known.set(key, value);
    return value;
  };
}
