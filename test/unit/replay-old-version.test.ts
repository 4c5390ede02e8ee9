import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type App, openApp } from "../../src/app.js";
import { terminalMessage } from "../../src/commands/message.js";
import { readConfig } from "../../src/config.js";
import type { Answer } from "../../src/contracts/answer.js";
import { unpackedTable } from "../../src/warehouse/delta/testing/unpacked-table.js";

// Sums of the table's `weight`.
const AT_VERSION_2 = 5.25;
const AT_VERSION_6 = 20.749;

let root: string;
let table: string;
let answers: { straight: Answer; derived: Answer };

describe("replay after a Delta table has moved on", () => {
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), "assay-replay-"));
    table = unpackedTable("parcels");
    const log = join(table, "_delta_log");
    const later = readdirSync(log).filter((file) => !/^0{19}[012]\.json$/.test(file));
    mkdirSync(join(root, "later"));
    for (const file of later) renameSync(join(log, file), join(root, "later", file));
    writeWorkspace(join(root, "parcels"), table);
    answers = await inApp(async (app) => ({
      straight: await ask(app, "What was the parcel weight?"),
      derived: await ask(app, "What was the zone weight?"),
    }));
    for (const file of later) renameSync(join(root, "later", file), join(log, file));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it("gives another number to the question asked again", async () => {
    expect(answers.straight.rows[0]?.[0]).toBeCloseTo(AT_VERSION_2, 9);
    expect(answers.derived.rows[0]?.[0]).toBeCloseTo(AT_VERSION_2, 9);
    const again = await inApp((app) => ask(app, "What was the parcel weight?"));
    expect(again.rows[0]?.[0]).toBeCloseTo(AT_VERSION_6, 9);
  });

  it("reads the version of the receipt, also where a table is made from the Delta table", async () => {
    await inApp(async (app) => {
      const straight = await app.conversation.replay(answers.straight.id, signal);
      expect(straight).toEqual({
        answerId: answers.straight.id,
        same: true,
        differences: ["main.raw.parcels was at version v2 and is at v6; the old version was read."],
      });
      const derived = await app.conversation.replay(answers.derived.id, signal);
      expect(derived).toMatchObject({
        same: true,
        differences: [expect.stringContaining("old version was read")],
      });
    });
  });

  it("says what differs where the old version is gone", async () => {
    for (const commit of [0, 1, 2]) rmSync(join(table, "_delta_log", `${"0".repeat(19)}${commit}.json`));
    rmSync(join(root, "state", "warehouse"), { recursive: true });
    const report = await inApp((app) => app.conversation.replay(answers.straight.id, signal));
    expect(report).toMatchObject({
      same: false,
      differences: [
        "main.raw.parcels was at version v2 and is at v6; v2 can't be read any more.",
        "The rows differ: 1 then, 1 now.",
      ],
    });
  });
});

const signal = new AbortController().signal;

async function inApp<T>(use: (app: App) => Promise<T>): Promise<T> {
  const app = await openApp({
    config: readConfig({ stateDir: join(root, "state"), logLevel: "error" }, {}),
    workspaces: [join(root, "parcels")],
    onProgress: () => {},
    signal,
  });
  try {
    return await use(app);
  } finally {
    await app.close();
  }
}

async function ask(app: App, question: string): Promise<Answer> {
  const asked = { text: question, thread: question, user: undefined, asOf: undefined, request: null };
  const answer = await app.conversation.ask(terminalMessage(asked), () => {}, AbortSignal.timeout(60_000));
  expect(answer.status, JSON.stringify(answer.error ?? answer.clarification)).toBe("answered");
  return answer;
}

function writeWorkspace(folder: string, delta: string): void {
  mkdirSync(join(folder, "metrics"), { recursive: true });
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  write("zones.sql", "SELECT area, SUM(weight) AS weight FROM main.raw.parcels GROUP BY area\n");
  write(
    "workspace.yaml",
    `name: parcels\ntimezone: UTC\nas_of: 2025-01-01\nwarehouse:\n  engine: duckdb\n  catalog: main\n  tables:\n    raw.parcels: { delta: ${JSON.stringify(delta)} }\n    gold.zones: { sql: zones.sql }\n`,
  );
  const view = (source: string, measure: string): string =>
    `version: 1.1\nsource: ${source}\nfields:\n  - { name: Area, expr: area }\nmeasures:\n  - { name: ${measure}, expr: SUM(weight) }\n`;
  write("metrics/parcels.yaml", view("main.raw.parcels", "Parcel Weight"));
  write("metrics/zones.yaml", view("main.gold.zones", "Zone Weight"));
}
