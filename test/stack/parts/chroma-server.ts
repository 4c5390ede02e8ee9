import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../../../src/testing/free-port.js";
import { chromaPart } from "./chroma.js";

export interface ChromaServer {
  process: ChildProcess;
  url: string;
  folder: string;
  port: number;
}

/** Starts Chroma on loopback, over the folder and port of an earlier one where given, and waits until it answers. */
export async function startChroma(earlier?: { folder: string; port: number }): Promise<ChromaServer> {
  const folder = earlier?.folder ?? mkdtempSync(join(tmpdir(), "assay-chroma-"));
  const port = earlier?.port ?? (await freePort());
  const { program } = chromaPart();
  const child = spawn(program, ["run", "--host", "127.0.0.1", "--port", String(port), "--path", folder], {
    stdio: "ignore",
    env: { ...process.env, ANONYMIZED_TELEMETRY: "False" },
  });
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 300; attempt++) {
    const up = await fetch(`${url}/api/v2/heartbeat`, { signal: AbortSignal.timeout(1000) }).catch(
      () => null,
    );
    if (up?.ok) return { process: child, url, folder, port };
    await pause(200);
  }
  child.kill("SIGKILL");
  throw new Error("Chroma did not start within a minute.");
}
