import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { measureFragment, scopeOf } from "./sql-fragment.js";
import { repairWorkspace } from "./testing/repair-workspace.js";
import { midnightUtc } from "./zoned-midnight.js";

describe("divisions", () => {
  it.each([
    ["SUM(a) / SUM(b)", "SUM(source.a) / NULLIF(SUM(source.b), 0)"],
    ["SUM(a) / 100", "SUM(source.a) / 100"],
    ["SUM(a) / (SUM(b) + SUM(c))", "SUM(source.a) / (NULLIF(SUM(source.b) + SUM(source.c), 0))"],
    ["SUM(a) / ((SUM(b) + 1) * SUM(c))", "SUM(source.a) / (NULLIF((SUM(source.b) + 1) * SUM(source.c), 0))"],
    ["SUM(a) / (SUM(c) * (SUM(b) + 1))", "SUM(source.a) / (NULLIF(SUM(source.c) * (SUM(source.b) + 1), 0))"],
    ["SUM(a) / SUM(b) / SUM(c)", "SUM(source.a) / NULLIF(SUM(source.b), 0) / NULLIF(SUM(source.c), 0)"],
    ["SUM(a / b)", "SUM(source.a / NULLIF(source.b, 0))"],
    ["SUM(a) % (SUM(b))::INT", "SUM(source.a) % NULLIF((SUM(source.b))::INT, 0)"],
  ])("by zero give NULL: %s", async (expr, expected) => {
    const { views } = await repairWorkspace();
    const [view] = views;
    const [measure] = view?.measures ?? [];
    if (!view || !measure) throw new Error("the fixture has a measure");
    expect(measureFragment(scopeOf(view), { ...measure, expr }).sql).toBe(expected);
  });
});

describe("midnightUtc", () => {
  it("is the first moment of the day in the zone", () => {
    const zones = fc.constantFrom(
      "Europe/Paris",
      "America/New_York",
      "Asia/Kolkata",
      "Australia/Lord_Howe",
      "America/Sao_Paulo",
      "Asia/Beirut",
      "UTC",
    );
    const days = fc
      .integer({ min: 0, max: 15_000 })
      .map((n) => new Date(Date.UTC(1990, 0, 1 + n)).toISOString().slice(0, 10));
    fc.assert(
      fc.property(zones, days, (zone, day) => {
        const moment = Date.parse(midnightUtc(day, zone));
        const local = (at: number) => new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(at);
        expect(local(moment)).toBe(day);
        expect(local(moment - 1000) < day).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});
