import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type App, openApp } from "../../src/app.js";
import { terminalMessage } from "../../src/commands/message.js";
import { readConfig } from "../../src/config.js";
import type { Answer } from "../../src/contracts/answer.js";

/** A domain that no shipped workspace has, kept as the example in the docs. */
const EXAMPLE = join(import.meta.dirname, "../../docs/example-workspace");

interface Landing {
  day: string;
  species: string;
  boat: string;
  port: string;
  coast: string;
  kilos: number;
  paid: number;
}
type Of = (landing: Landing) => number;
const LANDINGS = landings();
const kilos: Of = (l) => l.kilos;
const paid: Of = (l) => l.paid;

/** Question of the example's README -> its rows, worked out from the files. */
const EXPECTED: Record<string, () => Record<string, number[]>> = {
  "landed weight by home coast in FY2024": () =>
    by((l) => l.coast, within("2023-04-01", "2024-04-01"), sum(kilos)),
  "What was the auction value last fiscal quarter?": () => one(sum(paid)(within("2024-10-01", "2025-01-01"))),
  "price per kilo by species in 2024": () =>
    by(
      (l) => l.species,
      year(2024),
      (rows) => sum(paid)(rows) / sum(kilos)(rows),
    ),
  "landed weight at St. Brannock in 2024": () =>
    one(sum(kilos)(year(2024).filter(({ port }) => port === "St. Brannock"))),
  "landed weight of codfish in 2023": () =>
    one(sum(kilos)(year(2023).filter(({ species }) => species === "cod"))),
  "how many landings per vessel last year?": () =>
    by(
      (l) => l.boat,
      year(2024),
      (rows) => rows.length,
    ),
  "which boat had the highest auction value in 2024?": () => {
    const all = Object.entries(by((l) => l.boat, year(2024), sum(paid)));
    return Object.fromEntries(all.sort(([, [a = 0]], [, [b = 0]]) => b - a).slice(0, 1));
  },
  "monthly catch in Q2 2024": () =>
    by((l) => `${l.day.slice(0, 7)}-01`, within("2024-04-01", "2024-07-01"), sum(kilos)),
  "auction value in 2024 vs last year": () => one(sum(paid)(year(2024)), sum(paid)(year(2023))),
  "share of landed weight by species last year": () =>
    by(
      (l) => l.species,
      year(2024),
      (rows) => sum(kilos)(rows) / sum(kilos)(year(2024)),
    ),
};

let root: string;
let app: App;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "assay-new-"));
  app = await openApp({
    config: readConfig({ stateDir: join(root, "state"), logLevel: "error" }, {}),
    workspaces: [EXAMPLE],
    onProgress: () => {},
    signal: new AbortController().signal,
  });
}, 120_000);

afterAll(async () => {
  await app?.close();
  rmSync(root, { recursive: true, force: true });
});

describe("the example workspace of the docs", () => {
  it("lists the ten questions that are tried here", () => {
    const listed = readFileSync(join(EXAMPLE, "README.md"), "utf8").matchAll(/^\d+\. (.+)$/gm);
    expect([...listed].map(([, question]) => question)).toEqual(Object.keys(EXPECTED));
  });

  it.each(Object.entries(EXPECTED))("answers: %s", async (question, expected) => {
    const answer = await ask(question);
    expect(answer.status, JSON.stringify(answer.clarification ?? answer.refusal ?? answer.error)).toBe(
      "answered",
    );
    expect(answer.confidence).toBeGreaterThanOrEqual(0.8);
    const wanted = expected();
    const named = answer.columns[0]?.role === "dimension" ? 1 : 0;
    const given = answer.rows.map((row): [string, number[]] => [
      named ? String(row[0]) : "",
      row.slice(named).map(Number),
    ]);
    expect(given.map(([name]) => name).sort()).toEqual(Object.keys(wanted).sort());
    for (const [name, numbers] of given)
      for (const number of wanted[name] ?? [])
        expect(
          numbers.some((other) => Math.abs(other - number) <= 1e-6 * Math.abs(number)),
          `${name}: ${number} in ${numbers}`,
        ).toBe(true);
  });

  it("keeps values through a follow-up", async () => {
    await ask("landed weight at St. Brannock in 2024", "t1");
    const { rows } = await ask("by boat", "t1");
    const inPort = year(2024).filter(({ port }) => port === "St. Brannock");
    expect(Object.fromEntries(rows.map(([name, value]) => [name, [value]]))).toEqual(
      by((l) => l.boat, inPort, sum(kilos)),
    );
  });

  it("asks or refuses what it cannot know", async () => {
    expect((await ask("landed weight in Atlantis Harbour last year")).status).not.toBe("answered");
    expect((await ask("profit by home coast")).status).not.toBe("answered");
  });

  it("cites its own document", async () => {
    const { path, citations } = await ask("what is price per kilo?");
    expect(path).toBe("defined");
    expect(citations.map(({ title }) => title)).toContain("Price per kilo");
  });
});

async function ask(text: string, thread = text): Promise<Answer> {
  const message = terminalMessage({ text, thread, user: undefined, asOf: undefined, request: null });
  return app.conversation.ask(message, () => {}, AbortSignal.timeout(60_000));
}

function landings(): Landing[] {
  const ports = table("ports");
  const boats = table("boats");
  return table("landings").map(({ day = "", species = "", boat, ...row }) => {
    const vessel = boats.find((each) => each.boat === boat);
    const port = ports.find((each) => each.port === vessel?.port);
    const names = { boat: vessel?.name ?? "", port: port?.port_name ?? "", coast: port?.coast ?? "" };
    return { day, species, ...names, kilos: Number(row.kilos), paid: Number(row.paid) };
  });
}

function table(name: string): Record<string, string>[] {
  const [head = "", ...lines] = readFileSync(join(EXAMPLE, `data/${name}.csv`), "utf8")
    .trim()
    .split("\n");
  return lines.map((line) =>
    Object.fromEntries(line.split(",").map((cell, at) => [head.split(",")[at] ?? "", cell])),
  );
}

function within(from: string, to: string): Landing[] {
  return LANDINGS.filter(({ day }) => day >= from && day < to);
}

function year(of: number): Landing[] {
  return within(`${of}-01-01`, `${of + 1}-01-01`);
}

function sum(of: Of): (rows: Landing[]) => number {
  return (rows) => rows.reduce((total, row) => total + of(row), 0);
}

function by(
  key: (l: Landing) => string,
  rows: Landing[],
  value: (rows: Landing[]) => number,
): Record<string, number[]> {
  const keys = [...new Set(rows.map(key))];
  return Object.fromEntries(keys.map((each) => [each, [value(rows.filter((row) => key(row) === each))]]));
}

function one(...values: number[]): Record<string, number[]> {
  return { "": values };
}
