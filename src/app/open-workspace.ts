import type { AgentPorts } from "../agents/ports.js";
import type { Config } from "../config.js";
import type { ConfidenceModel } from "../contracts/confidence.js";
import type { IsoDate } from "../contracts/dates.js";
import type { ViewProfile } from "../contracts/metadata.js";
import type { Catalog, PolicySet } from "../contracts/policy.js";
import type { CallOptions, KeyValue } from "../contracts/ports.js";
import type { Workspace } from "../contracts/semantic-model.js";
import { buildLexicon, type Lexicon } from "../language/lexicon.js";
import { policySetFor } from "../policy/policy-set.js";
import { bindWorkspace } from "../semantics/bind-workspace.js";
import { loadWorkspace } from "../semantics/load-workspace.js";
import { VERSION } from "../version.js";
import { createAsOf } from "./as-of.js";
import { cached } from "./cached.js";
import { loadConfidence } from "./confidence-file.js";
import { type Engine, openEngine } from "./open-engine.js";
import { createProfiler } from "./profiler.js";

/** One workspace, loaded, bound to its engine and ready to answer. */
export interface WorkspaceRuntime extends Engine {
  workspace: Workspace;
  catalog: Catalog;
  policySet(user: string): PolicySet;
  profiles: AgentPorts["profiles"];
  lexicon(set: PolicySet, asOf: IsoDate, options: CallOptions): Promise<Lexicon>;
  resolveAsOf: AgentPorts["resolveAsOf"];
  confidence: ConfidenceModel;
}

export interface OpenWorkspaceOptions {
  config: Config;
  /** Keeps profiles over restarts, since profiling costs a second where answering costs milliseconds. */
  memory: KeyValue;
  onProgress: (line: string) => void;
  /** Instead of the workspace's calibration, for making one. */
  confidence?: ConfidenceModel | undefined;
  signal: AbortSignal;
}

/** Loads a workspace folder, builds or reaches its engine, and binds the one to the other. Throws ConfigError or AppError. */
export async function openWorkspace(dir: string, options: OpenWorkspaceOptions): Promise<WorkspaceRuntime> {
  const loaded = await loadWorkspace(dir);
  const confidence = options.confidence ?? (await loadConfidence(dir));
  const engine = await openEngine(loaded, options);
  try {
    const catalog = await engine.warehouse.catalog({ signal: options.signal, timeoutMs: 60_000 });
    const workspace = bindWorkspace(loaded, catalog);
    const policySet = cached((user: string) => policySetFor(workspace.policy, workspace.views, user));
    const profiler = createProfiler({ workspace, catalog, warehouse: engine.warehouse });
    const state = `${VERSION}|${workspace.hash}|${engine.state}`;
    const profiles = cachedProfiles(profiler, options.memory, state);
    const lexicons = new Map<string, Promise<Lexicon>>();
    const resolveAsOf = createAsOf(workspace, profiler);
    if (workspace.engine === "databricks") {
      // There a profile takes longer than a question may: it is made before the first one comes.
      const call = { signal: options.signal, timeoutMs: FIRST_PROFILE_MS };
      await profiles(policySet(FIRST_USER), await resolveAsOf(null, call), call);
    }
    return {
      workspace,
      catalog,
      ...engine,
      confidence,
      policySet,
      profiles,
      lexicon: (set, asOf, call) =>
        remembered(lexicons, `${set.key}|${asOf}`, async () =>
          buildLexicon({ workspace, set, catalog, profiles: await profiles(set, asOf, call) }),
        ),
      resolveAsOf,
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

const FIRST_PROFILE_MS = 10 * 60_000;
/** Whoever is in no role: most users have this one's rights. */
const FIRST_USER = "local";
const KEPT_SETS = 200;
const PROFILES_MS = 7 * 24 * 60 * 60_000;

function cachedProfiles(
  profiler: ReturnType<typeof createProfiler>,
  memory: KeyValue,
  state: string,
): AgentPorts["profiles"] {
  const kept = new Map<string, Promise<ViewProfile[]>>();
  return (set, asOf, call) =>
    remembered(kept, `${set.key}|${asOf}`, async () => {
      const key = `${state}|${set.key}|${asOf}`;
      const known = await memory.get<ViewProfile[]>(key);
      if (known !== null) return known;
      const made = await profiler(set, asOf, call);
      await memory.set(key, made, PROFILES_MS);
      return made;
    });
}

/** One value per key, made once even when asked for several times at once; a failure is forgotten. */
function remembered<T>(kept: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = kept.get(key);
  if (known !== undefined) return known;
  if (kept.size >= KEPT_SETS) kept.delete(kept.keys().next().value ?? "");
  const made = make();
  kept.set(key, made);
  made.catch(() => kept.delete(key));
  return made;
}
