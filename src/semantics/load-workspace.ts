import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { ConfigProblem } from "../contracts/errors.js";
import { ConfigError } from "../contracts/errors.js";
import type { ModelView, Workspace } from "../contracts/semantic-model.js";
import { checkModel } from "./check-model.js";
import { checkTerms } from "./check-terms.js";
import { readDocument } from "./document-file.js";
import { readMetricView } from "./metric-view-file.js";
import { applyOverlay, OVERLAY_FILE } from "./overlay-file.js";
import { OPEN_POLICY, POLICY_FILE, readPolicyFile } from "./policy-file.js";
import { readVerifiedFile, VERIFIED_FILE } from "./verified-file.js";
import { resolveRelations } from "./view-relations.js";
import { readWorkspaceFile, WORKSPACE_FILE, type WorkspaceHead } from "./workspace-file.js";
import { parseYamlTree, type YamlValue } from "./yaml-tree.js";

/**
 * Reads and checks a workspace folder. Names of relations become three-part and lower case, paths absolute.
 * Throws ConfigError with every problem of every file: file, line, what is wrong and what to write.
 */
export async function loadWorkspace(dir: string): Promise<Workspace> {
  const root = resolve(dir);
  const problems: ConfigProblem[] = [];
  const notices: string[] = [];
  const files = await readFiles(root);
  if (!files.has(WORKSPACE_FILE)) {
    throw new ConfigError([
      {
        file: join(dir, WORKSPACE_FILE),
        line: 1,
        message: "This file does not exist.",
        remedy: "Name a folder that holds a workspace.",
      },
    ]);
  }
  const tree = (file: string): YamlValue | null => {
    const text = files.get(file);
    return text === undefined ? null : parseYamlTree(text, file, problems);
  };
  const head = readWorkspaceFile(root, tree(WORKSPACE_FILE), problems);
  const written = [...files.keys()]
    .filter((file) => file.startsWith("metrics/"))
    .map((file) => readMetricView(viewName(file), tree(file), { file, problems, notices }));
  if (written.length === 0) {
    problems.push({
      file: "metrics",
      line: 1,
      message: "There is no metric view.",
      remedy: "Write metrics/<view>.yaml.",
    });
  }
  const overlay = applyOverlay(written, tree(OVERLAY_FILE), problems);
  const views = overlay.views.map((view) => resolveRelations(view, head.catalog, problems));
  checkModel(views, problems);
  checkTerms(views, overlay.terms, problems);
  checkSources(views, head, problems);
  const policy = files.has(POLICY_FILE)
    ? readPolicyFile(tree(POLICY_FILE), policyNames(head, views), problems)
    : OPEN_POLICY;
  const documents = [...files.keys()]
    .filter((file) => file.startsWith("docs/"))
    .map((file) => readDocument(files.get(file) ?? "", file, head.catalog, problems));
  const verified = files.has(VERIFIED_FILE) ? readVerifiedFile(tree(VERIFIED_FILE), problems) : [];
  const sqlFiles = head.tables.flatMap((table) => (table.kind === "sql" && table.path ? [table.path] : []));
  const hash = problems.length > 0 ? "" : await hashOf(files, sqlFiles);
  if (problems.length > 0) throw new ConfigError(inOrder(problems));
  return {
    ...head,
    root,
    views,
    words: {
      ignore: overlay.ignore,
      terms: Object.fromEntries(overlay.terms.map(({ name, sql }) => [name, sql])),
    },
    documents,
    verified,
    policy,
    hash,
    notices,
  };
}

const SINGLE_FILES = [WORKSPACE_FILE, OVERLAY_FILE, POLICY_FILE, VERIFIED_FILE];

/** Every file that carries meaning, keyed by its path inside the workspace. */
async function readFiles(root: string): Promise<Map<string, string>> {
  const single = SINGLE_FILES.filter((file) => existsSync(join(root, file)));
  const metrics = await list(root, "metrics", /\.ya?ml$/);
  const docs = await list(root, "docs", /\.md$/);
  const names = [...single, ...metrics, ...docs];
  const texts = await Promise.all(names.map((name) => readFile(join(root, name), "utf8")));
  return new Map(names.map((name, i) => [name, texts[i] as string]));
}

async function list(root: string, folder: string, pattern: RegExp): Promise<string[]> {
  if (!existsSync(join(root, folder))) return [];
  const names = await readdir(join(root, folder));
  return names
    .filter((name) => pattern.test(name))
    .sort()
    .map((name) => `${folder}/${name}`);
}

function viewName(file: string): string {
  return file.replace(/^metrics\//, "").replace(/\.ya?ml$/, "");
}

/** With the embedded engine every table is declared, so an undeclared one is a mistake that can be told now. */
function checkSources(views: readonly ModelView[], head: WorkspaceHead, problems: ConfigProblem[]): void {
  if (head.engine !== "duckdb") return;
  const known = new Set(head.tables.map((table) => table.name));
  for (const view of views) {
    for (const relation of view.relations.filter((name) => !known.has(name))) {
      problems.push({
        ...view.place,
        message: `The table \`${relation}\` is not declared.`,
        remedy: `Add it to \`tables\` of ${WORKSPACE_FILE}, or correct the name.`,
      });
    }
  }
}

function policyNames(head: WorkspaceHead, views: readonly ModelView[]) {
  const relations = [...head.tables.map((table) => table.name), ...views.flatMap((view) => view.relations)];
  return {
    catalog: head.catalog,
    views: views.map((view) => view.name),
    relations: head.engine === "duckdb" ? relations : null,
  };
}

async function hashOf(files: ReadonlyMap<string, string>, sqlFiles: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const [name, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${name}\0${text}\0`);
  }
  for (const path of sqlFiles) {
    if (existsSync(path)) hash.update(`${await readFile(path, "utf8")}\0`);
  }
  return hash.digest("hex");
}

function inOrder(problems: readonly ConfigProblem[]): ConfigProblem[] {
  return [...problems].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
}
