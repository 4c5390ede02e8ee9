import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const WAIT_MS = 20 * 60_000;

/**
 * A folder that is filled once and kept for later runs. A folder without its completed-marker (the installation was
 * cut short) or with a marker of other pins is removed and filled anew. Two processes never fill it at the same time.
 */
export function installedPart(name: string, pins: readonly string[], fill: (folder: string) => void): string {
  const home = stackHome();
  const folder = join(home, name);
  const completed = join(folder, ".completed");
  const stamp = createHash("sha256").update(JSON.stringify(pins)).digest("hex");
  const isComplete = () => existsSync(completed) && readFileSync(completed, "utf8") === stamp;
  if (isComplete()) return folder;
  mkdirSync(home, { recursive: true });
  const release = lock(join(home, `${name}.lock`));
  try {
    if (isComplete()) return folder;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    fill(folder);
    writeFileSync(completed, stamp);
    return folder;
  } finally {
    release();
  }
}

/** Runs a program of an installation to its end. Throws with its output and `remedy`. */
export function runProgram(program: string, args: readonly string[], folder: string, remedy: string): void {
  const done = spawnSync(program, args, { cwd: folder, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  if (done.status === 0) return;
  const said = done.error?.message ?? `${done.stdout}\n${done.stderr}`.trim().slice(-2000);
  throw new Error(`${program} ${args.join(" ")} failed: ${said}\n${remedy}`);
}

/** Makes a Python environment (folder `venv`) with pinned packages. */
export function pythonEnvironment(folder: string, packages: readonly string[]): void {
  const venv = join(folder, "venv");
  runProgram("python3", ["-m", "venv", venv], folder, "Install Python 3.11 or newer with its venv module.");
  runProgram(
    join(venv, "bin", "pip"),
    ["install", "--quiet", "--disable-pip-version-check", ...packages],
    folder,
    "Check that the Python package index is reached, then run again.",
  );
}

function stackHome(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "assay-stack");
}

/** Waits until no living process holds the lock, and takes it. */
function lock(path: string): () => void {
  const until = Date.now() + WAIT_MS;
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: "wx" });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    if (!isAlive(holderOf(path))) rmSync(path, { force: true });
    else if (Date.now() > until)
      throw new Error(`${path} is held by process ${holderOf(path)} for too long.`);
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  }
}

function holderOf(path: string): number {
  try {
    return Number(readFileSync(path, "utf8"));
  } catch {
    return 0;
  }
}

/** Between creating the file and writing its number it is empty: its holder then counts as alive. */
function isAlive(pid: number): boolean {
  if (pid === 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
