import { describe, expect, it } from "vitest";
import { measureFragment, scopeOf } from "./sql-fragment.js";
import { repairWorkspace } from "./testing/repair-workspace.js";

describe("divisions", () => {
  it.each([
    ["SUM(a) / SUM(b)", "CAST(SUM(source.a) AS DOUBLE) / NULLIF(SUM(source.b), 0)"],
    ["SUM(a) / 100", "CAST(SUM(source.a) AS DOUBLE) / 100"],
    [
      "SUM(a) / (SUM(b) + SUM(c))",
      "CAST(SUM(source.a) AS DOUBLE) / (NULLIF(SUM(source.b) + SUM(source.c), 0))",
    ],
    [
      "SUM(a) / ((SUM(b) + 1) * SUM(c))",
      "CAST(SUM(source.a) AS DOUBLE) / (NULLIF((SUM(source.b) + 1) * SUM(source.c), 0))",
    ],
    [
      "SUM(a) / (SUM(c) * (SUM(b) + 1))",
      "CAST(SUM(source.a) AS DOUBLE) / (NULLIF(SUM(source.c) * (SUM(source.b) + 1), 0))",
    ],
    [
      "SUM(a) / SUM(b) / SUM(c)",
      "CAST(SUM(source.a) AS DOUBLE) / NULLIF(SUM(source.b), 0) / NULLIF(SUM(source.c), 0)",
    ],
    ["SUM(a / b)", "SUM(source.a / NULLIF(source.b, 0))"],
    [
      "a + SUM(a) * (SUM(b) / (SUM(c) / SUM(d))) / SUM(e)",
      "source.a + CAST(SUM(source.a) * (CAST(SUM(source.b) AS DOUBLE) / (NULLIF(CAST(SUM(source.c) AS DOUBLE) / NULLIF(SUM(source.d), 0), 0))) AS DOUBLE) / NULLIF(SUM(source.e), 0)",
    ],
    [
      "try_divide(CAST(SUM(a) AS DOUBLE), SUM(b)) + try_divide(SUM(a) % SUM(b), 3)",
      "try_divide(CAST(SUM(source.a) AS DOUBLE), SUM(source.b)) + try_divide(CAST(SUM(source.a) % NULLIF(SUM(source.b), 0) AS DOUBLE), 3)",
    ],
    ["SUM(a) % (SUM(b))::INT", "SUM(source.a) % NULLIF((SUM(source.b))::INT, 0)"],
  ])("by zero give NULL, and of aggregates a DOUBLE: %s", async (expr, expected) => {
    expect(await written(expr)).toBe(expected);
  });
});

describe("averages", () => {
  it.each([
    ["AVG(a)", "CAST(SUM(source.a) AS DOUBLE) / NULLIF(COUNT(source.a), 0)"],
    [
      "ROUND(mean(DISTINCT a / b), 1)",
      "ROUND((CAST(SUM(DISTINCT source.a / NULLIF(source.b, 0)) AS DOUBLE) / NULLIF(COUNT(DISTINCT source.a / NULLIF(source.b, 0)), 0)), 1)",
    ],
    [
      "SUM(b) / AVG(a) FILTER (WHERE c > 'ä𝄞')",
      "CAST(SUM(source.b) AS DOUBLE) / NULLIF((CAST(SUM(source.a) FILTER (WHERE source.c > 'ä𝄞') AS DOUBLE) / NULLIF(COUNT(source.a) FILTER (WHERE source.c > 'ä𝄞'), 0)), 0)",
    ],
  ])("are sums by counts: %s", async (expr, expected) => {
    expect(await written(expr)).toBe(expected);
  });
});

async function written(expr: string): Promise<string> {
  const { views } = await repairWorkspace();
  const [view] = views;
  const [measure] = view?.measures ?? [];
  if (!view || !measure) throw new Error("the fixture has a measure");
  return measureFragment(scopeOf(view), { ...measure, expr }).sql;
}
