import { describe, expect, it } from "vitest";
import { ConfigError } from "../contracts/errors.js";
import { loadWorkspace } from "./load-workspace.js";
import { writeFolder } from "./testing/repair-workspace.js";

const HEAD = `name: bikes
timezone: Europe/Paris
as_of: 2024-04-01
calendar: { week_starts: sunday, fiscal_year_starts: 7 }
currency: EUR
warehouse:
  engine: duckdb
  catalog: Main
  tables:
    gold.rides: { columns: { id: bigint, day: date, fare: decimal(10,2), zone_id: bigint, note: string } }
    gold.zones: { columns: { zone_id: bigint, name: string } }
`;
const VIEW = `version: 1.1
source: Gold.Rides
joins:
  - name: zone
    source: gold.zones
    on: source.zone_id = zone.zone_id
fields:
  - { name: Day, expr: day }
  - { name: Zone, expr: zone.name, synonyms: [no, 2024, yes] }
measures:
  - { name: Fares, expr: SUM(fare) }
  - { name: Rides, expr: COUNT(*) }
  - { name: Fare, expr: MEASURE(Fares) / MEASURE(Rides) }
`;

const problemsOf = async (files: Record<string, string>): Promise<string[]> => {
  try {
    await loadWorkspace(writeFolder({ "workspace.yaml": HEAD, "metrics/rides.yaml": VIEW, ...files }));
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((p) => `${p.file}:${p.line}: ${p.message} ${p.remedy}`);
  }
};

describe("loadWorkspace", () => {
  it("reads the whole format, with names in three parts and YAML 1.1 words as text", async () => {
    const dir = writeFolder({
      "workspace.yaml": HEAD,
      "metrics/rides.yaml": VIEW,
      "overlay.yaml":
        "views:\n  rides:\n    time_field: day\n    freshness: { within: 36h }\n    endorsed: yes\n    measures: { fares: { additive: [zone], good: up } }\n    fields: { Zone: { values: { NO: [norway] } } }\nwords: { ignore: [please], terms: { new year: \"`Day` = DATE'2024-01-01'\" } }\n",
      "policy.yaml":
        "tables: [gold.rides]\ndenied_columns: [Note]\nunknown_users: nobody\nroles:\n  north: { members: [a@example.com], views: [rides], rows: { GOLD.zones: \"name = 'N'\" } }\nlimits: { max_rows: 5, statement_timeout: 90s, max_scan_bytes: 2 GB, tokens_per_question: 10, usd_per_user_per_day: 1.50 }\n",
      "docs/fares.md": "---\ntitle: Fares\nkind: kpi\ntables: [gold.rides]\n---\nWhat riders paid.\n",
      "verified.yaml":
        "verified_queries:\n  - { name: all, question: All fares?, sql: SELECT 1, verified_at: 2025-06-01, verified_by: x, use_as_onboarding_question: true }\n",
    });
    const workspace = await loadWorkspace(dir);
    expect(workspace).toMatchObject({
      timezone: "Europe/Paris",
      calendar: { weekStarts: "sunday", fiscalYearStarts: 7 },
      catalog: "main",
      words: { ignore: ["please"], terms: { "new year": "`Day` = DATE'2024-01-01'" } },
    });
    expect(workspace.tables[0]).toEqual({
      name: "main.gold.rides",
      kind: "schema_only",
      path: null,
      columns: { id: "bigint", day: "date", fare: "decimal(10,2)", zone_id: "bigint", note: "string" },
    });
    const [view] = workspace.views;
    expect(view).toMatchObject({
      source: "main.gold.rides",
      relations: ["main.gold.rides", "main.gold.zones"],
      timeField: "Day",
      freshnessHours: 36,
      endorsed: true,
    });
    expect(view?.joins[0]?.on).toBe("source.zone_id = zone.zone_id");
    expect(view?.fields[1]).toMatchObject({
      synonyms: ["no", "2024", "yes"],
      valueAliases: { NO: ["norway"] },
    });
    expect(view?.measures[0]).toMatchObject({
      additive: ["Zone"],
      good: "up",
      place: { file: "metrics/rides.yaml", line: 11 },
    });
    expect(workspace.policy).toEqual({
      tables: ["main.gold.rides"],
      deniedColumns: ["note"],
      unknownUsers: "nobody",
      roles: [
        {
          name: "north",
          members: ["a@example.com"],
          views: ["rides"],
          rows: { "main.gold.zones": "name = 'N'" },
        },
      ],
      limits: {
        maxRows: 5,
        statementTimeoutMs: 90_000,
        maxScanBytes: 2e9,
        tokensPerQuestion: 10,
        usdPerUserPerDay: 1.5,
      },
    });
    expect(workspace.documents).toEqual([
      {
        title: "Fares",
        kind: "kpi",
        tables: ["main.gold.rides"],
        body: "What riders paid.",
        file: "docs/fares.md",
      },
    ]);
    expect(workspace.verified[0]).toMatchObject({ verifiedAt: "2025-06-01", onboarding: true });
    expect(workspace.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it("hashes equal folders equally and any changed file differently", async () => {
    const files = { "workspace.yaml": HEAD, "metrics/rides.yaml": VIEW };
    const [a, b, c] = await Promise.all(
      [files, files, { ...files, "docs/a.md": "text" }].map((set) => loadWorkspace(writeFolder(set))),
    );
    expect(a?.hash).toBe(b?.hash);
    expect(a?.hash).not.toBe(c?.hash);
  });

  it("keeps rely and materialization with a notice", async () => {
    const view = VIEW.replace(
      "    source: gold.zones\n",
      "    source: gold.zones\n    rely: { at_most_one_match: true }\n",
    );
    const dir = writeFolder({
      "workspace.yaml": HEAD,
      "metrics/rides.yaml": `${view}materialization: { schedule: daily }\n`,
    });
    const { notices } = await loadWorkspace(dir);
    expect(notices).toEqual([
      "metrics/rides.yaml:15: `materialization` is kept and changes no value.",
      "metrics/rides.yaml:6: `rely` is kept and changes no value.",
    ]);
  });

  const one: [string, Record<string, string>, RegExp][] = [
    [
      "an unknown key",
      { "metrics/rides.yaml": VIEW.replace("source: Gold", "sorce: x\nsource: Gold") },
      /rides\.yaml:2: `sorce` is not a key.*Did you mean `source`/,
    ],
    [
      "parameters",
      { "metrics/rides.yaml": `${VIEW}parameters: []\n` },
      /rides\.yaml:14: `parameters` is not a key/,
    ],
    ["a syntax error", { "overlay.yaml": "views:\n  a: [1\n" }, /overlay\.yaml:\d+: The YAML cannot be read/],
    [
      "a key twice",
      { "overlay.yaml": "words: {}\nwords: {}\n" },
      /overlay\.yaml:2: The YAML cannot be read: Map keys must be unique/,
    ],
    [
      "a bad expression",
      { "metrics/rides.yaml": VIEW.replace("SUM(fare)", "SUM(fare") },
      /rides\.yaml:11: The measure `Fares` is not an expression/,
    ],
    [
      "an unknown MEASURE()",
      { "metrics/rides.yaml": VIEW.replace("MEASURE(Rides)", "MEASURE(Ride)") },
      /refers to `Ride`.*Did you mean `Rides`/,
    ],
    [
      "a circle of measures",
      { "metrics/rides.yaml": VIEW.replace("SUM(fare)", "MEASURE(Fare) + SUM(fare)") },
      /circle: `Fares` → `Fare` → `Fares`/,
    ],
    [
      "a name twice",
      { "metrics/rides.yaml": VIEW.replace("name: Rides", "name: zone") },
      /rides\.yaml:12: The name `zone` stands in line 9/,
    ],
    [
      "an aggregate in a field",
      { "metrics/rides.yaml": VIEW.replace("expr: day", "expr: MAX(day)") },
      /field `Day` aggregates with max/,
    ],
    [
      "a measure without aggregate",
      { "metrics/rides.yaml": VIEW.replace("SUM(fare)", "fare") },
      /`Fares` aggregates nothing/,
    ],
    [
      "a join in a circle",
      {
        "metrics/rides.yaml": VIEW.replace(
          "fields:",
          "  - { name: other, source: gold.zones, on: zone.zone_id = other.zone_id }\nfields:",
        ),
      },
      /join `other` uses `zone`, which is not above it/,
    ],
    [
      "an undeclared table",
      { "metrics/rides.yaml": VIEW.replace("Gold.Rides", "gold.ride") },
      /table `main\.gold\.ride` is not declared/,
    ],
    [
      "an unknown time field",
      { "overlay.yaml": "views: { rides: { time_field: Days } }" },
      /overlay\.yaml:1: There is no field `Days`. Did you mean `Day`/,
    ],
    [
      "an unknown view in the overlay",
      { "overlay.yaml": "views: { ride: {} }" },
      /no view `ride`. Did you mean `rides`/,
    ],
    [
      "additive over nothing known",
      { "overlay.yaml": "views: { rides: { measures: { Fares: { additive: [Zon] } } } }" },
      /no field `Zon`/,
    ],
    [
      "a term over unknown fields",
      { "overlay.yaml": 'words:\n  terms:\n    x: "`Dai` = 1"\n' },
      /overlay\.yaml:3: The term `x` uses `Dai`.*Did you mean `Day`/,
    ],
    [
      "a row rule on an unknown table",
      { "policy.yaml": 'roles:\n  a: { views: [rides], rows: { gold.zone: "1 = 1" } }\n' },
      /policy\.yaml:2: There is no table `main\.gold\.zone`. Did you mean `main\.gold\.zones`/,
    ],
    [
      "a role with an unknown view",
      { "policy.yaml": "roles:\n  a: { views: [ride] }\n" },
      /no view `ride`. Did you mean `rides`/,
    ],
    [
      "a bad limit",
      { "policy.yaml": "limits: { statement_timeout: soon }" },
      /`statement_timeout` is `soon`/,
    ],
    [
      "a bad window",
      {
        "metrics/rides.yaml": VIEW.replace(
          "expr: COUNT(*) }",
          "expr: COUNT(*), window: [{ order: Dey, range: trailing few }] }",
        ),
      },
      /ordered by `Dey`.*Did you mean `Day`/,
    ],
    [
      "a bad time zone",
      { "workspace.yaml": HEAD.replace("Europe/Paris", "Mars") },
      /workspace\.yaml:2: `Mars` is not a time zone/,
    ],
    [
      "a missing data file",
      {
        "workspace.yaml": HEAD.replace(
          "{ columns: { zone_id: bigint, name: string } }",
          "{ csv: zones.csv }",
        ),
      },
      /workspace\.yaml:11: .*zones\.csv`: it does not exist/,
    ],
    [
      "a source that is no table",
      { "metrics/rides.yaml": VIEW.replace("Gold.Rides", "rides") },
      /neither a table nor a SELECT/,
    ],
  ];
  it.each(one)("names file and line of %s", async (_, files, expected) => {
    const problems = await problemsOf(files);
    expect(problems.join("\n")).toMatch(expected);
  });

  it("tells the problems of all files at once, in order", async () => {
    const problems = await problemsOf({
      "metrics/rides.yaml": VIEW.replace("SUM(fare)", "SUM(fare").replace("expr: day", "exp: day"),
      "overlay.yaml": "views: { rides: { time_feld: Day } }",
      "policy.yaml": "limit: {}",
    });
    expect(problems.map((problem) => problem.split(": ")[0])).toEqual([
      "metrics/rides.yaml:8",
      "metrics/rides.yaml:8",
      "metrics/rides.yaml:11",
      "overlay.yaml:1",
      "policy.yaml:1",
    ]);
  });

  it("says what to do where there is no workspace", async () => {
    await expect(loadWorkspace("/nowhere/at/all")).rejects.toThrow(
      /workspace\.yaml:1: This file does not exist/,
    );
  });
});
