import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../testing/free-port.js";

const PROGRAM = "redis-server";

export interface RedisServer {
  url: string;
  process: ChildProcess;
  stop(): Promise<void>;
}

/** A Redis of one's own on loopback, without persistence, in a folder of its own; `at` starts it where an earlier one was. */
export async function startRedis(at: string | null = null): Promise<RedisServer> {
  const port = at === null ? await freePort() : Number(new URL(at).port);
  const folder = mkdtempSync(join(tmpdir(), "assay-redis-"));
  const server = spawn(
    PROGRAM,
    ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  await new Promise<void>((resolve, reject) => {
    server.once("exit", () => reject(new Error("redis-server ended")));
    server.stdout?.on("data", (chunk: Buffer) => {
      if (/ready to accept connections/i.test(String(chunk))) resolve();
    });
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    process: server,
    stop: async () => {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGKILL");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
