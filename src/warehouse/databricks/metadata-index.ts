import { AppError } from "../../contracts/errors.js";
import type { MetadataIndex, TableProfile } from "../../contracts/metadata.js";
import { type Ask, readVersions } from "./discovery.js";
import { type ProfileLimits, profileTable } from "./table-profile.js";

export interface IndexOptions extends ProfileLimits {
  /** An index made earlier: tables that still have its version are taken from it. */
  previous: MetadataIndex | null;
  /** A sentence for every table that the index does not hold. */
  onNotice: (sentence: string) => void;
}

const UNKNOWN = "unknown";

/** Profiles tables whose version has changed. A table that can't be profiled is left out and named in a notice. */
export async function indexTables(
  relations: readonly string[],
  options: IndexOptions,
  ask: Ask,
): Promise<MetadataIndex> {
  const versions = await readVersions(relations, ask);
  const known = new Map(options.previous?.tables.map((table) => [table.name, table]));
  const profiles = await Promise.all(
    relations.map(async (name): Promise<TableProfile | null> => {
      const version = versions[name] ?? UNKNOWN;
      const kept = known.get(name);
      if (kept && version !== UNKNOWN && kept.version === version) return kept;
      try {
        return await profileTable(name, version, options, ask);
      } catch (error) {
        if (!(error instanceof AppError) || error.code === "warehouse_cancelled") throw error;
        options.onNotice(`${name} is not in the metadata index: ${error.message}`);
        return null;
      }
    }),
  );
  return { builtAt: new Date().toISOString(), tables: profiles.flatMap((profile) => profile ?? []) };
}
