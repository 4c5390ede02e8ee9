import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type App, openApp } from "../../src/app.js";
import { terminalMessage } from "../../src/commands/message.js";
import { readConfig } from "../../src/config.js";
import type { Answer } from "../../src/contracts/answer.js";

/** A domain that no shipped workspace has: landings of fishing boats, with ports and, behind them, coasts. */
interface Landing {
  day: string;
  boat: number;
  species: string;
  kilos: number;
  paid: number;
}

const BOATS = [
  { boat: 1, name: "Sea Otter", port: 1 },
  { boat: 2, name: "Kittiwake", port: 2 },
  { boat: 3, name: "Old Salt", port: 2 },
];
const PORTS = [
  { port: 1, port_name: "Grey Haven", coast: "North Shore" },
  { port: 2, port_name: "St. Brannock", coast: "South Shore" },
];
const LANDINGS: Landing[] = Array.from({ length: 400 }, (_, i) => ({
  day: new Date(Date.UTC(2023, 0, 1 + i * 2)).toISOString().slice(0, 10),
  boat: 1 + (i % 3),
  species: ["cod", "hake", "blue ling"][(i % 7) % 3] ?? "cod",
  kilos: 50 + ((i * 37) % 200),
  paid: 100 + ((i * 53) % 900) / 4,
}));
/** Day after the newest landing. */
const AS_OF = "2025-03-10";

let root: string;
let app: App;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "assay-new-"));
  writeWorkspace(join(root, "landings"));
  app = await openApp({
    config: readConfig({ stateDir: join(root, "state"), logLevel: "error" }, {}),
    workspaces: [join(root, "landings")],
    onProgress: () => {},
    signal: new AbortController().signal,
  });
});

afterAll(async () => {
  await app.close();
  rmSync(root, { recursive: true, force: true });
});

describe("a workspace that was never seen", () => {
  it("sums by a name with spaces behind two joins, over a fiscal year from April", async () => {
    const answer = await ask("landed weight by home coast in FY2024");
    expect(byFirst(answer)).toEqual(
      sums(
        (l) => coastOf(l),
        (l) => l.kilos,
        ["2023-04-01", "2024-04-01"],
      ),
    );
  });

  it("reads the last fiscal quarter", async () => {
    const answer = await ask("What was the auction value last fiscal quarter?");
    expect(Number(answer.rows[0]?.[0])).toBeCloseTo(
      total((l) => l.paid, ["2024-10-01", "2025-01-01"]),
      6,
    );
  });

  it("divides after it has summed", async () => {
    const answer = await ask("price per kilo by species in 2024");
    const expected = Object.fromEntries(
      Object.entries(
        sums(
          (l) => l.species,
          (l) => l.paid,
          ["2024-01-01", "2025-01-01"],
        ),
      ).map(([species, paid]) => [
        species,
        paid /
          (sums(
            (l) => l.species,
            (l) => l.kilos,
            ["2024-01-01", "2025-01-01"],
          )[species] ?? 0),
      ]),
    );
    const given = byFirst(answer);
    for (const [species, price] of Object.entries(expected)) expect(given[species]).toBeCloseTo(price, 6);
  });

  it("finds values with punctuation and an alias, and keeps them through a follow-up", async () => {
    const first = await ask("landed weight at St. Brannock in 2024", "t1");
    expect(Number(first.rows[0]?.[0])).toBe(
      total((l) => (portOf(l) === "St. Brannock" ? l.kilos : 0), ["2024-01-01", "2025-01-01"]),
    );
    const second = await ask("by boat", "t1");
    const inPort = (l: Landing): number => (portOf(l) === "St. Brannock" ? l.kilos : 0);
    const expected = sums((l) => BOATS[l.boat - 1]?.name ?? "", inPort, ["2024-01-01", "2025-01-01"]);
    expect(byFirst(second)).toEqual({ Kittiwake: expected.Kittiwake, "Old Salt": expected["Old Salt"] });
    const aliased = await ask("landed weight of codfish in 2023");
    expect(Number(aliased.rows[0]?.[0])).toBe(
      total((l) => (l.species === "cod" ? l.kilos : 0), ["2023-01-01", "2024-01-01"]),
    );
  });

  it("asks or refuses what it cannot know", async () => {
    expect((await ask("landed weight in Atlantis Harbour last year")).status).not.toBe("answered");
    expect((await ask("profit by home coast")).status).not.toBe("answered");
  });
});

async function ask(text: string, thread = text): Promise<Answer> {
  const message = terminalMessage({ text, thread, user: undefined, asOf: undefined, request: null });
  return app.conversation.ask(message, () => {}, AbortSignal.timeout(20_000));
}

function byFirst(answer: Answer): Record<string, number> {
  expect(answer.status, JSON.stringify(answer.clarification ?? answer.refusal ?? answer.error)).toBe(
    "answered",
  );
  return Object.fromEntries(answer.rows.map(([name, value]) => [String(name), Number(value)]));
}

function sums(
  key: (l: Landing) => string,
  value: (l: Landing) => number,
  [from, to]: [string, string],
): Record<string, number> {
  const found: Record<string, number> = {};
  for (const landing of LANDINGS) {
    if (landing.day >= from && landing.day < to)
      found[key(landing)] = (found[key(landing)] ?? 0) + value(landing);
  }
  return found;
}

function total(value: (l: Landing) => number, range: [string, string]): number {
  return sums(() => "all", value, range).all ?? 0;
}

function portOf({ boat }: Landing): string {
  return PORTS.find(({ port }) => port === BOATS[boat - 1]?.port)?.port_name ?? "";
}

function coastOf(landing: Landing): string {
  return PORTS.find(({ port_name }) => port_name === portOf(landing))?.coast ?? "";
}

function writeWorkspace(dir: string): void {
  mkdirSync(join(dir, "metrics"), { recursive: true });
  writeFileSync(join(dir, "landings.csv"), csv(LANDINGS));
  writeFileSync(join(dir, "boats.csv"), csv(BOATS));
  writeFileSync(join(dir, "ports.csv"), csv(PORTS));
  writeFileSync(
    join(dir, "workspace.yaml"),
    `name: landings
timezone: Europe/Oslo
as_of: ${AS_OF}
calendar: { week_starts: monday, fiscal_year_starts: 4 }
currency: NOK
warehouse:
  engine: duckdb
  catalog: harbour
  tables:
    gold.landings: { csv: landings.csv }
    gold.boats: { csv: boats.csv }
    gold.ports: { csv: ports.csv }
`,
  );
  writeFileSync(
    join(dir, "metrics", "landings.yaml"),
    `version: 1.1
source: harbour.gold.landings
joins:
  - name: boat
    source: harbour.gold.boats
    'on': source.boat = boat.boat
    joins:
      - name: port
        source: harbour.gold.ports
        'on': boat.port = port.port
fields:
  - { name: Landed On, expr: day, synonyms: [date] }
  - { name: Species, expr: species, synonyms: [fish] }
  - { name: Boat Name, expr: boat.name, synonyms: [boat, vessel] }
  - { name: Home Port, expr: boat.port.port_name, synonyms: [port] }
  - { name: Home Coast, expr: boat.port.coast, synonyms: [coast] }
measures:
  - { name: Landed Weight, expr: SUM(kilos), synonyms: [weight, catch] }
  - { name: Auction Value, expr: SUM(paid), synonyms: [value], format: { type: currency, currency_code: NOK } }
  - { name: Price per Kilo, expr: MEASURE(\`Auction Value\`) / MEASURE(\`Landed Weight\`), format: { type: currency, currency_code: NOK } }
`,
  );
  writeFileSync(
    join(dir, "overlay.yaml"),
    "views:\n  landings: { time_field: Landed On, fields: { Species: { values: { cod: [codfish] } } } }\n",
  );
}

function csv(rows: readonly object[]): string {
  const names = Object.keys(rows[0] ?? {});
  return `${[names.join(","), ...rows.map((row) => names.map((name) => Reflect.get(row, name)).join(","))].join("\n")}\n`;
}
