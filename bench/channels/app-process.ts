import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Assay as a user starts it, in a process of its own that can be killed and started again over the same state. */
export interface AppProcess {
  url: string;
  /** Where its log is. */
  log: string;
  start(): Promise<void>;
  /** Seconds of processor time that the running process has had; null where the system does not tell. */
  cpuSeconds(): number | null;
  /** kill -9. */
  kill(): Promise<void>;
  /** Ends it and deletes its state. */
  remove(): Promise<void>;
}

const ROOT = join(import.meta.dirname, "../..");
const PRELOAD = join(import.meta.dirname, "microsoft-sign-in.mjs");
const READY_MS = 120_000;

/** `environment`: what points its channels to the fakes. */
export async function prepareApp(environment: Record<string, string>): Promise<AppProcess> {
  const state = mkdtempSync(join(tmpdir(), "assay-load-"));
  const log = join(state, "app.log");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;
  const end = async (): Promise<void> => {
    const ending = child;
    child = null;
    if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = new Promise((resolve) => ending.once("exit", resolve));
    ending.kill("SIGKILL");
    await ended;
  };
  return {
    url,
    log,
    start: async () => {
      const output = openSync(log, "a");
      child = spawn(
        process.execPath,
        ["--import", PRELOAD, "bin/assay.js", "start", "--port", String(port), "--state", state],
        { cwd: ROOT, stdio: ["ignore", output, output], env: { ...process.env, ...environment } },
      );
      await ready(url, child, log);
    },
    cpuSeconds: () => (child?.pid === undefined ? null : cpuSeconds(child.pid)),
    kill: end,
    remove: async () => {
      await end();
      rmSync(state, { recursive: true, force: true });
    },
  };
}

/** User and system time of /proc/PID/stat, in its ticks of 10 ms. */
function cpuSeconds(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /, "")
      .split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return null;
  }
}

async function ready(url: string, child: ChildProcess, log: string): Promise<void> {
  const until = Date.now() + READY_MS;
  for (;;) {
    const answered = await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answered) return;
    if (child.exitCode !== null || Date.now() > until) throw new Error(`The app did not start; see ${log}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
