import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromaPart } from "./parts/chroma.js";
import { sparkPart } from "./parts/spark.js";

/** Debian packages that the stack tests run, and the program by which each is known to be there. */
const PACKAGES: Record<string, string> = {
  chromium: "/usr/bin/chromium",
  maven: "/usr/bin/mvn",
  openssl: "/usr/bin/openssl",
  "openjdk-17-jdk-headless": "/usr/bin/java",
  "python3-venv": "/usr/bin/python3",
  "redis-server": "/usr/bin/redis-server",
  unzip: "/usr/bin/unzip",
};

/** Installs what is missing, once, before any stack test. A part that cannot be installed fails the run: nothing is skipped. */
export function setup(): void {
  installDebianPackages();
  sparkPart();
  chromaPart();
}

function installDebianPackages(): void {
  const missing = Object.entries(PACKAGES).filter(([, program]) => !existsSync(program));
  if (missing.length === 0) return;
  run("apt-get", ["update", "-qq"]);
  run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...missing.map(([name]) => name)]);
  const absent = missing.filter(([, program]) => !existsSync(program)).map(([name]) => name);
  if (absent.length > 0)
    throw new Error(`These parts of the stack are missing and could not be installed: ${absent.join(", ")}.`);
}

function run(command: string, args: string[]): void {
  const done = spawnSync(command, args, {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  if (done.status !== 0)
    throw new Error(`${command} ${args.join(" ")} ended with ${done.status ?? done.error?.message}.`);
}
