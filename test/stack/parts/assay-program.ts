import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../../..");

/** A program that runs until it is stopped; `url` is where it says that it answers. */
export interface RunningProgram {
  url: string;
  stop(): Promise<void>;
}

/** The built program as `npm start` runs it, on a free port with a state folder of its own. */
export async function startAssay(args: readonly string[] = []): Promise<RunningProgram> {
  buildAssay();
  const state = mkdtempSync(join(tmpdir(), "assay-state-"));
  const command = ["bin/assay.js", "start", "--port", "0", "--state", state, ...args];
  const program = await run(command, /http:\/\/127\.0\.0\.1:\d+/);
  return {
    url: program.said,
    stop: async () => {
      await program.stop();
      rmSync(state, { recursive: true, force: true });
    },
  };
}

/** A fresh clone is built by its installation; in a checkout a source may be newer than the build. */
export function buildAssay(): void {
  execFileSync(process.execPath, ["bin/assay.js", "--help"], { cwd: ROOT });
}

/** Runs Node in the project's folder until it says what `announced` finds, as a program that can be stopped. */
export function run(
  args: readonly string[],
  announced: RegExp,
): Promise<{ said: string; stop(): Promise<void> }> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(process.execPath, args, {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = new Promise<void>((done) => child.once("exit", () => done()));
    let said = "";
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const found = announced.exec(said)?.[0];
      if (found === undefined) return;
      resolve({
        said: found,
        stop: () => {
          child.kill("SIGTERM");
          return ended;
        },
      });
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    child.once("exit", (code) => reject(new Error(`The program ended with ${code}: ${said}`)));
  });
}
