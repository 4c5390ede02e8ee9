import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppError } from "../contracts/errors.js";
import type { Catalog, PolicySet } from "../contracts/policy.js";
import type { Warehouse } from "../contracts/ports.js";
import type { Workspace } from "../contracts/semantic-model.js";
import { gate } from "../policy/gate.js";
import { bindWorkspace } from "../semantics/bind-workspace.js";
import { compileQuery } from "../semantics/compile-query.js";
import { loadWorkspace } from "../semantics/load-workspace.js";
import { buildDatabase } from "../warehouse/duckdb/build/database-build.js";
import { openDuckdbWarehouse } from "../warehouse/duckdb/duckdb-warehouse.js";
import { temporaryFolder } from "../warehouse/testing/test-workspace.js";
import { profileViews } from "./profile-views.js";

const signal = new AbortController().signal;

describe("what a reader may know of a view", () => {
  let workspace: Workspace;
  let catalog: Catalog;
  let warehouse: Warehouse;

  beforeAll(async () => {
    const folder = temporaryFolder();
    writeWorkspace(folder);
    const loaded = await loadWorkspace(folder);
    const { file } = await buildDatabase(loaded, { stateDir: folder, signal });
    warehouse = await openDuckdbWarehouse({ file, catalog: "main" });
    catalog = await warehouse.catalog({ signal, timeoutMs: 5000 });
    workspace = bindWorkspace(loaded, catalog);
  }, 30_000);
  afterAll(() => warehouse?.close());

  const profile = (asOf: string, overrides: Partial<PolicySet> = {}) => {
    const set: PolicySet = { ...everything(workspace), ...overrides };
    return profileViews({
      workspace,
      set,
      asOf,
      signal,
      compile: (query, profiling) => compileQuery(query, profiling, { asOf }),
      run: (sql, parameters, maxRows) => {
        const verdict = gate(sql, parameters, { ...set, limits: { ...set.limits, maxRows } }, catalog);
        if (verdict.verdict === "allow") return warehouse.run(verdict.approved, { signal, timeoutMs: 5000 });
        throw new AppError("profile_denied", "policy", verdict.message, "");
      },
    });
  };

  it("is its days, ranges and values, most frequent first, inside the view's filter", async () => {
    const [view] = await profile("2030-01-01");
    expect(view).toMatchObject({ view: "visits", rows: 6, firstDay: "2024-01-05", lastDay: "2024-04-01" });
    expect(view?.fields).toEqual([
      {
        view: "visits",
        field: "Day",
        distinctCount: 5,
        nulls: 0,
        min: "2024-01-05",
        max: "2024-04-01",
        values: null,
      },
      {
        view: "visits",
        field: "Ward",
        distinctCount: 3,
        nulls: 1,
        min: null,
        max: null,
        values: ["B", "A", "C c"],
      },
      {
        view: "visits",
        field: "Town",
        distinctCount: 2,
        nulls: 1,
        min: null,
        max: null,
        values: ["Ely", "Rye"],
      },
      { view: "visits", field: "Minutes", distinctCount: 5, nulls: 0, min: 10.5, max: 60, values: null },
      {
        view: "visits",
        field: "Patient",
        distinctCount: 5,
        nulls: 0,
        min: null,
        max: null,
        values: ["p1", "p2", "p3", "p4", "p6"],
      },
    ]);
  });

  it("ends before as_of", async () => {
    const [view] = await profile("2024-02-01");
    expect(view).toMatchObject({ rows: 2, firstDay: "2024-01-05", lastDay: "2024-01-09" });
    expect(view?.fields.find((field) => field.field === "Ward")?.values).toEqual(["A", "B"]);
    const [empty] = await profile("2020-01-01");
    expect(empty).toMatchObject({ rows: 0, firstDay: null, lastDay: null });
  });

  it("holds under the user's row rules, also through a join", async () => {
    const [view] = await profile("2030-01-01", { rowRules: { "main.care.wards": "town = 'Rye'" } });
    expect(view?.fields.find((field) => field.field === "Town")?.values).toEqual(["Rye"]);
  });

  it("leaves out the fields that the user may not read, and the views that the user may not ask", async () => {
    const [view] = await profile("2030-01-01", { deniedColumns: ["patient"] });
    expect(view?.rows).toBe(6);
    expect(view?.fields.map((field) => field.field)).toEqual(["Day", "Ward", "Town", "Minutes"]);
    expect(await profile("2030-01-01", { views: [] })).toEqual([]);
  });
});

function writeWorkspace(folder: string): void {
  mkdirSync(join(folder, "metrics"));
  writeFileSync(
    join(folder, "workspace.yaml"),
    `name: clinic
as_of: latest
warehouse:
  engine: duckdb
  catalog: main
  tables:
    care.visits: { csv: visits.csv }
    care.wards: { csv: wards.csv }
`,
  );
  writeFileSync(
    join(folder, "metrics", "visits.yaml"),
    `version: 1.1
source: main.care.visits
filter: status = 'done'
joins:
  - { name: place, source: main.care.wards, 'on': source.ward = place.ward, cardinality: many_to_one }
fields:
  - { name: Day, expr: day }
  - { name: Ward, expr: source.ward }
  - { name: Town, expr: place.town }
  - { name: Minutes, expr: minutes }
  - { name: Patient, expr: patient }
measures:
  - { name: Visits, expr: COUNT(*) }
`,
  );
  writeFileSync(join(folder, "overlay.yaml"), "views: { visits: { time_field: Day } }\n");
  writeFileSync(join(folder, "wards.csv"), "ward,town\nA,Rye\nB,Ely\nC c,Rye\nD,Wem\n");
  writeFileSync(
    join(folder, "visits.csv"),
    `day,ward,minutes,patient,status
2024-01-05,A,10.5,p1,done
2024-01-09,B,20,p2,done
2024-03-01,B,30,p3,done
2024-03-01,B,40,p4,done
2024-03-02,D,5,p5,void
2024-03-05,C c,60,p6,done
2024-04-01,,10.5,p1,done
`,
  );
}

function everything(workspace: Workspace): PolicySet {
  return {
    key: "all",
    user: "all",
    views: ["visits"],
    relations: workspace.tables.map((table) => table.name),
    deniedColumns: [],
    rowRules: {},
    limits: workspace.policy.limits,
  };
}
