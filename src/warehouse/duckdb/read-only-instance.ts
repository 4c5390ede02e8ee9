import { availableParallelism } from "node:os";
import { DuckDBInstance } from "@duckdb/node-api";
import { AppError } from "../../contracts/errors.js";

/**
 * Opens a database that can be read and nothing else: no writing, no other file, no network, no extension, no setting
 * changed afterwards. All of it stands in the options of opening; set later, parts of it can be evaded.
 */
export async function openReadOnly(
  file: string,
  limits: { memoryLimit?: string; threads?: number },
): Promise<DuckDBInstance> {
  try {
    return await DuckDBInstance.create(file, {
      access_mode: "READ_ONLY",
      enable_external_access: "false",
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
      allow_community_extensions: "false",
      // As Spark orders nulls; and x/0 is null, so that no Infinity can win a ranking.
      default_null_order: "nulls_first_on_asc_last_on_desc",
      ieee_floating_point_ops: "false",
      // DuckDB 1.5 with it stops some outer joins under an OR: "Failed to bind column reference".
      disabled_optimizers: "compressed_materialization",
      memory_limit: limits.memoryLimit ?? "1GB",
      threads: String(limits.threads ?? Math.min(4, availableParallelism())),
      lock_configuration: "true",
    });
  } catch (cause) {
    throw unfinished(file, cause);
  }
}

/** The error for a file that no build finished. */
export function unfinished(file: string, cause: unknown): AppError {
  return new AppError(
    "warehouse_unavailable",
    "warehouse",
    `${file} is not a finished database.`,
    "Run `assay build` again.",
    { cause },
  );
}
