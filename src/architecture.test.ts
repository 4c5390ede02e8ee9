import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { breaches, type SourceFile } from "./testing/architecture.js";

const SRC = import.meta.dirname;
const ROOT = join(SRC, "..");

const files: SourceFile[] = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts") && !path.endsWith(".bench.ts"))
  .filter((path) => !path.split("/").includes("testing"))
  .map((path) => ({ path, text: readFileSync(join(SRC, path), "utf8") }));

describe("architecture", () => {
  it("looks at the whole of src", () => {
    expect(files.length).toBeGreaterThan(20);
  });

  it("has no breach of rooms, fences, cycles, length or workspace words", () => {
    expect(breaches(files, workspaceWords())).toEqual([]);
  });
});

describe("the architecture check itself", () => {
  const planted: [string, SourceFile[], RegExp][] = [
    [
      "a room that looks up",
      [file("policy/a.ts", 'import { x } from "../semantics/b.js";'), file("semantics/b.ts", "")],
      /policy\/a\.ts.*semantics/,
    ],
    [
      "a dynamic import over the fence",
      [file("language/a.ts", 'await import("../agents/b.js")'), file("agents/b.ts", "")],
      /language\/a\.ts.*agents/,
    ],
    [
      "a multi-line import",
      [file("channels/a.ts", 'import {\n  x,\n} from "../semantics/b.js";'), file("semantics/b.ts", "")],
      /channels\/a\.ts.*semantics/,
    ],
    [
      "a library outside its room",
      [file("agents/a.ts", 'import { WebClient } from "@slack/web-api";')],
      /@slack/,
    ],
    [
      "botbuilder beside its folder",
      [file("channels/slack/a.ts", 'import { CloudAdapter } from "botbuilder";')],
      /botbuilder/,
    ],
    ["the environment read elsewhere", [file("stores/a.ts", "const x = process.env.HOME;")], /process\.env/],
    [
      "a cycle",
      [file("sql/a.ts", 'import { b } from "./b.js";'), file("sql/b.ts", 'import { a } from "./a.js";')],
      /cycle/,
    ],
    ["a long file", [file("sql/a.ts", "\n".repeat(401))], /lines/],
    ["a word of a workspace", [file("language/a.ts", 'const x = "Widget Revenue";')], /Widget Revenue/],
    ["a default export", [file("sql/a.ts", "export default 1;")], /default export/],
    ["a forbidden file name", [file("sql/utils.ts", "")], /name/],
    ["an import of nothing", [file("sql/a.ts", 'import "./gone.js";')], /gone/],
  ];

  it.each(planted)("catches %s", (_, sources, complaint) => {
    expect(breaches(sources, ["Widget Revenue"]).join("\n")).toMatch(complaint);
  });

  it("passes what is allowed", () => {
    const fine = [
      file("policy/a.ts", 'import { x } from "../sql/b.js";'),
      file("sql/b.ts", "export const x = 1;"),
    ];
    expect(breaches(fine, ["Widget Revenue"])).toEqual([]);
  });
});

function file(path: string, text: string): SourceFile {
  return { path, text };
}

/** Names, synonyms and values of every workspace and suite in the repository that are not plain words of the trade. */
function workspaceWords(): string[] {
  const folders = readdirSync(join(ROOT, "workspaces"), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const words = folders.flatMap(({ name }) => {
    const root = join(ROOT, "workspaces", name);
    const views = readdirSync(join(root, "metrics")).map((path) =>
      parse(readFileSync(join(root, "metrics", path), "utf8"), { version: "1.1" }),
    );
    return views.flatMap((view) =>
      [...(view.measures ?? []), ...(view.fields ?? view.dimensions ?? [])].flatMap(
        (item: { name: string; synonyms?: string[] }) => [item.name, ...(item.synonyms ?? [])],
      ),
    );
  });
  return [...new Set(words.map(String))];
}
