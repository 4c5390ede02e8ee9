#!/usr/bin/env node
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const main = join(root, "dist", "main.js");

if (isStale()) build();
if (process.argv.length === 2) process.argv.push("start");
await import(pathToFileURL(main).href);

/** An installed package ships dist without src; a checkout is stale when a source is newer than the build. */
function isStale() {
  if (!existsSync(join(root, "src"))) return false;
  if (!existsSync(main)) return true;
  const built = statSync(join(root, "dist", ".tsbuildinfo"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" });
  return sources.some((path) => path.endsWith(".ts") && statSync(join(root, "src", path)).mtimeMs > built);
}

function build() {
  process.stderr.write("Building Assay …\n");
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const done = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (done.status !== 0) {
    process.stderr.write("The build failed; the lines above name the place. Correct it and start again.\n");
    process.exit(1);
  }
}
