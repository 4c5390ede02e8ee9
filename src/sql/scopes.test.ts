import { describe, expect, it } from "vitest";
import { parseStatement } from "./parse.js";
import { resolveScopes } from "./scopes.js";

const TABLES: Record<string, string[]> = { "m.g.t": ["a", "b"], "m.g.u": ["a", "c"] };

function resolve(sql: string) {
  const parsed = parseStatement(sql);
  if (!parsed.ok) throw new Error(parsed.message);
  return resolveScopes(parsed.query, (parts) => {
    const name = Object.keys(TABLES).find((n) => n.endsWith(parts.join(".").toLowerCase()));
    return name
      ? { name, columns: (TABLES[name] ?? []).map((column) => ({ name: column, type: "int" })) }
      : null;
  });
}

/** `written=table.column`, or the kind of meaning where it is no base column. */
function columns(sql: string): string[] {
  return [...resolve(sql).columns].map(([node, meaning]) => {
    const written = node.parts.map((p) => p.name).join(".");
    const base = "column" in meaning ? meaning.column.base : null;
    return `${written}=${base ? `${base.table.info?.name}.${base.column}` : meaning.kind}`;
  });
}

describe("resolveScopes", () => {
  it("finds base tables, not CTEs that hide them", () => {
    const tables = (sql: string) => resolve(sql).tables.map((t) => t.info?.name ?? null);
    expect(tables("with t as (select a from g.t) select * from t")).toEqual(["m.g.t"]);
    expect(tables("select * from t where a in (with t as (select 1 as a) select a from t)")).toEqual([
      "m.g.t",
    ]);
    expect(tables("with x as (select * from y), y as (select 1) select * from x")).toEqual([null]);
  });

  it("resolves columns through aliases, subqueries, CTEs and correlation", () => {
    expect(columns("select x.a, g.u.c, b from g.t x join g.u on x.a = g.u.a")).toEqual([
      "x.a=m.g.t.a",
      "g.u.a=m.g.u.a",
      "x.a=m.g.t.a",
      "g.u.c=m.g.u.c",
      "b=m.g.t.b",
    ]);
    expect(columns("with q(z) as (select b from t) select z from q")).toEqual(["b=m.g.t.b", "z=m.g.t.b"]);
    expect(columns("select 1 from t where exists (select 1 from u where c = b)")).toEqual([
      "c=m.g.u.c",
      "b=m.g.t.b",
    ]);
  });

  it("sees a base column before an alias of its name, and aliases only where they hold", () => {
    expect(columns("select b as a, a from t group by a")).toEqual(["b=m.g.t.b", "a=m.g.t.a", "a=m.g.t.a"]);
    expect(columns("select a as k from t where k > 1")).toEqual(["k=unknown", "a=m.g.t.a"]);
    expect(columns("select sum(a) as k from t having k > 1 order by k")).toEqual([
      "a=m.g.t.a",
      "k=alias",
      "k=alias",
    ]);
  });

  it("lists what a star stands for, and the columns of the result", () => {
    const found = resolve("select *, a + 1 as n from t");
    expect(found.stars[0]?.relations.flatMap((r) => r.columns.map((c) => c.name))).toEqual(["a", "b"]);
    expect(found.output.columns.map((c) => c.name)).toEqual(["a", "b", "n"]);
  });

  it("names functions wherever they stand", () => {
    const sql =
      "select f(g(a)) over (order by h(b)) from t lateral view explode(i(a)) x as y where j() order by k(a)";
    const calls = resolve(sql).calls.map((c) => `${c.call.name}:${c.place}`);
    expect(calls.sort()).toEqual([
      "explode:relation",
      "f:select_item",
      "g:expression",
      "h:expression",
      "i:expression",
      "j:expression",
      "k:expression",
    ]);
  });
});
