import { dirname, join, normalize } from "node:path";

/** A source file below src/, with its path relative to src/. */
export interface SourceFile {
  path: string;
  text: string;
}

const MAY_IMPORT: Record<string, readonly string[]> = {
  contracts: [],
  calendar: ["contracts"],
  format: ["contracts"],
  sql: ["contracts"],
  language: ["contracts", "calendar"],
  semantics: ["contracts", "calendar", "sql"],
  policy: ["contracts", "sql"],
  retrieval: ["contracts", "calendar", "observability"],
  warehouse: ["contracts", "sql", "observability"],
  llm: ["contracts", "observability"],
  agents: ["contracts", "calendar", "format", "language", "semantics", "policy", "observability"],
  conversation: ["contracts", "agents", "observability"],
  channels: ["contracts", "charts", "format", "observability"],
  charts: ["contracts", "format"],
  stores: ["contracts", "observability"],
  evaluation: ["contracts", "calendar", "format"],
  observability: ["contracts"],
};

/** Rooms that put the others together, with app.ts and main.ts: they may import everything. */
const COMPOSITION = ["app", "commands"];

/** Library -> the folders (below src/) that may know it. */
const FENCES: [RegExp, string[]][] = [
  [/^@slack\//, ["channels/slack/"]],
  [/^botbuilder/, ["channels/teams/"]],
  [/^@langchain\//, ["agents/", "stores/"]],
  [/^@mistralai\//, ["llm/"]],
  [/^@duckdb\//, ["warehouse/"]],
  [/^@databricks\//, ["warehouse/"]],
  [/^chromadb/, ["retrieval/"]],
  [/^libsql/, ["stores/"]],
  [/^(@keyv\/|keyv$)/, ["stores/"]],
  [/^(vega|vega-lite|@resvg\/.*)$/, ["charts/"]],
];

const MAX_LINES = 400;
const FORBIDDEN_NAME = /(^|\/)(utils?|helpers?|common|managers?)(\.ts|\/|$)/;
const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']/g;

/** Every breach of the rooms, library fences, cycles, length, naming and workspace words; one sentence each. */
export function breaches(files: SourceFile[], workspaceWords: readonly string[]): string[] {
  const known = new Set(files.map(({ path }) => path));
  const graph = new Map(files.map((file) => [file.path, importsOf(file)]));
  return [
    ...files.flatMap((file) => importBreaches(file.path, graph.get(file.path) ?? [], known)),
    ...files.flatMap((file) => textBreaches(file, workspaceWords)),
    ...cycles(graph),
  ];
}

function importsOf(file: SourceFile): string[] {
  return [...withoutComments(file.text).matchAll(IMPORT)].map(([, specifier]) => specifier ?? "");
}

function importBreaches(path: string, imports: string[], known: Set<string>): string[] {
  return imports.flatMap((specifier) => {
    if (!specifier.startsWith(".")) {
      return FENCES.filter(
        ([library, allowed]) => library.test(specifier) && !allowed.some((a) => path.startsWith(a)),
      ).map(() => `${path} imports ${specifier}, which only ${allowedFor(specifier)} may know`);
    }
    const target = resolveImport(path, specifier);
    if (specifier.endsWith(".js") && !known.has(target))
      return [`${path} imports ${target}, which is not there`];
    if (!path.includes("/") || COMPOSITION.includes(room(path)) || room(path) === room(target)) return [];
    const allowed = MAY_IMPORT[room(path)];
    if (allowed === undefined) return [`${path} lies in a room that is not in the table: ${room(path)}`];
    return allowed.includes(room(target))
      ? []
      : [`${path} imports ${target}: ${room(path)} may not know ${room(target)}`];
  });
}

function allowedFor(specifier: string): string {
  return FENCES.filter(([library]) => library.test(specifier))
    .flatMap(([, allowed]) => allowed)
    .join(", ");
}

function textBreaches({ path, text }: SourceFile, workspaceWords: readonly string[]): string[] {
  const found: string[] = [];
  const code = withoutComments(text);
  if (text.split("\n").length > MAX_LINES) found.push(`${path} has more than ${MAX_LINES} lines`);
  if (FORBIDDEN_NAME.test(path)) found.push(`${path}: a name that says nothing`);
  if (/^export default/m.test(code)) found.push(`${path} has a default export`);
  if (/process\.env\b/.test(code) && path !== "config.ts")
    found.push(`${path} reads process.env; only config.ts may`);
  for (const word of workspaceWords) {
    if (isTelling(word) && code.includes(word)) found.push(`${path} holds a word of a workspace: ${word}`);
  }
  return found;
}

/** A word that can only come from a workspace: several words, or capitalised inside. Plain English words prove nothing. */
function isTelling(word: string): boolean {
  return /\S\s+\S/.test(word) && word !== word.toLowerCase();
}

function cycles(graph: Map<string, string[]>): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      found.push(`cycle: ${[...trail.slice(at), path].join(" -> ")}`);
      return;
    }
    if (done.has(path)) return;
    for (const specifier of graph.get(path) ?? []) {
      if (specifier.startsWith(".")) visit(resolveImport(path, specifier), [...trail, path]);
    }
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}

function resolveImport(from: string, specifier: string): string {
  return normalize(join(dirname(from), specifier)).replace(/\.js$/, ".ts");
}

function room(path: string): string {
  return path.split("/")[0] ?? path;
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
}
