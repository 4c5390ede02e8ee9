import { openApp } from "../app.js";
import { readConfig } from "../config.js";
import { type CommandContext, DEFAULT_WORKSPACE, interruptible } from "./open.js";

const GRACE_MS = 20_000;

/**
 * `assay worker`: answers questions that wait in the inbox which `assay start` fills (Redis at REDIS_URL, or the same state folder),
 * until Ctrl-C or SIGTERM. It serves no channel: answers go out through the processes that do.
 */
export async function worker(context: CommandContext, options: { workspace: string[] }): Promise<void> {
  await interruptible(async (signal) => {
    const config = readConfig({ stateDir: context.stateDir, logLevel: "info" });
    const app = await openApp({
      config,
      workspaces: options.workspace.length === 0 ? [DEFAULT_WORKSPACE] : options.workspace,
      onProgress: (line) => process.stderr.write(`${line}\n`),
      signal,
    });
    try {
      await app.conversation.start();
      const inbox = config.redisUrl === null ? `the state folder ${config.stateDir}` : "Redis";
      process.stdout.write(`Assay takes questions from ${inbox}. Stop it with Ctrl-C.\n`);
      await aborted(signal);
      await app.conversation.stop(GRACE_MS);
    } finally {
      await app.close();
    }
  });
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  // A signal keeps no process alive, and neither do the timers of a conversation.
  const alive = setInterval(() => undefined, 60_000);
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  clearInterval(alive);
}
