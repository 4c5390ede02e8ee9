import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type AppProcess, prepareApp } from "../../bench/channels/app-process.js";
import type { Platform } from "../../bench/channels/platform.js";
import { slackPlatform } from "../../bench/channels/slack-platform.js";
import { teamsPlatform } from "../../bench/channels/teams-platform.js";
import { startRedis } from "../../src/stores/testing/redis-server.js";

const ROOT = join(import.meta.dirname, "../..");
const QUESTIONS = ["sales by region", "top 5 states by profit", "orders in 2016", "profit by category"];
/** Whole programs start and stop several times in a test, on machines that may be busy. */
vi.setConfig({ testTimeout: 300_000 });

const closers: (() => Promise<void>)[] = [];

beforeAll(() => {
  execFileSync(process.execPath, ["bin/assay.js", "--help"], { cwd: ROOT });
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** The whole program over the default workspace, in a process of its own, against a platform in this one. */
async function open(
  openPlatform: () => Promise<Platform>,
  environment: Record<string, string> = {},
): Promise<{ app: AppProcess; platform: Platform; say: Say; shown: (thread: number) => number }> {
  const platform = await openPlatform();
  closers.push(() => platform.close());
  platform.begin(1);
  const app = await prepareApp({ ...platform.environment, ...environment });
  closers.push(() => app.remove());
  await app.start();
  return {
    app,
    platform,
    say: async (n, thread) => {
      const question = QUESTIONS[n % QUESTIONS.length] ?? "";
      return platform.send(app.url, { n, thread, question }).catch(() => 0);
    },
    shown: (thread) => platform.answers(1, thread).length,
  };
}

type Say = (n: number, thread: number) => Promise<number>;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function until(holds: () => boolean | Promise<boolean>, ms = 60_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`It did not come to hold within ${ms} ms.`);
    await pause(50);
  }
}

/** As platforms do: until it is acknowledged. */
async function sayUntilTaken(say: Say, n: number, thread: number): Promise<void> {
  await until(async () => (await say(n, thread)) === 200);
}

describe.each([
  ["Slack", slackPlatform],
  ["Teams", teamsPlatform],
])("the whole %s app", (_, openPlatform) => {
  it("fault row 26: killed between question and answer, it answers once after its restart", async () => {
    const seed = Math.floor(Math.random() * 1e9);
    console.info(`seed ${seed}`);
    const { app, say, shown } = await open(openPlatform);
    await sayUntilTaken(say, 0, 0);
    await until(() => shown(0) === 1);
    for (let trial = 1; trial <= 3; trial++) {
      await sayUntilTaken(say, trial, trial);
      await pause((seed * trial) % 60);
      await app.kill();
      await app.start();
      await until(() => shown(trial) === 1);
    }
    await pause(2000);
    expect([0, 1, 2, 3].map(shown)).toEqual([1, 1, 1, 1]);
  });

  it("fault row 27: on SIGTERM it answers what it can within its grace, ends well, and the next one answers the rest", async () => {
    const { app, say, shown } = await open(openPlatform);
    const threads = Array.from({ length: 12 }, (_, thread) => thread);
    const statuses = await Promise.all(threads.map((thread) => say(thread, thread)));
    expect(statuses).toEqual(threads.map(() => 200));
    const started = Date.now();
    expect(await app.terminate()).toBe(0);
    expect(Date.now() - started).toBeLessThan(25_000);
    await app.start();
    await until(() => threads.every((thread) => shown(thread) > 0));
    await pause(2000);
    expect(threads.map(shown)).toEqual(threads.map(() => 1));
  });
});

describe("the whole Slack app over Redis", () => {
  it("fault row 24: while Redis is down it refuses in time, lives on, says so on the web, and answers once when Redis is back", async () => {
    let redis = await startRedis();
    closers.push(() => redis.stop());
    const { app, say, shown } = await open(slackPlatform, { REDIS_URL: redis.url });
    await sayUntilTaken(say, 0, 0);
    await until(() => shown(0) === 1);
    await redis.stop();
    const started = Date.now();
    expect(await say(1, 1)).toBe(500);
    expect(Date.now() - started).toBeLessThan(3000);
    const told = await fetch(`${app.url}/api/ask`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: app.url },
      body: JSON.stringify({ question: "sales by region" }),
    });
    expect(await told.text()).toContain("Redis");
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${app.url}/readyz`)).status).toBe(503);
    redis = await startRedis(redis.url);
    await sayUntilTaken(say, 1, 1);
    await sayUntilTaken(say, 1, 1);
    await until(() => shown(1) === 1);
    await pause(1000);
    expect(shown(1)).toBe(1);
  });

  it("fault row 25: while Redis is slow the acknowledgement still comes within three seconds, and the answer once", async () => {
    const redis = await startRedis();
    closers.push(() => redis.stop());
    const { say, shown } = await open(slackPlatform, { REDIS_URL: redis.url });
    await sayUntilTaken(say, 0, 0);
    await until(() => shown(0) === 1);
    for (const [trial, slowMs] of [1000, 2500].entries()) {
      redis.process.kill("SIGSTOP");
      const started = Date.now();
      const saying = say(trial + 1, trial + 1);
      await pause(slowMs);
      redis.process.kill("SIGCONT");
      expect([200, 500]).toContain(await saying);
      expect(Date.now() - started).toBeLessThan(3000);
      await sayUntilTaken(say, trial + 1, trial + 1);
      await until(() => shown(trial + 1) === 1);
    }
    await pause(1000);
    expect([0, 1, 2].map(shown)).toEqual([1, 1, 1]);
  });
});

describe("assay worker", () => {
  it.each([
    ["the state folder", false],
    ["Redis", true],
  ])("takes questions that wait in %s, and loses none when it is killed", async (_, shared) => {
    const redis = shared ? await startRedis() : null;
    if (redis !== null) closers.push(() => redis.stop());
    const { app, say, shown } = await open(slackPlatform, redis === null ? {} : { REDIS_URL: redis.url });
    const worker = await app.startWorker();
    const count = 80;
    const sent = Array.from({ length: count }, (_, n) => n);
    await Promise.all(sent.map((n) => sayUntilTaken(say, n, n % 20)));
    await until(() => worker.said().includes("A question was answered."));
    await worker.kill();
    const total = (): number =>
      Array.from({ length: 20 }, (_, thread) => shown(thread)).reduce((a, b) => a + b);
    await until(() => total() === count, 90_000);
    await pause(2000);
    expect(total()).toBe(count);
  });
});
