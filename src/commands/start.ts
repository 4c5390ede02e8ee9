import { randomUUID } from "node:crypto";
import { readConfig } from "../config.js";
import { terminalMessage } from "./message.js";
import { type CommandContext, DEFAULT_WORKSPACE, interruptible } from "./open.js";

export interface StartOptions {
  port: number;
  host: string;
  dev?: boolean;
  workspace: string[];
}

/** `assay start`: serves until Ctrl-C or SIGTERM; with a person at the terminal, a chat there too. */
export async function start(context: CommandContext, options: StartOptions): Promise<void> {
  await interruptible(async (signal) => {
    const { serve } = await import("../app/serve.js");
    const atTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
    const serving = await serve({
      config: readConfig({ stateDir: context.stateDir, logLevel: atTerminal ? "warn" : "info" }),
      workspaces: options.workspace.length === 0 ? [DEFAULT_WORKSPACE] : options.workspace,
      host: options.host,
      port: options.port,
      dev: options.dev === true,
      onProgress: (line) => process.stderr.write(`${line}\n`),
      signal,
    });
    try {
      process.stdout.write(
        `Assay answers at ${serving.url} (${serving.channels.join(", ")}). Stop it with Ctrl-C.\n`,
      );
      if (atTerminal) await chat(serving.app.conversation, signal);
      await untilAborted(signal);
    } finally {
      await serving.stop();
    }
  });
}

async function chat(
  conversation: Awaited<ReturnType<typeof import("../app/serve.js").serve>>["app"]["conversation"],
  signal: AbortSignal,
): Promise<void> {
  const { runTerminalChat } = await import("../channels/terminal/chat.js");
  const thread = randomUUID();
  await runTerminalChat({
    conversation,
    message: (text) => terminalMessage({ text, thread, user: undefined, asOf: undefined, request: null }),
    suggestions: await conversation.suggestions("terminal"),
    input: process.stdin,
    output: process.stdout,
    signal,
  });
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
