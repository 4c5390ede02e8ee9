import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Suite } from "../contracts/suite.js";
import { isHeldBack } from "./run-suite.js";
import { readSuite } from "./suite-file.js";

const ROOT = join(import.meta.dirname, "../..");
const suite = (file: string) => readSuite(readFileSync(join(ROOT, "eval", file), "utf8"), file);
const SUITES = ["superstore-core.yaml", "wholesale.yaml", "clinic.yaml"].map(suite);
const turnsOf = (one: Suite["cases"][number]) => ("turns" in one ? one.turns : [one]);

describe("the shipped suites", () => {
  const cases = SUITES.flatMap((one) => one.cases);

  it("are as many and as mixed as they claim", () => {
    const turns = cases.flatMap(turnsOf);
    expect(cases.length).toBeGreaterThanOrEqual(300);
    expect(
      turns.filter(({ expect: { status } }) => status === "clarification" || status === "refused").length,
    ).toBeGreaterThanOrEqual(60);
    expect(cases.filter((one) => "turns" in one).flatMap(turnsOf).length).toBeGreaterThanOrEqual(60);
    expect(turns.filter(({ expect: { rows } }) => rows !== undefined).length).toBeGreaterThanOrEqual(20);
  });

  it("hold back about a tenth each", () => {
    for (const { name, cases: all } of SUITES) {
      const share = all.filter(({ id }) => isHeldBack(name, id)).length / all.length;
      expect(share).toBeGreaterThan(0.05);
      expect(share).toBeLessThan(0.16);
    }
  });

  it("take gold from raw tables alone", () => {
    const raw = /^main\.(bronze\.orders|trade\.\w+|care\.\w+)$/;
    for (const {
      expect: { sql },
    } of cases.flatMap(turnsOf)) {
      for (const [table] of (sql ?? "").matchAll(/\bmain\.\w+\.\w+/g)) expect(table).toMatch(raw);
    }
  });

  it("come with stress sets that can be read", () => {
    const stress = readdirSync(join(ROOT, "eval/stress")).map((file) => suite(join("stress", file)));
    expect(stress.flatMap((one) => one.cases).length).toBeGreaterThanOrEqual(400);
  });
});

describe("the made workspaces", () => {
  it.each(["wholesale", "clinic"])("%s gets the same rows from its generator again", (name) => {
    const data = join(ROOT, "workspaces", name, "data");
    const copy = mkdtempSync(join(tmpdir(), "rows-"));
    copyFileSync(join(data, "generate.mjs"), join(copy, "generate.mjs"));
    execFileSync(process.execPath, [join(copy, "generate.mjs")]);
    const made = readdirSync(copy).filter((file) => file !== "generate.mjs");
    expect(made.length).toBeGreaterThanOrEqual(3);
    for (const file of made) expect(textOf(join(copy, file))).toBe(textOf(join(data, file)));
  });
});

/** Compressed bytes may differ between versions of zlib; the rows may not. */
function textOf(file: string): string {
  const bytes = readFileSync(file);
  return (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
}
