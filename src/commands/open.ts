import { fileURLToPath } from "node:url";
import type { App, Calibration } from "../app.js";
import { readConfig } from "../config.js";
import { AppError } from "../contracts/errors.js";

/** What every command gets from the options before it. */
export interface CommandContext {
  stateDir: string | undefined;
}

interface OpenOptions {
  quiet: boolean;
  signal: AbortSignal;
  calibration?: Calibration | undefined;
  /** File of recorded exchanges with language models. */
  cassette?: string | undefined;
}

/** The workspace that the project ships, used where none is named. */
export const DEFAULT_WORKSPACE = fileURLToPath(new URL("../../workspaces/superstore", import.meta.url));

/** Opens the app over one workspace (the default where none is named). Progress goes to stderr unless quiet. */
export async function openOne(
  context: CommandContext,
  workspace: string | undefined,
  options: OpenOptions,
): Promise<App> {
  return openMany(context, workspace === undefined ? [] : [workspace], options);
}

/** Opens the app over several workspaces; the first is the default for unmapped places. */
export async function openMany(
  context: CommandContext,
  workspaces: readonly string[],
  options: OpenOptions,
): Promise<App> {
  const { openApp } = await import("../app.js");
  return openApp({
    config: readConfig({ stateDir: context.stateDir, logLevel: "warn", cassette: options.cassette }),
    workspaces: workspaces.length === 0 ? [DEFAULT_WORKSPACE] : [...workspaces],
    onProgress: options.quiet ? () => {} : (line) => process.stderr.write(`${line}\n`),
    ...(options.calibration ? { calibration: options.calibration } : {}),
    signal: options.signal,
  });
}

/** Runs work that Ctrl-C or SIGTERM cancels; a second signal ends the process at once. */
export async function interruptible(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort(new AppError("interrupted", "user", "Interrupted.", "Nothing was lost; ask again."));
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  try {
    await work(controller.signal);
  } finally {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  }
}
