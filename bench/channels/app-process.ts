import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../src/testing/free-port.js";

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
  /** SIGTERM; resolves with the exit code once it has ended. */
  terminate(): Promise<number | null>;
  /** A process beside it that takes questions from its queue. */
  startWorker(): Promise<WorkerProcess>;
  /** Ends all of it and deletes its state. */
  remove(): Promise<void>;
}

export interface WorkerProcess {
  /** What it has written so far. */
  said(): string;
  /** kill -9. */
  kill(): Promise<void>;
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
  const workers: WorkerProcess[] = [];
  let child: ChildProcess | null = null;
  const run = (command: string[], output: string): ChildProcess => {
    const written = openSync(output, "a");
    return spawn(process.execPath, ["--import", PRELOAD, "bin/assay.js", ...command, "--state", state], {
      cwd: ROOT,
      stdio: ["ignore", written, written],
      env: { ...process.env, BENCH_SIGN_IN: "{}", ...environment },
    });
  };
  const endApp = async (signal: NodeJS.Signals): Promise<number | null> => {
    const ending = child;
    child = null;
    return ending === null ? null : end(ending, signal);
  };
  return {
    url,
    log,
    start: async () => {
      child = run(["start", "--port", String(port)], log);
      await ready(url, child, log);
    },
    cpuSeconds: () => (child?.pid === undefined ? null : cpuSeconds(child.pid)),
    kill: async () => void (await endApp("SIGKILL")),
    terminate: () => endApp("SIGTERM"),
    startWorker: async () => {
      const output = join(state, `worker-${workers.length}.log`);
      const process = run(["worker"], output);
      const worker: WorkerProcess = {
        said: () => readFileSync(output, "utf8"),
        kill: async () => void (await end(process, "SIGKILL")),
      };
      workers.push(worker);
      const until = Date.now() + READY_MS;
      while (!worker.said().includes("Assay takes questions")) {
        if (process.exitCode !== null || Date.now() > until) throw new Error(worker.said());
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return worker;
    },
    remove: async () => {
      for (const worker of workers) await worker.kill();
      await endApp("SIGKILL");
      rmSync(state, { recursive: true, force: true });
    },
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await ended;
  return child.exitCode;
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
