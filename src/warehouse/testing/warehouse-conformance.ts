import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Parameters } from "../../contracts/policy.js";
import type { CallOptions, Warehouse } from "../../contracts/ports.js";
import { approvedSql } from "./approved-sql.js";

/** Tables that a warehouse under test must hold, as Databricks SQL. */
export const CONFORMANCE_TABLES: Readonly<Record<string, string>> = {
  "main.conformance.kinds": `
    SELECT 1 AS id, CAST(9007199254740991 AS BIGINT) AS big, CAST(12345.6700 AS DECIMAL(10, 4)) AS amount,
      CAST(0.1 AS DOUBLE) AS ratio, concat('it', char(39), 's "ö"') AS label, true AS flag, DATE'2024-02-29' AS day,
      CAST('2024-02-29 00:00:00' AS TIMESTAMP) AS midnight, CAST('2024-02-29 13:45:07.25' AS TIMESTAMP) AS moment
    UNION ALL
    SELECT 2, CAST(9007199254740993 AS BIGINT), CAST(-0.0001 AS DECIMAL(10, 4)), CAST(-2.5 AS DOUBLE), '', false,
      DATE'1969-12-31', CAST('1969-12-31 00:00:00' AS TIMESTAMP), CAST('1969-12-31 23:59:59' AS TIMESTAMP)
    UNION ALL
    SELECT 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL`,
  "main.conformance.numbers": "SELECT explode(sequence(1, 20000)) AS n",
};

/** A statement that ends on no machine within a test's time, and that the embedded engine gives up when told to. */
const ENDLESS =
  "SELECT COUNT(*) AS c FROM main.conformance.numbers a CROSS JOIN main.conformance.numbers b CROSS JOIN main.conformance.numbers c WHERE (a.n * b.n + c.n) % 7 = 3";

export interface ConformanceSubject {
  /** Gives a warehouse that holds CONFORMANCE_TABLES. */
  open: () => Promise<Warehouse>;
  /** An endless statement in the engine's own words, where it can't give up a join once it has begun. */
  endless?: string;
}

/** What every warehouse does alike. */
export function warehouseConformance(name: string, { open, endless = ENDLESS }: ConformanceSubject): void {
  describe(`${name} as a warehouse`, () => {
    let warehouse: Warehouse;
    beforeAll(async () => {
      warehouse = await open();
    }, 300_000);
    afterAll(() => warehouse?.close());

    const run = (
      sql: string,
      parameters: Parameters = {},
      rowCap = 1000,
      options: Partial<CallOptions> = {},
    ) => warehouse.run(approvedSql(sql, parameters, rowCap), { ...patient(), ...options });

    it("gives every type its exact cell", async () => {
      const { columns, rows } = await run(
        "SELECT id, big, amount, ratio, label, flag, day, midnight, moment FROM main.conformance.kinds ORDER BY id",
      );
      expect(columns.map((column) => `${column.name} ${column.type}`)).toEqual([
        "id number",
        "big number",
        "amount number",
        "ratio number",
        "label string",
        "flag boolean",
        "day date",
        "midnight date",
        "moment string",
      ]);
      expect(rows).toEqual([
        [
          1,
          9007199254740991,
          12345.67,
          0.1,
          'it\'s "ö"',
          true,
          "2024-02-29",
          "2024-02-29",
          "2024-02-29 13:45:07.25",
        ],
        [2, "9007199254740993", -0.0001, -2.5, "", false, "1969-12-31", "1969-12-31", "1969-12-31 23:59:59"],
        [3, null, null, null, null, null, null, null, null],
      ]);
    });

    it("keeps decimals of more than 15 digits as text and shorter ones as numbers", async () => {
      const { rows } = await run(
        "SELECT CAST('12345678901234.56' AS DECIMAL(38, 2)) AS a, CAST('123456789012345.67' AS DECIMAL(38, 2)) AS b, CAST('100.00' AS DECIMAL(38, 2)) AS c, CAST('12345678901234567890' AS DECIMAL(38, 0)) AS d",
      );
      expect(rows).toEqual([["12345678901234.56", "123456789012345.67", 100, "12345678901234567890"]]);
    });

    it("names columns as the statement does", async () => {
      const { columns } = await run("SELECT 1 AS `Total Revenue`, 2 AS `a``b`");
      expect(columns.map((column) => column.name)).toEqual(["Total Revenue", "a`b"]);
    });

    it("gives an empty result its columns", async () => {
      const { columns, rows, truncated } = await run(
        "SELECT label FROM main.conformance.kinds WHERE id = 99",
      );
      expect(columns).toEqual([{ name: "label", type: "string" }]);
      expect(rows).toEqual([]);
      expect(truncated).toBe(false);
    });

    it("binds parameters by name and type", async () => {
      const parameters: Parameters = {
        text: `x' OR '1'='1 \\ "`,
        day: { type: "date", value: "2024-02-29" },
        whole: 9007199254740991,
        part: 0.1,
        flag: true,
        none: null,
      };
      const { rows } = await run(
        "SELECT :text AS a, (SELECT COUNT(*) FROM main.conformance.kinds WHERE day = :day) AS b, :whole AS c, :part AS d, :flag AS e, :none AS f, :text AS g",
        parameters,
      );
      expect(rows).toEqual([[parameters.text, 1, 9007199254740991, 0.1, true, null, parameters.text]]);
    });

    it("compares a timestamp with a date parameter at midnight", async () => {
      const { rows } = await run(
        "SELECT id FROM main.conformance.kinds WHERE moment >= :from AND moment < :until",
        { from: { type: "date", value: "2024-02-29" }, until: { type: "date", value: "2024-03-01" } },
      );
      expect(rows).toEqual([[1]]);
    });

    it("cuts rows at the cap and says so", async () => {
      const cut = await run("SELECT n FROM main.conformance.numbers ORDER BY n", {}, 10);
      expect(cut.rows.map(([n]) => n)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      expect(cut.truncated).toBe(true);
      const whole = await run("SELECT n FROM main.conformance.numbers WHERE n <= 10", {}, 10);
      expect(whole.rows).toHaveLength(10);
      expect(whole.truncated).toBe(false);
    });

    it("stops at the deadline and serves on", async () => {
      const started = performance.now();
      await expect(run(endless, {}, 10, { timeoutMs: 300 })).rejects.toMatchObject({
        code: "warehouse_timeout",
      });
      expect(performance.now() - started).toBeLessThan(10_000);
      expect((await run("SELECT 1 AS x")).rows).toEqual([[1]]);
    });

    it("stops when the caller goes away and serves on", async () => {
      const controller = new AbortController();
      const running = run(endless, {}, 10, { signal: controller.signal });
      setTimeout(() => controller.abort(), 200);
      await expect(running).rejects.toMatchObject({ code: "warehouse_cancelled" });
      await expect(run("SELECT 1 AS x", {}, 10, { signal: controller.signal })).rejects.toMatchObject({
        code: "warehouse_cancelled",
      });
      expect((await run("SELECT 1 AS x")).rows).toEqual([[1]]);
    });

    it("says what is wrong with a statement, with and without running it", async () => {
      await expect(run("SELECT no_such FROM main.conformance.kinds")).rejects.toMatchObject({
        code: "warehouse_failed",
        message: expect.stringContaining("no_such"),
      });
      const wrong = await warehouse.explain(
        approvedSql("SELECT no_such FROM main.conformance.kinds"),
        patient(),
      );
      expect(wrong).toMatchObject({ ok: false, message: expect.stringContaining("no_such") });
      const right = approvedSql("SELECT label FROM main.conformance.kinds WHERE day < :day", {
        day: { type: "date", value: "2024-01-01" },
      });
      expect(await warehouse.explain(right, patient())).toEqual({ ok: true });
    });

    it("takes nothing but one query", async () => {
      for (const sql of ["SELECT 1; SELECT 2", "CREATE TABLE main.conformance.made AS SELECT 1 AS x"]) {
        await expect(run(sql)).rejects.toMatchObject({ code: "warehouse_failed" });
      }
    });

    it("never quotes a cell in an error", async () => {
      const failing = run("SELECT CAST(label AS INT) + 1 AS x FROM main.conformance.kinds WHERE id = 1");
      await failing.then(
        // Engines without ANSI mode give null here instead of an error.
        ({ rows }) => expect(rows).toEqual([[null]]),
        (error: Error) => expect(error.message).not.toContain("it's"),
      );
    });

    it("runs more statements at once than it has connections", async () => {
      const results = await Promise.all(
        Array.from({ length: 12 }, (_, i) =>
          run("SELECT COUNT(*) AS c FROM main.conformance.numbers WHERE n % 12 = :i", { i }),
        ),
      );
      const counts = results.map(({ rows }) => Number(rows[0]?.[0]));
      expect(counts.reduce((a, b) => a + b, 0)).toBe(20_000);
    });

    it("knows its tables, their columns and their versions", async () => {
      const { tables } = await warehouse.catalog(patient());
      const kinds = tables.find((table) => table.name === "main.conformance.kinds");
      expect(kinds?.columns).toEqual([
        { name: "id", type: "int" },
        { name: "big", type: "bigint" },
        { name: "amount", type: "decimal(10,4)" },
        { name: "ratio", type: "double" },
        { name: "label", type: "string" },
        { name: "flag", type: "boolean" },
        { name: "day", type: "date" },
        { name: "midnight", type: "timestamp" },
        { name: "moment", type: "timestamp" },
      ]);
      const versions = await warehouse.versions(["main.conformance.kinds"], patient());
      expect(versions["main.conformance.kinds"]).toMatch(/\w+/);
    });
  });
}

function patient(): CallOptions {
  return { signal: new AbortController().signal, timeoutMs: 240_000 };
}
