import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Cell } from "../../../contracts/result.js";
import { unpackedTable } from "../../delta/testing/unpacked-table.js";
import { approvedSql } from "../../testing/approved-sql.js";
import { temporaryFolder, workspaceOf } from "../../testing/test-workspace.js";
import { openDuckdbWarehouse } from "../duckdb-warehouse.js";
import { quoteText } from "../quoting.js";
import { buildDatabase } from "./database-build.js";

const signal = new AbortController().signal;

describe("rows of Delta tables", () => {
  let instance: DuckDBInstance;
  let connection: DuckDBConnection;
  beforeAll(async () => {
    instance = await DuckDBInstance.create(":memory:");
    connection = await instance.connect();
  });
  afterAll(() => {
    connection.closeSync();
    instance.closeSync();
  });

  const parquet = async (file: string, query: string, more = "") => {
    mkdirSync(dirname(file), { recursive: true });
    await connection.run(`COPY (${query}) TO ${quoteText(file)} (FORMAT parquet${more})`);
  };

  it("come from files and checkpoints in folders whose names are patterns", async () => {
    const folder = join(temporaryFolder(), "region=North", "sa[l]es *?{x} %20");
    const encoded = encodeURIComponent("p=a b[c]*?.parquet");
    await parquet(join(folder, "p=a b[c]*?.parquet"), "SELECT 1 AS id, 'of the file' AS region");
    // What another pattern of the same name would find.
    await parquet(join(folder, "p=a bc-else.parquet"), "SELECT 2 AS id, 'not of the table' AS region");
    const columns = [field("id", "integer"), field("region", "string"), field("p", "string")];
    writeTable(folder, columns, [{ path: encoded, partitionValues: { p: "a b[c]*?" } }], ["p"]);
    await parquet(
      join(folder, "_delta_log", `${"0".padStart(20, "0")}.checkpoint.parquet`),
      `SELECT {'minReaderVersion': 1} AS protocol, NULL AS add,
         {'schemaString': ${quoteText(schemaOf(columns))}, 'partitionColumns': ['p'], 'configuration': MAP {}::MAP(VARCHAR, VARCHAR)} AS metaData
       UNION ALL SELECT NULL,
         {'path': ${quoteText(encoded)}, 'partitionValues': MAP {'p': 'a b[c]*?'}, 'stats_parsed': {'max': 'NaN'::DOUBLE}}, NULL`,
    );
    rmSync(join(folder, "_delta_log", `${"0".padStart(20, "0")}.json`));
    expect(await rowsOf(folder)).toEqual([[1, "of the file", "a b[c]*?"]]);
  });

  it("show moments inside of nested values by the workspace's clock", async () => {
    const folder = temporaryFolder();
    const moment = "TIMESTAMPTZ '2024-07-01 22:30:00Z'";
    await parquet(
      join(folder, "a.parquet"),
      `SELECT {'at': ${moment}, 'clock': TIMESTAMP '2024-07-01 22:30:00'} AS s, [${moment}, NULL] AS l, MAP {'k': [${moment}]} AS m, TIMESTAMP_NS '2024-07-01 22:30:00' AS bare
       UNION ALL SELECT NULL, NULL, NULL, NULL`,
    );
    const inner = [
      { name: "at", type: "timestamp" },
      { name: "clock", type: "timestamp_ntz" },
    ];
    const list = { type: "array", elementType: "timestamp" };
    const columns = [
      field("s", { type: "struct", fields: inner }),
      field("l", list),
      field("m", { type: "map", keyType: "string", valueType: list }),
      field("bare", "timestamp"),
    ];
    writeTable(folder, columns, [{ path: "a.parquet" }]);
    expect(await rowsOf(folder, "Europe/Paris")).toEqual([
      [null, null, null, null],
      [
        "{'at': 2024-07-02 00:30:00, 'clock': 2024-07-01 22:30:00}",
        "[2024-07-02 00:30:00, NULL]",
        "{'k': [2024-07-02 00:30:00]}",
        "2024-07-02 00:30:00",
      ],
    ]);
  });

  it("keep their values where a type has grown, text has no mark, and a column has a fixed length", async () => {
    const folder = temporaryFolder();
    const old = "SELECT 7 AS grown, 0.1::FLOAT AS ratio, encode('ünï') AS text, 'ab' AS code";
    await parquet(join(folder, "old.parquet"), old);
    await parquet(join(folder, "new.parquet"), "SELECT 1.125::DECIMAL(15, 3) AS grown, 0.1::DOUBLE AS ratio");
    const columns = [
      field("grown", "decimal(15,3)"),
      field("ratio", "double"),
      field("text", "string"),
      field("code", "string", { __CHAR_VARCHAR_TYPE_STRING: "char(4)" }),
    ];
    writeTable(folder, columns, [{ path: "old.parquet" }, { path: "new.parquet" }]);
    expect(await rowsOf(folder)).toEqual([
      [1.125, 0.1, null, null],
      [7, 0.10000000149011612, "ünï", "ab  "],
    ]);
  });

  it("stay with the partition of their file, whatever its columns are called", async () => {
    for (const name of ["file_index", "filename", "assay_delta_files", "p0"]) {
      const folder = temporaryFolder();
      const files = [];
      for (const at of [3, 1, 2]) {
        await parquet(join(folder, `${at}.parquet`), `SELECT ${at} AS id, 3 - ${at} AS ${name}`);
        files.push({ path: `${at}.parquet`, partitionValues: { p: `'${at}` } });
      }
      const columns = [field("id", "integer"), field(name, "integer"), field("p", "string")];
      writeTable(folder, columns, files, ["p"]);
      expect(await rowsOf(folder)).toEqual([1, 2, 3].map((at) => [at, 3 - at, `'${at}`]));
    }
  });

  it("are refused where they are days of the Julian calendar, and only then", async () => {
    const mark =
      ", KV_METADATA {\"org.apache.spark.version\": '3.5.0', \"org.apache.spark.legacyDateTime\": ''}";
    for (const [day, refused] of [
      ["1582-10-04", true],
      ["1582-10-15", false],
    ] as const) {
      const folder = temporaryFolder();
      await parquet(join(folder, "a.parquet"), `SELECT DATE '${day}' AS day`, mark);
      writeTable(folder, [field("day", "date")], [{ path: "a.parquet" }]);
      if (!refused) expect(await rowsOf(folder)).toEqual([[day]]);
      else {
        await expect(rowsOf(folder)).rejects.toMatchObject({
          code: "delta_feature_unknown",
          message: expect.stringContaining("Julian"),
        });
      }
    }
  });

  it.each([
    ["string", "", "UTC", "empty text"],
    ["timestamp", "2024-07-01 00:00:00", "Europe/Paris", "zone"],
  ])("are refused where readers differ about a partition of %s %j", async (type, value, timezone, said) => {
    const folder = temporaryFolder();
    await parquet(join(folder, "a.parquet"), "SELECT 1 AS id");
    const files = [{ path: "a.parquet", partitionValues: { p: value } }];
    writeTable(folder, [field("id", "integer"), field("p", type)], files, ["p"]);
    await expect(rowsOf(folder, timezone)).rejects.toMatchObject({
      code: "delta_feature_unknown",
      message: expect.stringContaining(said),
    });
  });

  it("are refused where files hold another type than the schema says", async () => {
    const folder = temporaryFolder();
    await parquet(join(folder, "a.parquet"), "SELECT 0.5::DOUBLE AS id");
    writeTable(folder, [field("id", "long")], [{ path: "a.parquet" }]);
    await expect(rowsOf(folder)).rejects.toMatchObject({
      code: "bad_source",
      message: expect.stringContaining("id as DOUBLE"),
    });
  });

  it("are refused where a deletion vector names rows that the file has not", async () => {
    const folder = unpackedTable("deleted-rows");
    const file = join(folder, "part-00000-fae5310a-a37d-4e51-827b-c3d5516560ca-c000.snappy.parquet");
    await parquet(file, "SELECT CAST(range AS INTEGER) AS value FROM range(5)");
    await expect(rowsOf(folder)).rejects.toMatchObject({
      code: "bad_source",
      message: expect.stringMatching(/hold 3 rows that are not deleted, and 4 were read/),
    });
  });
});

interface TestFile {
  path: string;
  partitionValues?: Record<string, string>;
}

function field(name: string, type: unknown, metadata: Record<string, string> = {}) {
  return { name, type, nullable: true, metadata };
}

function schemaOf(fields: readonly object[]): string {
  return JSON.stringify({ type: "struct", fields });
}

function writeTable(
  folder: string,
  fields: readonly object[],
  files: readonly TestFile[],
  partitionColumns: string[] = [],
): void {
  const actions = [
    { protocol: { minReaderVersion: 1 } },
    { metaData: { schemaString: schemaOf(fields), partitionColumns, configuration: {} } },
    ...files.map((file) => ({ add: { partitionValues: {}, ...file } })),
  ];
  mkdirSync(join(folder, "_delta_log"), { recursive: true });
  const commit = join(folder, "_delta_log", `${"0".padStart(20, "0")}.json`);
  writeFileSync(commit, actions.map((action) => JSON.stringify(action)).join("\n"));
}

async function rowsOf(path: string, timezone = "UTC"): Promise<Cell[][]> {
  const workspace = workspaceOf([{ name: "main.raw.t", kind: "delta", path, columns: null }], { timezone });
  const built = await buildDatabase(workspace, { stateDir: temporaryFolder(), signal });
  const warehouse = await openDuckdbWarehouse({ file: built.file, catalog: "main" });
  try {
    const all = approvedSql("SELECT * FROM main.raw.t ORDER BY 1");
    return (await warehouse.run(all, { signal, timeoutMs: 5000 })).rows;
  } finally {
    await warehouse.close();
  }
}
