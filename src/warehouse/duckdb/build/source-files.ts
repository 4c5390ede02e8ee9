import { createHash } from "node:crypto";
import { createReadStream, existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { AppError } from "../../../contracts/errors.js";
import type { TableSource } from "../../../contracts/semantic-model.js";

/** Files of a source, sorted; data files of folders and globs only (no name with a leading `_` or `.`). Throws AppError where there are none. */
export function sourceFiles(source: TableSource): string[] {
  if (source.path === null) return [];
  const files = listed(source.path, source.kind).sort();
  if (files.length > 0) return files;
  throw new AppError(
    "bad_source",
    "configuration",
    `The source of ${source.name} has no files: ${source.path}.`,
    "Correct its path in workspace.yaml (paths are relative to that file), or put the file there.",
  );
}

/** SHA-256 of a file's content, hex. */
export async function fileHash(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const part of createReadStream(file)) hash.update(part);
  return hash.digest("hex");
}

function listed(path: string, kind: TableSource["kind"]): string[] {
  if (!existsSync(path)) return /[*?[{]/.test(path) ? globbed(path) : [];
  if (statSync(path).isFile()) return [path];
  if (kind !== "parquet") return [];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((name) => isDataFile(name) && name.endsWith(".parquet"))
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile());
}

/** `*` and `?` within a name, `**` across folders, `{a,b}`. */
function globbed(pattern: string): string[] {
  let base = dirname(pattern);
  while (/[*?[{]/.test(base)) base = dirname(base);
  if (!existsSync(base)) return [];
  const matcher = new RegExp(`^${globExpression(relative(base, pattern))}$`);
  return readdirSync(base, { recursive: true, encoding: "utf8" })
    .filter((name) => matcher.test(name))
    .map((name) => join(base, name))
    .filter((file) => statSync(file).isFile());
}

function globExpression(pattern: string): string {
  return pattern.replace(/\*\*\/|\*\*|\*|\?|\{|\}|,|\[[^\]]*\]|[.+^$()|\\]/g, (part) => {
    if (part === "**/") return "(?:.*/)?";
    if (part === "**") return ".*";
    if (part === "*") return "[^/]*";
    if (part === "?") return "[^/]";
    if (part === "{") return "(?:";
    if (part === "}") return ")";
    if (part === ",") return pattern.includes("{") ? "|" : ",";
    return part.startsWith("[") ? part : `\\${part}`;
  });
}

function isDataFile(name: string): boolean {
  return !name.split("/").some((part) => /^[_.]/.test(part));
}
