import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parse, stringify } from "yaml";
import { type App, openApp } from "../../src/app.js";
import { terminalMessage } from "../../src/commands/message.js";
import { readConfig } from "../../src/config.js";
import type { Answer } from "../../src/contracts/answer.js";
import type { Cell } from "../../src/contracts/result.js";
import { readSuite } from "../../src/evaluation/suite-file.js";
import { parseStatement } from "../../src/sql/parse.js";
import { copyTables } from "./lakehouse-tables.js";
import type { DatabricksServer } from "./start-server.js";

export interface Comparison {
  cases: number;
  turns: number;
  /** Turns that both engines answered with rows. */
  answered: number;
  /** A line for every turn in which they differ. */
  differences: string[];
  seconds: number;
}

export interface CompareOptions {
  workspace: string;
  suite: string;
  /** Cases to take, evenly over the suite's first tags; null = all. */
  take: number | null;
  /** True where the server lacks the workspace's tables: they are copied from the embedded database. */
  copy: boolean;
  onProgress?: (line: string) => void;
}

const AT_ONCE = 3;
const PATIENCE_MS = 10 * 60_000;

/** Asks the cases of a suite through the whole app on both engines, and compares the answers cell by cell. */
export async function compareEngines(server: DatabricksServer, options: CompareOptions): Promise<Comparison> {
  const folder = mkdtempSync(join(tmpdir(), "assay-compare-"));
  const embedded = await openOn(options.workspace, join(folder, "embedded"), {});
  try {
    if (options.copy) {
      const database = embedded.defaultRuntime.database ?? "";
      const tables = embedded.defaultRuntime.index.tables.map(({ name }) => name);
      await copyTables(server, database, tables, join(folder, "parquet"));
    }
    const dir = onDatabricks(options.workspace, folder);
    const databricks = await openOn(dir, join(folder, "databricks"), environment(server));
    try {
      return await compare(embedded, databricks, options);
    } finally {
      await databricks.close();
    }
  } finally {
    await embedded.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(embedded: App, databricks: App, options: CompareOptions): Promise<Comparison> {
  const suite = readSuite(readFileSync(options.suite, "utf8"), options.suite);
  const cases = options.take === null ? suite.cases : stratified(suite.cases, options.take);
  const result: Comparison = { cases: cases.length, turns: 0, answered: 0, differences: [], seconds: 0 };
  const started = performance.now();
  const waiting = [...cases];
  const work = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const turns = "turns" in one ? one.turns : [one];
      for (const turn of turns) {
        const request = {
          text: turn.ask,
          thread: one.id,
          user: turn.as ?? one.as,
          asOf: turn.as_of ?? one.as_of,
        };
        const [here, there] = await Promise.all([ask(embedded, request), ask(databricks, request)]);
        result.turns += 1;
        if (here.status === "answered" && here.rows.length > 0) result.answered += 1;
        const difference = differenceOf(here, there);
        if (difference !== null) result.differences.push(`${one.id} "${turn.ask}": ${difference}`);
      }
      options.onProgress?.(`${suite.name} ${cases.length - waiting.length}/${cases.length}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { ...result, seconds: (performance.now() - started) / 1000 };
}

/** Asks the app as the terminal does. */
export function ask(
  app: App,
  request: { text: string; thread: string; user: string | undefined; asOf: string | undefined },
): Promise<Answer> {
  const message = terminalMessage({ ...request, request: null });
  return app.conversation.ask(message, () => {}, AbortSignal.timeout(PATIENCE_MS));
}

/**
 * What differs first; null where status, columns, every cell, headline and options are the same. Rows are compared in
 * their order where the statement gives them one (a verified question's may not).
 */
function differenceOf(here: Answer, there: Answer): string | null {
  const parts: [string, (answer: Answer) => unknown][] = [
    ["status", ({ status, error }) => [status, error?.code ?? null]],
    ["refusal", ({ refusal }) => refusal],
    ["clarification", ({ clarification }) => clarification],
    ["columns", ({ columns }) => columns],
    ["headline", ({ headline }) => headline],
  ];
  for (const [name, of] of parts) {
    const [left, right] = [JSON.stringify(of(here)), JSON.stringify(of(there))];
    if (left !== right) return `${name} ${left?.slice(0, 300)} and on Databricks ${right?.slice(0, 300)}`;
  }
  const rowsOf = ({ sql, rows }: Answer) => (isOrdered(sql) ? rows : rows.toSorted(byText));
  return sameRows(rowsOf(here), rowsOf(there))
    ? null
    : `rows ${JSON.stringify(here.rows).slice(0, 300)} and on Databricks ${JSON.stringify(there.rows).slice(0, 300)}`;
}

function isOrdered(sql: string | null): boolean {
  const read = parseStatement(sql ?? "");
  return !read.ok || read.query.orderBy.length > 0 || read.query.orderAll !== null;
}

function byText(left: Cell[], right: Cell[]): number {
  const [a, b] = [JSON.stringify(left), JSON.stringify(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

function sameRows(here: Cell[][], there: Cell[][]): boolean {
  const same = (row: Cell[], at: number) =>
    row.length === there[at]?.length &&
    row.every((cell, column) => sameCell(cell, there[at]?.[column] ?? null));
  return here.length === there.length && here.every(same);
}

/** Numbers are the same to 12 digits: DOUBLEs that were added in another order differ in the last ones. */
function sameCell(here: Cell, there: Cell): boolean {
  if (here === there) return true;
  if (!isNumeric(here) || !isNumeric(there)) return false;
  return Math.abs(Number(here) - Number(there)) <= 1e-12 * Math.abs(Number(here));
}

function isNumeric(cell: Cell): cell is string | number {
  return typeof cell === "number" || (typeof cell === "string" && /^-?\d+(\.\d+)?$/.test(cell));
}

/** Takes from every group (the first tag of a case) in turn, spread over the group. */
function stratified<T extends { id: string; tags?: string[] | undefined }>(
  cases: readonly T[],
  take: number,
): T[] {
  const groups = new Map<string, T[]>();
  for (const one of cases) {
    const tag = one.tags?.[0] ?? "";
    groups.set(tag, [...(groups.get(tag) ?? []), one]);
  }
  const share = [...groups.values()].map((group) => {
    const count = Math.ceil((take * group.length) / cases.length);
    const step = group.length / count;
    return Array.from({ length: count }, (_, i) => group[Math.floor(i * step)] as T);
  });
  return share
    .flatMap((group) => group.map((one, rank) => ({ one, rank })))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, take)
    .map(({ one }) => one);
}

/** A copy of a workspace that runs on Databricks and is patient with a small machine. */
function onDatabricks(workspace: string, folder: string): string {
  const dir = join(folder, basename(workspace));
  cpSync(workspace, dir, { recursive: true });
  edit(join(dir, "workspace.yaml"), (file) => ({
    ...file,
    warehouse: { engine: "databricks", catalog: "main" },
  }));
  edit(join(dir, "policy.yaml"), (file) => ({
    ...file,
    limits: { ...(file.limits as object), statement_timeout: "300s" },
  }));
  return dir;
}

function edit(file: string, change: (content: Record<string, unknown>) => object): void {
  writeFileSync(file, stringify(change(parse(readFileSync(file, "utf8")))));
}

/** Opens the app on one workspace with an environment of its own. */
export function openOn(workspace: string, stateDir: string, env: Record<string, string>): Promise<App> {
  return openApp({
    config: readConfig({ stateDir, logLevel: "silent" }, env),
    workspaces: [workspace],
    onProgress: () => {},
    signal: new AbortController().signal,
  });
}

/** The environment of a process that uses the server. */
function environment({ connection, credentials }: DatabricksServer): Record<string, string> {
  return {
    DATABRICKS_HOST: connection.host,
    DATABRICKS_PORT: String(connection.port),
    DATABRICKS_HTTP_PATH: connection.path,
    DATABRICKS_TOKEN: credentials.token,
    DATABRICKS_CA_FILE: connection.caFile ?? "",
  };
}
