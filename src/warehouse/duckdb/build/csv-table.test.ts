import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Cell } from "../../../contracts/result.js";
import type { TableSource } from "../../../contracts/semantic-model.js";
import { approvedSql } from "../../testing/approved-sql.js";
import { sourceFile, temporaryFolder, workspaceOf } from "../../testing/test-workspace.js";
import { openDuckdbWarehouse } from "../duckdb-warehouse.js";
import { buildDatabase } from "./database-build.js";

const call = { signal: new AbortController().signal, timeoutMs: 10_000 };

describe("CSV tables", () => {
  it("get types from all of their values", async () => {
    const { types, rows } = await load(
      [
        "whole,price,rate,day,moment,zoned,flag,code,mixed,us,de,text,empty",
        `1,10.50,1e-3,2024-02-29,2024-02-29 10:00:00,2024-02-29T23:30:00Z,TRUE,007,12,12/31/2023,31.12.2023,"a ""b"", c",`,
        "-2,7,2.5,2024-03-01,2024-03-01T11:30:00.5,2024-03-01T00:30:00+02:00,false,120,x,1/2/2024,2.1.2024,d,",
      ].join("\n"),
      null,
      "Europe/Paris",
    );
    expect(types).toEqual({
      whole: "bigint",
      price: "decimal(4,2)",
      rate: "double",
      day: "date",
      moment: "timestamp",
      zoned: "timestamp",
      flag: "boolean",
      code: "string",
      mixed: "string",
      us: "date",
      de: "date",
      text: "string",
      empty: "string",
    });
    expect(rows).toEqual([
      [
        1,
        10.5,
        0.001,
        "2024-02-29",
        "2024-02-29 10:00:00",
        "2024-03-01 00:30:00",
        true,
        "007",
        "12",
        "2023-12-31",
        "2023-12-31",
        'a "b", c',
        null,
      ],
      [
        -2,
        7,
        2.5,
        "2024-03-01",
        "2024-03-01 11:30:00.5",
        "2024-02-29 23:30:00",
        false,
        "120",
        "x",
        "2024-01-02",
        "2024-01-02",
        "d",
        null,
      ],
    ]);
  });

  it("keep their type where some of their values are missing", async () => {
    const { types, rows } = await load(
      [
        "whole,price,rate,day,moment,zoned,flag,us",
        "1,10.50,1e-3,2024-02-29,2024-02-29 10:00:00,2024-02-29T23:30:00Z,TRUE,12/31/2023",
        ",,,,,,,",
        '" "," "," "," "," "," "," "," "',
      ].join("\n"),
      null,
    );
    expect(Object.values(types)).toEqual([
      ...["bigint", "decimal(4,2)", "double", "date", "timestamp", "timestamp", "boolean", "date"],
    ]);
    expect(rows.slice(1)).toEqual([Array(8).fill(null), Array(8).fill(null)]);
  });

  it("keep dates as text where nothing settles day and month, and say so", async () => {
    const { types, notices } = await load("on\n01/02/2024\n03/04/2024\n", null);
    expect(types).toEqual({ on: "string" });
    expect(notices.join()).toContain("day/month or month/day");
  });

  it("keep whole numbers that no integer holds as text", async () => {
    const { types, rows } = await load("a\n12345678901234567890\n1\n", null);
    expect(types).toEqual({ a: "string" });
    expect(rows[0]).toEqual(["12345678901234567890"]);
  });

  it("say how many values keep a column from being a number", async () => {
    const lines = Array.from({ length: 20 }, (_, i) => (i === 7 ? "n/a" : `${i}.5`));
    const { types, notices } = await load(`amount\n${lines.join("\n")}\n`, null);
    expect(types).toEqual({ amount: "string" });
    expect(notices.join()).toContain("1 of 20 values");
  });

  it("say how many values keep a column from being a date", async () => {
    const lines = Array.from({ length: 20 }, (_, i) => (i === 7 ? "soon" : `2024-03-${i + 10}`));
    const { types, notices } = await load(`due\n${lines.join("\n")}\n`, null);
    expect(types).toEqual({ due: "string" });
    expect(notices.join()).toContain("1 of 20 values are not dates");
  });

  it("set aside rows of the wrong width with line and reason, and count them", async () => {
    const { rows, rejected, quarantine, notices } = await load("a,b\n1,2\n3\n4,5,6\n7,8\n", null);
    expect(rows).toEqual([
      [1, 2],
      [7, 8],
    ]);
    expect(rejected).toBe(2);
    expect(notices.join()).toMatch(/2 rows .* line 3: missing columns/);
    expect(quarantine).toEqual([
      [3, expect.stringMatching(/^missing columns/), "3"],
      [4, expect.stringMatching(/^too many columns/), "4,5,6"],
    ]);
  });

  it("set aside rows whose value does not fit a declared type", async () => {
    const { types, rows, rejected, quarantine } = await load(
      "Order No.,Paid On,Amount\n1,2024-01-01,2.5\n2,soon,3\n3.7,2024-01-02,4\n4,,\n",
      { order_no: "int", paid_on: "date", amount: "decimal(8,2)" },
    );
    expect(types).toEqual({ order_no: "int", paid_on: "date", amount: "decimal(8,2)" });
    expect(rows).toEqual([
      [1, "2024-01-01", 2.5],
      [4, null, null],
    ]);
    expect(rejected).toBe(2);
    expect(quarantine.map(([, reason]) => reason).sort()).toEqual([
      "order_no is not a int",
      "paid_on is not a date",
    ]);
  });

  it("keep declared text as read", async () => {
    const { rows } = await load("a\n 01 \n", { a: "string" });
    expect(rows).toEqual([[" 01 "]]);
  });

  it.each([
    ["semicolons", "a;b\n1;x\n"],
    ["tabs", "a\tb\n1\tx\n"],
    ["Windows line ends", "a,b\r\n1,x\r\n"],
    ["old Macintosh line ends", "a,b\r1,x\r"],
    ["line ends of several kinds", "a,b\r\n1,x\n"],
    ["blank lines", "a,b\n\n1,x\n\n"],
    ["a byte order mark", "\uFEFFa,b\n1,x\n"],
    ["quoted names", '"a","b"\n1,x'],
  ])("read %s", async (_, text) => {
    const { types, rows } = await load(text, null);
    expect(types).toEqual({ a: "bigint", b: "string" });
    expect(rows).toEqual([[1, "x"]]);
  });

  it("look at every row where the first thousands would mislead", async () => {
    const lines = Array.from({ length: 25_000 }, (_, i) => `${i},2024-01-01,1.25`);
    const { types } = await load(`a,b,c\n${lines.join("\n")}\nx,01/02/2024,1e9\n`, null);
    expect(types).toEqual({ a: "string", b: "string", c: "double" });
  });

  it("come from several files with the same columns in any order", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "part-1.csv"), "a,b\n1,x\n");
    writeFileSync(join(folder, "part-2.csv"), "b;a\ny;2.5\n");
    const tables: TableSource[] = [
      { name: "main.raw.parts", kind: "csv", path: join(folder, "part-*.csv"), columns: null },
    ];
    const build = () => buildDatabase(workspaceOf(tables), { stateDir: folder, signal: call.signal });
    const warehouse = await openDuckdbWarehouse({ file: (await build()).file, catalog: "main" });
    const { rows } = await warehouse.run(approvedSql("SELECT a, b FROM main.raw.parts ORDER BY a"), call);
    expect(rows).toEqual([
      [1, "x"],
      [2.5, "y"],
    ]);
    await warehouse.close();
    writeFileSync(join(folder, "part-3.csv"), "a,c\n3,z\n");
    await expect(build()).rejects.toThrow(/part-3\.csv has other columns than .*part-1\.csv/);
  });

  it("refuse a header that lacks a declared column or names one twice", async () => {
    await expect(load("a,b\n1,2\n", { c: "int" })).rejects.toThrow(/has no column c; its columns are a, b/);
    await expect(load("a,A\n1,2\n", null)).rejects.toThrow(/names the column A twice/);
    await expect(load("", null)).rejects.toThrow(/no header/);
  });

  it("come from the one file that is named, though its name be a pattern", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "sales [2]*.csv");
    writeFileSync(path, "a\n1\n");
    writeFileSync(join(folder, "sales 2-old.csv"), "a\n2\n");
    const table = { name: "main.raw.things", kind: "csv" as const, path, columns: null };
    const built = await buildDatabase(workspaceOf([table]), { stateDir: folder, signal: call.signal });
    expect(built.tables[0]).toMatchObject({ rows: 1, rejected: 0 });
  });

  it("hold every text exactly as it was written", async () => {
    const text = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
      .filter((value) => !/\0|\uFEFF/.test(value));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 20 }), async (written) => {
        const lines = written.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(","));
        const { rows } = await load(`a,b\n${lines.join("\n")}\n`, { a: "string", b: "string" });
        expect(rows).toEqual(written);
      }),
      { numRuns: 8 },
    );
  });
});

async function load(text: string, columns: Record<string, string> | null, timezone = "UTC") {
  const folder = temporaryFolder();
  const source = sourceFile(folder, "csv", "raw.things", "", columns);
  const path = join(folder, "things.csv.gz");
  writeFileSync(path, gzipSync(text));
  const workspace = workspaceOf([{ ...source, path }], { timezone });
  const built = await buildDatabase(workspace, { stateDir: folder, signal: call.signal });
  const warehouse = await openDuckdbWarehouse({ file: built.file, catalog: "main" });
  try {
    const { tables } = await warehouse.catalog(call);
    const { rows } = await warehouse.run(approvedSql("SELECT * FROM main.raw.things"), call);
    const quarantine = await warehouse.run(
      approvedSql("SELECT line, reason, text FROM main.assay_build.rejected_rows ORDER BY line, text"),
      call,
    );
    return {
      types: Object.fromEntries((tables[0]?.columns ?? []).map(({ name, type }) => [name, type])),
      rows,
      rejected: built.tables[0]?.rejected,
      quarantine: quarantine.rows as [Cell, string, string][],
      notices: built.notices,
    };
  } finally {
    await warehouse.close();
  }
}
