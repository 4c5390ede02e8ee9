import { setMaxListeners } from "node:events";
import type { Config } from "../config.js";
import { AppError } from "../contracts/errors.js";
import type { MetadataIndex } from "../contracts/metadata.js";
import type { CallOptions, Warehouse } from "../contracts/ports.js";
import type { Workspace } from "../contracts/semantic-model.js";
import { deployedViewNotices } from "./deployed-views.js";

/** The SQL engine of a workspace. */
export interface Engine {
  warehouse: Warehouse;
  index: MetadataIndex;
  /** Where the embedded database lies; null on Databricks. */
  database: string | null;
  /** Profiles again every table that has changed. */
  reindex(signal: AbortSignal): Promise<MetadataIndex>;
  /** The warehouse as it was at the versions of a receipt; null where they can't be read any more. The caller closes it. */
  warehouseAt(versions: Readonly<Record<string, string>>, options: CallOptions): Promise<Warehouse | null>;
  /** Changes whenever the data may have. */
  state: string;
  close(): Promise<void>;
}

export interface OpenEngineOptions {
  config: Config;
  onProgress: (line: string) => void;
  signal: AbortSignal;
}

/** Builds the embedded database, or connects to the warehouse. Throws AppError (engine_not_configured, warehouse_unavailable, …). */
export function openEngine(workspace: Workspace, options: OpenEngineOptions): Promise<Engine> {
  return workspace.engine === "databricks"
    ? openDatabricks(workspace, options)
    : openEmbedded(workspace, options);
}

async function openEmbedded(workspace: Workspace, options: OpenEngineOptions): Promise<Engine> {
  const { buildAtVersions } = await import("../warehouse/duckdb/build/build-at-versions.js");
  const { buildDatabase } = await import("../warehouse/duckdb/build/database-build.js");
  const { openDuckdbWarehouse } = await import("../warehouse/duckdb/duckdb-warehouse.js");
  let announced = false;
  const build = (deltaVersions: Readonly<Record<string, number>> = {}): ReturnType<typeof buildDatabase> =>
    buildDatabase(workspace, {
      stateDir: options.config.stateDir,
      signal: options.signal,
      deltaVersions,
      onProgress: ({ table, done, total }) => {
        if (!announced) options.onProgress(`Building ${workspace.name} …`);
        announced = true;
        if (table !== "") options.onProgress(`  ${done + 1}/${total} ${table}`);
      },
    });
  const built = await build();
  if (built.built) options.onProgress(`Built in ${(built.milliseconds / 1000).toFixed(1)} s`);
  for (const notice of built.built ? built.notices : []) options.onProgress(notice);
  const session = { catalog: workspace.catalog, timezone: workspace.timezone };
  const warehouse = await openDuckdbWarehouse({ file: built.file, ...session });
  return {
    warehouse,
    index: built.index,
    database: built.file,
    state: built.hash,
    reindex: async () => (await build()).index,
    warehouseAt: async (versions) => {
      const old = await buildAtVersions(workspace, versions, { stateDir: options.config.stateDir, build });
      return old === null ? null : openDuckdbWarehouse({ file: old.file, ...session });
    },
    close: () => warehouse.close(),
  };
}

const CONNECT_MS = 60_000;
const INDEX_MS = 10 * 60_000;

async function openDatabricks(
  workspace: Workspace,
  { config, signal, onProgress }: OpenEngineOptions,
): Promise<Engine> {
  if (config.databricks === null) {
    throw new AppError(
      "engine_not_configured",
      "configuration",
      `Workspace ${workspace.name} runs on Databricks, and no warehouse is configured.`,
      "Set DATABRICKS_HOST, DATABRICKS_HTTP_PATH and DATABRICKS_TOKEN.",
    );
  }
  // Tables are described and profiled side by side, each listening for the end of the same call.
  setMaxListeners(0, signal);
  const { connectDriver } = await import("../warehouse/databricks/connect-driver.js");
  const { keptIndex } = await import("../warehouse/databricks/kept-index.js");
  const { openDatabricksWarehouse } = await import("../warehouse/databricks/databricks-warehouse.js");
  const connected = await connectDriver(config.databricks, { signal, timeoutMs: CONNECT_MS });
  const relations = [
    ...new Set([...workspace.views.flatMap((view) => view.relations), ...workspace.policy.tables]),
  ];
  const warehouse = openDatabricksWarehouse({
    ...connected,
    catalog: workspace.catalog,
    timezone: workspace.timezone,
    relations,
    statementTimeoutMs: workspace.policy.limits.statementTimeoutMs,
  });
  const kept = keptIndex(config.stateDir, workspace);
  const index = async (within: AbortSignal): Promise<MetadataIndex> => {
    const { deniedColumns, limits } = workspace.policy;
    const indexing = { deniedColumns, maxScanBytes: limits.maxScanBytes, previous: await kept.load() };
    const made = await warehouse.index(
      { ...indexing, onNotice: onProgress },
      { signal: within, timeoutMs: INDEX_MS },
    );
    await kept.save(made);
    return made;
  };
  const tellDeployed = async (): Promise<void> => {
    try {
      const found = await warehouse.metricViews({ signal, timeoutMs: CONNECT_MS });
      for (const notice of await deployedViewNotices(workspace, found)) onProgress(notice);
    } catch (error) {
      if (!(error instanceof AppError) || error.code === "warehouse_cancelled") throw error;
      onProgress(`The warehouse did not say which metric views it has: ${error.message}`);
    }
  };
  const [made] = await Promise.all([index(signal), tellDeployed()]);
  return {
    warehouse,
    index: made,
    database: null,
    state: JSON.stringify(await warehouse.versions(relations, { signal, timeoutMs: CONNECT_MS })),
    reindex: index,
    warehouseAt: async (versions) => warehouse.at(versions),
    close: () => warehouse.close(),
  };
}
