import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { functionKind } from "../sql/functions.js";
import { gate } from "./gate.js";
import { CATALOG, rightsOf } from "./testing/rights.js";

interface Entry {
  name: string;
  verdict: "allow" | "deny";
  reason: string;
  kind: string | null;
}

const file = new URL("../../test/corpora/sql/functions.jsonl", import.meta.url);
const entries = readFileSync(file, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Entry);

describe("the functions of Databricks SQL", () => {
  it("are each allowed or denied on purpose", () => {
    const differing = entries.filter(({ name, kind }) => functionKind(name) !== kind);
    expect(differing.map(({ name }) => name)).toEqual([]);
    expect(entries.every(({ reason }) => reason.length > 10)).toBe(true);
    expect(new Set(entries.map(({ name }) => name)).size).toBe(entries.length);
  });

  it("are denied by the gate in every place and writing, where they are denied", () => {
    const writings = (name: string) => [
      `select ${name}(kind) from gold.tickets`,
      `select ${name.toUpperCase()} (kind) from gold.tickets`,
      `select \`${name}\`(kind) from gold.tickets`,
      `select count(*) from gold.tickets where ${name}(kind) is null`,
      `select kind from gold.tickets order by ${name}(kind)`,
      `select * from ${name}('a')`,
      `select 1 from gold.tickets lateral view ${name}(kind) t as x`,
    ];
    const passed = entries
      .filter(({ verdict }) => verdict === "deny")
      .flatMap(({ name }) => writings(name))
      .filter((sql) => gate(sql, {}, rightsOf({}), CATALOG).verdict === "allow");
    expect(passed).toEqual([]);
  });
});
