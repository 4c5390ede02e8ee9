import { ROOMS } from "../agents/rooms.js";
import { tellUnusable, unusableMeasures } from "../agents/validate/unusable-measures.js";
import type { WorkspaceRuntime } from "./open-workspace.js";
import { unboundedSet } from "./unbounded-set.js";

const TIMEOUT_MS = 60_000;

/** A sentence for every measure of a workspace that its engine does not take, with file and line. Nothing is run. */
export async function brokenMeasures(runtime: WorkspaceRuntime, signal: AbortSignal): Promise<string[]> {
  const { workspace, catalog, warehouse } = runtime;
  const call = { signal, timeoutMs: TIMEOUT_MS };
  const asOf = await runtime.resolveAsOf(null, call);
  const explain = (approved: Parameters<typeof warehouse.explain>[0]) => warehouse.explain(approved, call);
  const trial = { workspace, set: unboundedSet(workspace, catalog), catalog, asOf, explain };
  const found = await Promise.all(workspace.views.map((view) => unusableMeasures(view, ROOMS, trial)));
  return found.flat().map(tellUnusable);
}
