import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openDatabase, openMemoryDatabase } from "./database.js";
import { sqliteSpend } from "./spend-sqlite.js";
import { spendContract } from "./testing/spend-contract.js";

const folder = mkdtempSync(join(tmpdir(), "assay-spend-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const clock = { now: Date.now };
let count = 0;

spendContract(async () => {
  count += 1;
  const open = () => sqliteSpend(openDatabase(folder, `spend-${count}`), clock);
  return [open(), open()];
});

describe("counters in the state folder", () => {
  it("start again once they are over", async () => {
    const late = { at: 1000, now: () => late.at };
    const ledger = sqliteSpend(openMemoryDatabase(), late);
    const item = { key: "a", amount: 5, limit: 5, expiresAt: 2000 };
    expect(await ledger.reserve([item])).toMatchObject({ ok: true });
    expect(await ledger.reserve([item])).toMatchObject({ ok: false });
    late.at = 2000;
    expect(await ledger.reserve([{ ...item, expiresAt: 3000 }])).toMatchObject({ ok: true });
  });
});
