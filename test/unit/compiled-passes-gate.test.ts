import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CYCLES, GRAINS } from "../../src/contracts/dates.js";
import type {
  Filter,
  Grouping,
  LeafFilter,
  MetricQuery,
  Selection,
} from "../../src/contracts/metric-query.js";
import type { Catalog } from "../../src/contracts/policy.js";
import type { ModelView, Workspace } from "../../src/contracts/semantic-model.js";
import { gate } from "../../src/policy/gate.js";
import { policySetFor } from "../../src/policy/policy-set.js";
import { bindWorkspace } from "../../src/semantics/bind-workspace.js";
import { compileQuery } from "../../src/semantics/compile-query.js";
import { loadWorkspace } from "../../src/semantics/load-workspace.js";
import { restrictViews } from "../../src/semantics/restrict-views.js";
import { buildDatabase } from "../../src/warehouse/duckdb/build/database-build.js";
import { openDuckdbWarehouse } from "../../src/warehouse/duckdb/duckdb-warehouse.js";

const folder = fileURLToPath(new URL("../../workspaces/", import.meta.url));
const AS_OF = "2018-01-01";

describe.each(["superstore", "clinic", "wholesale"])("compiled queries over %s", (name) => {
  const stateDir = mkdtempSync(join(tmpdir(), "assay-compiled-"));
  let workspace: Workspace;
  let catalog: Catalog;

  beforeAll(async () => {
    const loaded = await loadWorkspace(join(folder, name));
    const { signal } = new AbortController();
    const { file } = await buildDatabase(loaded, { stateDir, signal, onProgress: () => {} });
    const warehouse = await openDuckdbWarehouse({ file, catalog: loaded.catalog });
    catalog = await warehouse.catalog({ signal, timeoutMs: 30_000 });
    workspace = bindWorkspace(loaded, catalog);
    await warehouse.close();
  }, 120_000);
  afterAll(() => rmSync(stateDir, { recursive: true, force: true }));

  it("pass the gate of every role, with a LIMIT of at most the rows allowed", () => {
    const users = ["local", ...workspace.policy.roles.flatMap((role) => role.members.slice(0, 1))];
    const sets = users.map((user) => policySetFor(workspace.policy, workspace.views, user));
    let compiled = 0;
    fc.assert(
      fc.property(queriesOver(workspace.views), fc.constantFrom(...sets), (query, set) => {
        if (!set.views.includes(query.view)) return;
        const made = compileQuery(query, restrictViews(workspace, set.rowRules), { asOf: AS_OF });
        if (made.kind !== "compiled") return;
        compiled += 1;
        const verdict = gate(made.sql, made.parameters, set, catalog);
        if (verdict.verdict === "deny") throw new Error(`${verdict.code}: ${verdict.message}\n${made.sql}`);
        const { approved } = verdict;
        expect(approved.rowCap).toBeLessThanOrEqual(set.limits.maxRows);
        const limit = /LIMIT\s+(\S+)\s*(?:OFFSET \d+)?$/i.exec(approved.sql)?.[1] ?? "";
        const rows = limit.startsWith(":") ? approved.parameters[limit.slice(1)] : Number(limit);
        expect(rows).toBeLessThanOrEqual(set.limits.maxRows);
      }),
      { numRuns: 150 },
    );
    expect(compiled).toBeGreaterThan(40);
  });
});

/** Queries over any view: what the compiler can't say it says itself; what it compiles must pass. */
function queriesOver(views: readonly ModelView[]): fc.Arbitrary<MetricQuery> {
  return fc.constantFrom(...views).chain((view) => {
    const field = fc.constantFrom(...view.fields.map((f) => f.name));
    const simple = fc.oneof(
      fc
        .constantFrom(...view.measures.map((m) => m.name))
        .map((measure) => ({ kind: "measure" as const, measure })),
      field.map((name) => ({ kind: "count_distinct" as const, field: name })),
    );
    const plain = field.map((name): Grouping => ({ kind: "field", field: name }));
    const time = view.timeField;
    const timed: fc.Arbitrary<Grouping>[] = time
      ? [
          fc.constantFrom(...GRAINS).map((grain): Grouping => ({ kind: "time", field: time, grain })),
          fc.constantFrom(...CYCLES).map((cycle): Grouping => ({ kind: "cycle", field: time, cycle })),
        ]
      : [];
    const grouping = fc.oneof(plain, ...timed);
    const selection: fc.Arbitrary<Selection> = fc.oneof(
      { weight: 4, arbitrary: simple },
      {
        weight: 1,
        arbitrary: fc.record({ kind: fc.constant("ratio" as const), numerator: simple, denominator: simple }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constant("over_members" as const),
          measure: simple,
          per: grouping,
          aggregate: fc.constantFrom("avg" as const, "min" as const, "max" as const, "median" as const),
        }),
      },
    );
    const text = fc.oneof(
      fc.string({ minLength: 1, maxLength: 12 }),
      fc.constantFrom("it's", "a\\b", "'; DROP TABLE x; --", "/* x */", "é 😀", "100%_", "`"),
    );
    const leaf: fc.Arbitrary<LeafFilter> = fc.oneof(
      fc.record({
        kind: fc.constant("values" as const),
        field,
        values: fc.array(fc.oneof(text, fc.integer(), fc.constant(null)), { minLength: 1, maxLength: 4 }),
        negated: fc.boolean(),
      }),
      fc.record({ kind: fc.constant("contains" as const), field, text, negated: fc.boolean() }),
    );
    const filter: fc.Arbitrary<Filter> = fc.oneof(
      { weight: 4, arbitrary: leaf },
      {
        weight: 1,
        arbitrary: fc.record({ kind: fc.constant("any" as const), filters: fc.tuple(leaf, leaf) }),
      },
    );
    return fc
      .record({
        select: fc.array(selection, { minLength: 1, maxLength: 3 }),
        groupBy: fc.array(grouping, { maxLength: 3 }),
        filters: fc.array(filter, { maxLength: 3 }),
        years: fc.array(fc.integer({ min: 2012, max: 2017 }), { maxLength: 2 }),
        direction: fc.constantFrom("asc" as const, "desc" as const),
        shape: fc.constantFrom("plain", "top", "share", "rank", "bucket", "having"),
      })
      .map(({ select, groupBy, filters, years, direction, shape }) => ({
        view: view.name,
        mode: "aggregate" as const,
        select,
        groupBy,
        filters,
        periods: (time ? [...new Set(years)] : []).map((year) => ({
          start: `${year}-01-01`,
          end: `${year + 1}-01-01`,
          label: String(year),
          grain: "year" as const,
          toDate: false,
        })),
        comparison: shape === "bucket" ? { kind: "bucket" as const, back: 1, label: "previous" } : null,
        share: shape === "share" ? { within: [], only: [] } : null,
        having:
          shape === "having"
            ? [
                {
                  select: 0,
                  of: "value" as const,
                  min: { value: 1, inclusive: true },
                  max: null,
                  negated: false,
                },
              ]
            : [],
        order: [{ by: { kind: "select" as const, index: 0, of: "value" as const }, direction }],
        top: shape === "top" ? { count: 3, per: [] } : null,
        rank: shape === "rank" ? { only: [] } : null,
      }));
  });
}
