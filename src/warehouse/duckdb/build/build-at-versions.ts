import { AppError } from "../../../contracts/errors.js";
import type { Workspace } from "../../../contracts/semantic-model.js";
import { buildHistory } from "./build-history.js";
import type { BuiltDatabase } from "./database-build.js";

export interface AtVersionsOptions {
  stateDir: string;
  /** Builds the workspace with its Delta tables at these versions. */
  build: (deltaVersions: Readonly<Record<string, number>>) => Promise<BuiltDatabase>;
}

/** Builds the database in which every named table has its version; null where a source no longer gives that version. */
export async function buildAtVersions(
  workspace: Workspace,
  versions: Readonly<Record<string, string>>,
  { stateDir, build }: AtVersionsOptions,
): Promise<BuiltDatabase | null> {
  const wanted = Object.entries(versions);
  const stoodTogether = (await buildHistory(stateDir, workspace.name)).find((entry) =>
    wanted.every(([table, version]) => entry.versions[table] === version),
  );
  const named = wanted.flatMap(([table, version]): [string, number][] => {
    const isDelta = workspace.tables.some(({ name, kind }) => name === table && kind === "delta");
    return isDelta && /^v\d+$/.test(version) ? [[table, Number(version.slice(1))]] : [];
  });
  try {
    const built = await build({ ...stoodTogether?.delta, ...Object.fromEntries(named) });
    const found = new Map(built.tables.map(({ name, version }) => [name, version]));
    return wanted.every(([table, version]) => found.get(table) === version) ? built : null;
  } catch (error) {
    // The log or the files of that version are gone.
    if (error instanceof AppError && error.code === "bad_source") return null;
    throw error;
  }
}
