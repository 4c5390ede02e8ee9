import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RedisServer, startRedis } from "../../src/stores/testing/redis-server.js";
import type { AskerOrders } from "./parts/result-asker.js";

const ASKER = join(import.meta.dirname, "parts/result-asker.ts");
const PROCESSES = 3;
/** 200 in all, as nearly as three processes can share them. */
const TIMES = [67, 67, 66];
/** Time for three programs to load on a busy machine. */
const LOADING_MS = 12_000;

const seed = Number(process.env["ASSAY_TEST_SEED"] ?? Date.now() % 1_000_000_000);
process.stdout.write(`seed ${seed}\n`);

let redis: RedisServer;
const folder = mkdtempSync(join(tmpdir(), "assay-asker-"));
const running: ChildProcess[] = [];
let count = 0;

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(async () => {
  for (const child of running) child.kill("SIGKILL");
  await redis?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function ordersFor(store: "Redis" | "SQLite", change: Partial<AskerOrders>): AskerOrders {
  count += 1;
  const log = join(folder, `calls-${count}`);
  writeFileSync(log, "");
  return {
    stateDir: join(folder, `state-${count}`),
    redisUrl: store === "Redis" ? redis.url : null,
    log,
    askAt: 0,
    question: `question ${count}`,
    times: 1,
    warehouseMs: 500,
    ...change,
  };
}

/** A process that asks; `answers` gives the rows that each asking got. */
function start(orders: AskerOrders): { child: ChildProcess; said: (text: string) => Promise<string> } {
  const child = spawn(process.execPath, ["--import", "tsx", ASKER, JSON.stringify(orders)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.push(child);
  let text = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  const said = async (wanted: string): Promise<string> => {
    while (!text.includes(wanted)) {
      if (child.exitCode !== null && !text.includes(wanted)) throw new Error(`It ended and said: ${text}`);
      await sleep(20);
    }
    return text.slice(text.indexOf(wanted) + wanted.length);
  };
  return { child, said };
}

const rowsOf = async ({ said }: ReturnType<typeof start>): Promise<unknown[]> =>
  JSON.parse((await said("answers ")).split("\n")[0] ?? "") as unknown[];
const callsIn = ({ log }: AskerOrders): string[] =>
  readFileSync(log, "utf8")
    .split("\n")
    .filter((line) => line !== "");

describe.each(["Redis", "SQLite"] as const)("processes that share %s", (store) => {
  it("make one warehouse call of 200 equal questions at once, and all get its rows", async () => {
    const orders = ordersFor(store, { askAt: Date.now() + LOADING_MS });
    const askers = TIMES.slice(0, PROCESSES).map((times) => start({ ...orders, times }));
    const rows = (await Promise.all(askers.map(rowsOf))).flat();
    expect(rows).toHaveLength(200);
    expect(new Set(rows.map((row) => JSON.stringify(row)))).toEqual(new Set([`[["${orders.question}"]]`]));
    expect(callsIn(orders)).toHaveLength(1);
  }, 120_000);

  it("take over from one that was killed while it fetched, once its lease is over", async () => {
    const orders = ordersFor(store, { times: 5 });
    const first = start({ ...orders, warehouseMs: 600_000 });
    await first.said("running");
    const others = [start(orders), start(orders)];
    await sleep(seed % 3000);
    first.child.kill("SIGKILL");
    const killedAt = Date.now();
    const rows = (await Promise.all(others.map(rowsOf))).flat();
    expect(new Set(rows.map((row) => JSON.stringify(row)))).toEqual(new Set([`[["${orders.question}"]]`]));
    expect(rows).toHaveLength(10);
    expect(callsIn(orders)).toHaveLength(2);
    expect(Date.now() - killedAt).toBeLessThan(60_000);
  }, 120_000);
});
