import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder, workspaceOf } from "../testing/test-workspace.js";
import { keptIndex } from "./kept-index.js";

const INDEX = { builtAt: "2024-01-01T00:00:00.000Z", tables: [] };

describe("a kept metadata index", () => {
  it("is given again to the same workspace", async () => {
    const folder = temporaryFolder();
    const workspace = workspaceOf([], { hash: "a" });
    expect(await keptIndex(folder, workspace).load()).toBeNull();
    await keptIndex(folder, workspace).save(INDEX);
    expect(await keptIndex(folder, workspace).load()).toEqual(INDEX);
  });

  it("is forgotten when the workspace's files change, as what it may hold may have changed too", async () => {
    const folder = temporaryFolder();
    await keptIndex(folder, workspaceOf([], { hash: "a" })).save(INDEX);
    expect(await keptIndex(folder, workspaceOf([], { hash: "b" })).load()).toBeNull();
  });

  it("is made anew where its file is broken", async () => {
    const folder = temporaryFolder();
    const kept = keptIndex(folder, workspaceOf([], { name: "My Shop" }));
    await kept.save(INDEX);
    writeFileSync(join(folder, "warehouse", "my-shop-index.json"), '{"key":');
    expect(await kept.load()).toBeNull();
  });
});
