import { AppError } from "../../contracts/errors.js";
import type { ProtocolAction } from "./log-actions.js";

const KNOWN_FEATURES: ReadonlySet<string> = new Set([
  "columnMapping",
  "deletionVectors",
  "timestampNtz",
  "typeWidening",
  "typeWidening-preview",
  "v2Checkpoint",
  "vacuumProtocolCheck",
]);
const NEWEST_READER = 3;

/** Throws AppError (delta_feature_unknown) naming what a reader of this table would have to know. */
export function checkProtocol(tableFolder: string, protocol: ProtocolAction): void {
  const unknown = (protocol.readerFeatures ?? []).filter((feature) => !KNOWN_FEATURES.has(feature));
  if (protocol.minReaderVersion > NEWEST_READER) unknown.push(`reader version ${protocol.minReaderVersion}`);
  if (unknown.length > 0) throw unknownFeature(tableFolder, unknown.join(", "));
}

/** Throws AppError (delta_feature_unknown) where commits may stand elsewhere than in the log's folder. */
export function checkCoordination(
  tableFolder: string,
  configuration: Readonly<Record<string, string | null>>,
): void {
  const coordinated = Object.entries(configuration).some(
    ([key, value]) => key.startsWith("delta.coordinatedCommits.commitCoordinator") && value,
  );
  if (coordinated) throw unknownFeature(tableFolder, "coordinated commits");
}

export function unknownFeature(tableFolder: string, feature: string): AppError {
  return new AppError(
    "delta_feature_unknown",
    "configuration",
    `The Delta table ${tableFolder} needs a reader that knows ${feature}; the embedded engine does not.`,
    "Drop that feature from the table, or ask the table through Databricks.",
  );
}
