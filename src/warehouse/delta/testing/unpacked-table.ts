import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder } from "../../testing/test-workspace.js";

/** A fresh copy of a packed Delta table; the folder it lies in. */
export function unpackedTable(name: "parcels" | "deleted-rows"): string {
  const folder = temporaryFolder();
  const files: Record<string, string> = JSON.parse(
    readFileSync(join(import.meta.dirname, `${name}.files.json`), "utf8"),
  );
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), Buffer.from(content, "base64"));
  }
  return folder;
}
