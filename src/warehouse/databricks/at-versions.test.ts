import { describe, expect, it } from "vitest";
import { atVersions } from "./at-versions.js";

const VERSIONS = { "main.gold.sales": "v7", "main.gold.shops": "v0", "main.gold.view": "unknown" };

describe("a query at versions", () => {
  it("pins every place where a table is read, and nothing else", () => {
    const sql =
      "WITH sales AS (SELECT * FROM main.gold.sales AS s JOIN `main`.gold.`shops` USING (id)) SELECT 'main.gold.sales', (SELECT MAX(x) FROM gold.sales) FROM sales, main.gold.view -- main.gold.sales";
    expect(atVersions(sql, VERSIONS, "main")).toBe(
      "WITH sales AS (SELECT * FROM main.gold.sales VERSION AS OF 7 AS s JOIN `main`.gold.`shops` VERSION AS OF 0 USING (id)) SELECT 'main.gold.sales', (SELECT MAX(x) FROM gold.sales VERSION AS OF 7) FROM sales, main.gold.view -- main.gold.sales",
    );
  });

  it("leaves a version that the text names itself", () => {
    const sql = "SELECT 1 FROM main.gold.sales VERSION AS OF 3 AS s";
    expect(atVersions(sql, VERSIONS, "main")).toBe(sql);
  });
});
