import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/test-workspace.js";
import { type DeltaSnapshot, readDeltaSnapshot } from "./delta-snapshot.js";

const PROTOCOL = { protocol: { minReaderVersion: 1, minWriterVersion: 2 } };
const METADATA = {
  metaData: {
    schemaString: JSON.stringify({ type: "struct", fields: [{ name: "id", type: "long", metadata: {} }] }),
    partitionColumns: [],
    configuration: {},
  },
};

const add = (path: string) => ({ add: { path, partitionValues: {}, size: 1 } });
const remove = (path: string) => ({ remove: { path } });

describe("the log of a Delta table", () => {
  it("names files by relative, absolute and URL paths, encoded", async () => {
    const folder = table([
      [PROTOCOL, METADATA, add("a=1%25/x%20y.parquet"), add("file:/data/b%2Bc.parquet")],
    ]);
    appendCommit(folder, 1, [add("/data//z/./d.parquet"), add("file:///data/e.parquet")]);
    const { files } = await read(folder);
    expect(files.map(({ path }) => path)).toEqual([
      join(folder, "a=1%/x y.parquet"),
      "/data/b+c.parquet",
      "/data/z/d.parquet",
      "/data/e.parquet",
    ]);
  });

  it("removes a file that the removal spells in another way, and no other", async () => {
    const folder = table([
      [PROTOCOL, METADATA, add("x%20y.parquet"), add("z.parquet"), add("file:/data/q.parquet")],
      [remove("x y.parquet"), remove("file:///data/q.parquet")],
    ]);
    // Every reader keeps a file apart from its absolute path.
    appendCommit(folder, 2, [remove(join(folder, "z.parquet"))]);
    expect((await read(folder)).files.map(({ path }) => path)).toEqual([join(folder, "z.parquet")]);
  });

  it.each<[string, object[], RegExp]>([
    ["a commit without entries", [], /commit without entries.*1\.json/],
    ["a file that it names twice", [add("b.parquet"), add("./b.parquet")], /file twice/],
    ["a file of an object store", [add("s3://bucket/b.parquet")], /not local/],
    ["a path that is not encoded", [add("100% b.parquet")], /not URL-encoded/],
  ])("is refused with %s", async (_, actions, message) => {
    const folder = table([[PROTOCOL, METADATA, add("a.parquet")]]);
    appendCommit(folder, 1, actions);
    await expect(read(folder)).rejects.toMatchObject({
      code: "bad_source",
      message: expect.stringMatching(message),
    });
    expect((await read(folder, 0)).files).toHaveLength(1);
  });

  it("is refused where its last line is cut, and where lines are missing that its checksum counts", async () => {
    const folder = table([[PROTOCOL, METADATA, add("a.parquet")]]);
    writeFileSync(commitFile(folder, 1), JSON.stringify(add("b.parquet")).slice(0, -3));
    await expect(read(folder)).rejects.toMatchObject({ code: "bad_source" });
    appendCommit(folder, 1, [add("b.parquet")]);
    writeFileSync(commitFile(folder, 1).replace("json", "crc"), JSON.stringify({ numFiles: 3 }));
    await expect(read(folder)).rejects.toMatchObject({
      code: "bad_source",
      message: expect.stringMatching(/2 files, where its checksum says 3/),
    });
    writeFileSync(commitFile(folder, 1).replace("json", "crc"), JSON.stringify({ numFiles: 2 }));
    expect((await read(folder)).files).toHaveLength(2);
  });

  it("passes over a checkpoint that was never written", async () => {
    const folder = table([[PROTOCOL, METADATA, add("a.parquet")]]);
    writeFileSync(join(folder, "_delta_log", `${"0".padStart(20, "0")}.checkpoint.parquet`), "");
    expect((await read(folder)).files).toHaveLength(1);
  });

  it("is refused where another service may hold newer commits", async () => {
    const configuration = { "delta.coordinatedCommits.commitCoordinator-preview": "dynamodb" };
    const folder = table([
      [PROTOCOL, { metaData: { ...METADATA.metaData, configuration } }, add("a.parquet")],
    ]);
    await expect(read(folder)).rejects.toMatchObject({
      code: "delta_feature_unknown",
      message: expect.stringContaining("coordinated commits"),
    });
  });

  it("keeps the names of nested fields, whatever stands in them", async () => {
    const inner = ["a b", "c:d", "e,f", "g>h", "q`t", "Case"].map((name) => ({ name, type: "long" }));
    const fields = [{ name: "s", type: { type: "struct", fields: inner }, metadata: {} }];
    const schemaString = JSON.stringify({ type: "struct", fields });
    const folder = table([[PROTOCOL, { metaData: { ...METADATA.metaData, schemaString } }]]);
    expect((await read(folder)).columns[0]?.type).toMatchObject({
      kind: "struct",
      fields: inner.map(({ name }) => ({ name })),
    });
  });
});

function table(commits: object[][]): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "_delta_log"));
  for (const [version, actions] of commits.entries()) appendCommit(folder, version, actions);
  return folder;
}

function appendCommit(folder: string, version: number, actions: readonly object[]): void {
  writeFileSync(commitFile(folder, version), actions.map((action) => `${JSON.stringify(action)}\n`).join(""));
}

function commitFile(folder: string, version: number): string {
  return join(folder, "_delta_log", `${String(version).padStart(20, "0")}.json`);
}

function read(folder: string, version: number | null = null): Promise<DeltaSnapshot> {
  return readDeltaSnapshot(folder, version, async (file) => {
    throw new Error(`no checkpoint is read here: ${file}`);
  });
}
