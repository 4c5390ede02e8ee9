import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import type { IncomingMessage } from "../../contracts/conversation.js";
import { seededRandom } from "../../testing/seeded-random.js";
import { personSays, until } from "./conversation-room.js";
import { startPlatform } from "./platform-server.js";

const BOT = fileURLToPath(new URL("./bot-process.ts", import.meta.url));
/** Run after each trial, last first. */
export const closers: (() => Promise<void> | void)[] = [];

/** Where the processes of a trial keep their state. */
export interface CrashState {
  folder: string;
  redisUrl: string;
}

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "assay-crash-"));
  closers.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Kills processes with kill -9 at random times while people write and the platform falters: nothing is lost, nothing doubled. */
export function crashTrials(name: string, openState: () => Promise<CrashState>): void {
  describe(`processes killed at random over ${name}`, () => {
    afterEach(async () => {
      for (const close of closers.splice(0).reverse()) await close();
    });

    it.each([
      ["one process, killed twice", 1],
      ["two processes that share it, one of them killed twice", 2],
    ])("%s: every message said three times is answered once", { timeout: 150_000 }, async (_name, count) => {
      const seed = Math.floor(Math.random() * 1e9);
      console.info(`seed ${seed}`);
      const random = seededRandom(seed);
      const state = await openState();
      const platform = await startPlatform(() => {
        const roll = random();
        return roll < 0.1 ? "busy" : roll < 0.2 ? "slow" : roll < 0.3 ? "unconfirmed" : "none";
      });
      closers.push(() => platform.close());

      const bots = await Promise.all(Array.from({ length: count }, () => startBot(state, platform.url)));
      const messages = Array.from({ length: 40 }, (_, n) =>
        personSays(`slow ${Math.floor(random() * 30)} ${n}`, {
          thread: `t${n % 6}`,
          order: String(n).padStart(4, "0"),
        }),
      );
      const kills = [8, 24].map((n) => n + Math.floor(random() * 10));
      for (const [n, message] of messages.entries()) {
        for (let times = 0; times < 3; times++) void send(bots, message, random);
        if (kills.includes(n)) {
          bots[0]?.process.kill("SIGKILL");
          bots[0] = await startBot(state, platform.url);
        }
        await new Promise((resolve) => setTimeout(resolve, random() * 20));
      }

      await until(() => new Set(platform.arrived.map(({ id }) => id)).size === messages.length, 90_000);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const seen = platform.arrived.map(({ question }) => question);
      expect(seen.toSorted(), `seed ${seed}`).toEqual(messages.map(({ text }) => text).toSorted());
    });
  });
}

interface Bot {
  process: ChildProcess;
  acknowledged: Set<string>;
}

async function startBot(state: CrashState, platform: string): Promise<Bot> {
  const child = spawn(process.execPath, ["--import", "tsx", BOT, state.folder, state.redisUrl, platform], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  closers.push(() => void child.kill("SIGKILL"));
  child.stdin?.on("error", () => undefined);
  const acknowledged = new Set<string>();
  await new Promise<void>((resolve, reject) => {
    child.once("exit", () => reject(new Error("the bot ended before it was ready")));
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on("line", (line) => {
      if (line === "ready") resolve();
      else if (line.startsWith("ack ")) acknowledged.add(line.slice(4));
      else throw new Error(line);
    });
  });
  return { process: child, acknowledged };
}

/** Sends as platforms do: again, to whichever process is there, until it is acknowledged. */
async function send(bots: Bot[], message: IncomingMessage, random: () => number): Promise<void> {
  for (;;) {
    const bot = bots[Math.floor(random() * bots.length)];
    if (bot === undefined) return;
    bot.process.stdin?.write(`${JSON.stringify(message)}\n`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    if (bot.acknowledged.has(message.messageId)) return;
  }
}
