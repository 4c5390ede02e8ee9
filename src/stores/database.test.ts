import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../contracts/errors.js";
import { migrate, openDatabase } from "./database.js";

describe("openDatabase", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "assay-database-"));
  });
  afterEach(() => {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true });
  });

  const fault = (work: () => unknown): AppError => {
    try {
      work();
    } catch (error) {
      if (error instanceof AppError) return error;
      throw error;
    }
    throw new Error("expected a fault");
  };

  it("makes the folder, and keeps what was committed for the next one who opens it", () => {
    const path = join(folder, "a", "b");
    const first = openDatabase(path, "x");
    migrate(first, [{ name: "1", sql: "CREATE TABLE t (a TEXT);\n" }]);
    first.run("INSERT INTO t VALUES (?)", "kept");
    expect(() =>
      first.transaction(() => {
        first.run("INSERT INTO t VALUES (?)", "rolled back");
        throw new Error("no");
      }),
    ).toThrow("no");
    first.close();
    const second = openDatabase(path, "x");
    migrate(second, [{ name: "1", sql: "CREATE TABLE t (a TEXT);\n" }]);
    expect(second.rows("SELECT a FROM t")).toEqual([{ a: "kept" }]);
    second.close();
  });

  it("names the folder and a remedy when it is a file", () => {
    const path = join(folder, "file");
    writeFileSync(path, "");
    const error = fault(() => openDatabase(path, "x"));
    expect(error).toMatchObject({ code: "state_unavailable", fault: "configuration" });
    expect(error.message).toContain(path);
    expect(error.remedy).toContain("--state");
  });

  it.skipIf(process.getuid?.() === 0)("names the folder and a remedy when it cannot be written", () => {
    chmodSync(folder, 0o500);
    const error = fault(() => openDatabase(folder, "x"));
    expect(error.message).toContain(`${folder} cannot be written`);
  });

  it("says that a database is damaged instead of losing it", () => {
    writeFileSync(
      join(folder, "x.db"),
      "this is no database at all, but long enough to be taken for one".repeat(20),
    );
    const error = fault(() => openDatabase(folder, "x"));
    expect(error.message).toContain("damaged");
    expect(error.remedy).toContain("backup");
  });

  it("says that another process holds the lock", () => {
    const first = openDatabase(folder, "x");
    const second = openDatabase(folder, "x", { busyMs: 20, durability: "normal" });
    const error = first.transaction(() => fault(() => second.transaction(() => undefined)));
    expect(error.message).toContain("locked by another process");
    first.close();
    second.close();
  });

  it("says that the disk is full", () => {
    const database = openDatabase(folder, "x");
    migrate(database, [{ name: "1", sql: "CREATE TABLE t (a TEXT);\n" }]);
    database.connection.pragma("max_page_count = 10");
    const error = fault(() => {
      for (let n = 0; n < 100; n++) database.run("INSERT INTO t VALUES (?)", "x".repeat(4000));
    });
    expect(error.message).toContain("no space left");
    database.close();
  });
});
