import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { AppError } from "../contracts/errors.js";
import { ModelFault } from "../contracts/model-fault.js";
import type { Clock } from "../contracts/ports.js";
import { openDatabase, openMemoryDatabase } from "../stores/database.js";
import { sqliteSpend } from "../stores/spend-sqlite.js";
import { createBudget } from "./budget.js";
import { nanoUsd } from "./routes.js";
import { jsonRequest, SPENDER, testDoor } from "./testing/test-door.js";
import type { ModelTransport, WireReply } from "./wire-exchange.js";
import { faultOf, statusFault } from "./wire-faults.js";

const folder = mkdtempSync(join(tmpdir(), "assay-budget-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NOON = Date.UTC(2026, 10, 22, 12);
const clockAt = (at: number): Clock & { at: number } => {
  const clock = { at, now: () => clock.at };
  return clock;
};
const call = () => ({ signal: new AbortController().signal, timeoutMs: 5000 });

/** Replies at the greatest length that was asked for; some attempts fail, owed or not. */
function dearTransport(spent: { nanoUsd: number; requests: number }): ModelTransport {
  return {
    free: false,
    async send(wire) {
      spent.requests += 1;
      await new Promise((resolve) => setImmediate(resolve));
      if (spent.requests % 13 === 0) return statusFault(400, new Headers());
      const inputTokens = Math.ceil((wire.system.length + wire.user.length) / 2);
      spent.nanoUsd += nanoUsd(wire.model, inputTokens, wire.maxOutputTokens);
      if (spent.requests % 7 === 0) return faultOf({ kind: "late", timeoutMs: 1 });
      const reply: WireReply = {
        kind: "reply",
        text: "{}",
        model: wire.model,
        inputTokens,
        outputTokens: wire.maxOutputTokens,
        whole: true,
      };
      return reply;
    },
  };
}

describe("budgets", () => {
  it("a hostile loop of 1,000 questions, twenty at a time, stays within the stated spend to the cent", async () => {
    const clock = clockAt(NOON);
    const ledger = sqliteSpend(openMemoryDatabase(), clock);
    const spent = { nanoUsd: 0, requests: 0 };
    const { door } = testDoor("http://127.0.0.1:1", { ledger, clock, transport: dearTransport(spent) });
    const walls: string[] = [];
    const warned: string[] = [];
    const ask = async (n: number): Promise<void> => {
      const spender = { ...SPENDER, answerId: `ans_${n}`, usdPerUserPerDay: 0.25 };
      const request = jsonRequest({
        route: "write",
        ground: "why",
        user: `hostile ${n}`.repeat(40),
        spender,
        maxOutputTokens: 800,
      });
      const reply = await door.ask(request, call()).catch((error: unknown) => error);
      if (reply instanceof ModelFault) walls.push(reply.message);
      else if (reply instanceof Error) throw reply;
      else warned.push(...(reply as { notices: string[] }).notices);
    };
    for (let n = 0; n < 1000; n += 20) await Promise.all(Array.from({ length: 20 }, (_, at) => ask(n + at)));
    expect(spent.nanoUsd / 1e9).toBeLessThanOrEqual(0.25);
    expect(spent.nanoUsd / 1e9).toBeGreaterThan(0.23);
    expect(walls.at(-1)).toContain("$0.25");
    expect(warned.length).toBeGreaterThan(0);
    expect(warned[0]).toMatch(/^\$0\.2\d of today's \$0\.25 /);
  });

  it("starts again the next day, and keeps users and workspaces apart", async () => {
    const clock = clockAt(NOON);
    const ledger = sqliteSpend(openMemoryDatabase(), clock);
    const budget = createBudget(ledger, 0.03);
    const reserve = (user: string, workspace = "shop") =>
      budget.reserve(
        { ...SPENDER, answerId: `ans_${Math.random()}`, user, workspace, usdPerUserPerDay: 0.02 },
        { nanoUsd: 20_000_000, tokens: 1 },
        clock.now(),
      );
    await reserve("ana");
    await expect(reserve("ana")).rejects.toThrow("$0.02 that you");
    await expect(reserve("kim")).rejects.toThrow("$0.03 that this workspace");
    await reserve("kim", "other");
    clock.at += 24 * 3600_000;
    await reserve("ana");
  });

  it("gives a question four calls, whatever happens in between, and its tokens", async () => {
    const spent = { nanoUsd: 0, requests: 0 };
    const ledger = sqliteSpend(openMemoryDatabase(), clockAt(NOON));
    const { door } = testDoor("http://127.0.0.1:1", { ledger, transport: dearTransport(spent) });
    for (let n = 0; n < 4; n += 1) await door.ask(jsonRequest({ user: `call ${n}` }), call());
    await expect(door.ask(jsonRequest({ user: "one more" }), call())).rejects.toMatchObject({
      code: "model_calls",
    });
    expect(spent.requests).toBe(4);
    const poor = { ...SPENDER, answerId: "ans_2", tokensPerQuestion: 250 };
    await expect(door.ask(jsonRequest({ spender: poor }), call())).rejects.toMatchObject({
      code: "model_budget",
    });
    expect(spent.requests).toBe(4);
  });

  it("counts every attempt of a retried call", async () => {
    let sent = 0;
    const transport: ModelTransport = {
      free: false,
      send: async () => {
        sent += 1;
        return statusFault(503, new Headers());
      },
    };
    const { door } = testDoor("http://127.0.0.1:1", {
      transport,
      ledger: sqliteSpend(openMemoryDatabase(), clockAt(NOON)),
    });
    await expect(door.ask(jsonRequest(), call())).rejects.toMatchObject({ code: "model_unavailable" });
    await expect(door.ask(jsonRequest(), call())).rejects.toMatchObject({ code: "model_calls" });
    expect(sent).toBe(4);
  });

  it.each([
    ["keeps what a late attempt may have cost", faultOf({ kind: "late", timeoutMs: 1 }), true],
    ["gives back what a refused attempt did not cost", statusFault(400, new Headers()), false],
  ])("%s", async (_, fault, kept) => {
    const transport: ModelTransport = { free: false, send: async () => fault };
    const { door, ledger } = testDoor("http://127.0.0.1:1", { transport });
    const spentUsd = await door
      .ask(jsonRequest(), call())
      .catch((error: unknown) => error instanceof ModelFault && error.spentUsd);
    const money = [...ledger.totals].filter(([key]) => key.startsWith("user/")).map(([, total]) => total);
    expect(money.map((total) => total > 0)).toEqual([kept]);
    expect(spentUsd).toBe((money[0] ?? 0) / 1e9);
  });

  it("keeps spent what a killed process had reserved", async () => {
    const clock = clockAt(NOON);
    const estimate = { nanoUsd: 6_000_000, tokens: 10 };
    const spender = (n: number) => ({ ...SPENDER, answerId: `ans_${n}`, usdPerUserPerDay: 0.01 });
    const first = openDatabase(folder, "killed");
    await createBudget(sqliteSpend(first, clock), null).reserve(spender(1), estimate, clock.now());
    const second = openDatabase(folder, "killed");
    const budget = createBudget(sqliteSpend(second, clock), null);
    await expect(budget.reserve(spender(2), estimate, clock.now())).rejects.toThrow("used up");
    first.close();
    second.close();
  });

  it("asks no model where nothing can be counted", async () => {
    const spent = { nanoUsd: 0, requests: 0 };
    const down = async (): Promise<never> => {
      throw new AppError("state_unavailable", "configuration", "gone", "start it");
    };
    const ledger = { reserve: down, settle: down };
    const { door } = testDoor("http://127.0.0.1:1", { ledger, transport: dearTransport(spent) });
    await expect(door.ask(jsonRequest(), call())).rejects.toMatchObject({
      code: "model_uncounted",
      fault: "model",
    });
    expect(spent.requests).toBe(0);
  });
});
