import { describe, expect, it } from "vitest";
import { AppError } from "../../contracts/errors.js";
import type { Cell, ResultSet } from "../../contracts/result.js";
import { indexTables } from "./metadata-index.js";
import { profileTable } from "./table-profile.js";

const CREATED =
  "CREATE TABLE main.gold.t (\n  day DATE,\n  `the month` DATE GENERATED ALWAYS AS ( CAST(date_trunc('MONTH', day) AS DATE) ) COMMENT 'x')\nUSING delta\nPARTITIONED BY (`the month`)";

describe("the profile of a table on Databricks", () => {
  it("finds the column that a partition column is generated from", async () => {
    const profile = await profileTable("main.gold.t", "v3", { deniedColumns: [], maxScanBytes: null }, ask);
    expect(profile).toMatchObject({
      version: "v3",
      comment: "all sales",
      rowCount: 5,
      bytes: 1200,
      partitionColumns: ["the month"],
      generatedFrom: { "the month": "day" },
    });
    expect(profile?.columns.map(({ name, type }) => [name, type])).toEqual([
      ["day", "date"],
      ["the month", "date"],
    ]);
  });

  it("leaves a table out that fails, and says so", async () => {
    const notices: string[] = [];
    const options = { deniedColumns: [], maxScanBytes: null, previous: null };
    const index = await indexTables(
      ["main.gold.t", "main.gold.broken"],
      { ...options, onNotice: (sentence) => notices.push(sentence) },
      ask,
    );
    expect(index.tables.map(({ name }) => name)).toEqual(["main.gold.t"]);
    expect(notices).toEqual(["main.gold.broken is not in the metadata index: It broke."]);
  });
});

/** A warehouse of one table; the statements are those of Databricks, with its answers. */
async function ask(sql: string): Promise<ResultSet> {
  if (sql.includes("broken") && sql.startsWith("DESCRIBE TABLE"))
    throw new AppError("warehouse_timeout", "warehouse", "It broke.", "Wait.");
  if (sql.startsWith("DESCRIBE TABLE")) {
    return result(
      ["col_name", "data_type", "comment"],
      ["day", "DATE", null],
      ["the month", "DATE", "x"],
      ["# Partition Information", "", ""],
      ["Comment", "all sales", ""],
    );
  }
  if (sql.startsWith("DESCRIBE DETAIL"))
    return result(["sizeInBytes", "partitionColumns"], [1200, '["the month"]']);
  if (sql.startsWith("DESCRIBE HISTORY")) return result(["version"], [3]);
  if (sql.startsWith("SHOW CREATE TABLE")) return result(["createtab_stmt"], [CREATED]);
  if (sql.startsWith("SELECT COUNT(*)")) {
    return result(["f0"], [5, 5, 1000, "2024-01-01", "2024-02-01", 5, 1000, "2024-01-01", "2024-02-01"]);
  }
  throw new Error(`unexpected: ${sql}`);
}

function result(names: string[], ...rows: Cell[][]): ResultSet {
  const columns = names.map((name) => ({ name, type: "string" as const }));
  return { columns, rows, truncated: false, executedSql: "", databaseMs: 0 };
}
