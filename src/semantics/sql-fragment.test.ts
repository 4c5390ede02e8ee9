import { describe, expect, it } from "vitest";
import { measureFragment, scopeOf } from "./sql-fragment.js";
import { repairWorkspace } from "./testing/repair-workspace.js";

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
