import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { FITTED_SIGNALS } from "../agents/respond/confidence.js";
import {
  CONFIDENCE_VERSION,
  type ConfidenceFile,
  type ConfidenceModel,
  confidenceFileSchema,
  confidenceSeal,
} from "../contracts/confidence.js";
import { AppError } from "../contracts/errors.js";

const NAME = "confidence.json";
/** Beside the workspaces that it was fitted on; it serves every workspace without a file of its own. */
const SHIPPED = fileURLToPath(new URL(`../../workspaces/${NAME}`, import.meta.url));

/** The calibration of a workspace: its own `confidence.json`, or the shipped one. Throws AppError where the file can't be used. */
export async function loadConfidence(workspaceDir: string): Promise<ConfidenceModel> {
  const own = join(workspaceDir, NAME);
  const text = await textOf(own);
  if (text !== null) return readConfidence(text, own);
  const shipped = await textOf(SHIPPED);
  if (shipped === null) throw refused(SHIPPED, "is not there");
  return readConfidence(shipped, SHIPPED);
}

/** Checks a calibration's form, version, signals and seal. Throws AppError naming what differs. */
export function readConfidence(text: string, file: string): ConfidenceModel {
  const { base, weights } = sealed(text, file);
  const missing = FITTED_SIGNALS.filter((name) => !(name in weights));
  const unknown = Object.keys(weights).filter((name) => !FITTED_SIGNALS.includes(name));
  if (missing.length > 0 || unknown.length > 0)
    throw refused(
      file,
      `was fitted on other signals (${[...missing.map((name) => `lacks ${name}`), ...unknown.map((name) => `has ${name}`)].join(", ")})`,
    );
  return { base, weights };
}

function sealed(text: string, file: string): ConfidenceFile {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    throw refused(file, "is no JSON");
  }
  const version = (raw as { version?: unknown } | null)?.version;
  if (version !== CONFIDENCE_VERSION)
    throw refused(file, `is of version ${version}, and this program reads version ${CONFIDENCE_VERSION}`);
  const parsed = confidenceFileSchema.safeParse(raw);
  if (!parsed.success)
    throw refused(file, `has not the form of a calibration: ${parsed.error.issues[0]?.message}`);
  if (confidenceSeal(parsed.data) !== parsed.data.seal)
    throw refused(file, "was changed after it was fitted, so it stands for other data than its hash names");
  return parsed.data;
}

function refused(file: string, what: string): AppError {
  return new AppError(
    "confidence_file",
    "configuration",
    `The calibration ${file} ${what}.`,
    "Write it anew with `assay eval SUITE… --calibrate FILE`.",
  );
}

async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
