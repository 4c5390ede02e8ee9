import { mkdtempSync, readFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type App, openApp } from "../../src/app.js";
import { terminalMessage } from "../../src/commands/message.js";
import { DEFAULT_WORKSPACE } from "../../src/commands/open.js";
import { readConfig } from "../../src/config.js";
import type { Answer } from "../../src/contracts/answer.js";
import { readSuite } from "../../src/evaluation/suite-file.js";
import { SILENT_LOGGER } from "../../src/observability/logger.js";
import { connectRedis } from "../../src/stores/redis.js";
import { type RedisServer, startRedis } from "../../src/stores/testing/redis-server.js";
import { type ChromaServer, startChroma } from "./parts/chroma-server.js";

const SUITE = "eval/superstore-core.yaml";
/** Terms that documents of the workspace explain, and nothing else does. */
const EXPLAINED = [
  "Define ship mode",
  "What does order line mean?",
  "What is meant by segment?",
  "Define the years 2014 to 2017",
];
const QUESTIONS = [...suiteQuestions(36), ...EXPLAINED];
/** An answer waits for neither store longer than this; the policy of the workspace allows a question as long. */
const DEADLINE_MS = 60_000;

const seed = Number(process.env["ASSAY_TEST_SEED"] ?? Date.now() % 1_000_000_000);
process.stdout.write(`seed ${seed}\n`);
let state = seed || 1;
/** Milliseconds below `most`, from the seed. */
function random(most: number): number {
  state = (state * 48_271) % 2_147_483_647;
  return state % most;
}

let plain: Map<string, Answer>;
let redis: RedisServer;
let chroma: ChromaServer;
let counted: { url: string; requests: () => number; close: () => void };

beforeAll(async () => {
  plain = await answersOf(await openWith({}));
  [redis, chroma] = await Promise.all([startRedis(), startChroma()]);
  counted = await countingProxy(chroma.port);
}, 300_000);
afterAll(async () => {
  counted?.close();
  chroma?.process.kill("SIGKILL");
  await redis?.stop();
});

describe("the same questions with and without Redis and Chroma", () => {
  it("give the same answers, and both were asked", async () => {
    const answers = await answersOf(await openWith({ REDIS_URL: redis.url, CHROMA_URL: counted.url }));
    expect(QUESTIONS.length).toBe(40);
    for (const [question, answer] of answers)
      expect(gist(answer), question).toEqual(gist(plain.get(question)));
    expect(counted.requests()).toBeGreaterThan(0);
    expect(await commandsOf(redis.url)).toBeGreaterThan(QUESTIONS.length);
  }, 300_000);

  it.each(["SIGSTOP", "SIGKILL"] as const)(
    "give no wrong answer while Chroma meets %s among them",
    async (signal) => {
      const app = await openWith({ CHROMA_URL: counted.url });
      const seen = await askedWith(app, (at) => {
        if (at === 36) setTimeout(() => chroma.process.kill(signal), random(100));
      });
      if (signal === "SIGSTOP") chroma.process.kill("SIGCONT");
      else chroma = await startChroma(chroma);
      for (const { question, answer, ms } of seen) {
        expect(gist(answer), question).toEqual(gist(plain.get(question)));
        expect(ms).toBeLessThan(DEADLINE_MS);
      }
    },
    300_000,
  );

  it.each(["SIGSTOP", "SIGKILL"] as const)(
    "give no wrong answer while Redis meets %s among them",
    async (signal) => {
      const app = await openWith({ REDIS_URL: redis.url });
      const seen = await askedWith(
        app,
        (at) => {
          if (at === 15) setTimeout(() => redis.process.kill(signal), random(100));
          if (at !== 20) return;
          if (signal === "SIGSTOP") redis.process.kill("SIGCONT");
        },
        22,
      );
      if (signal === "SIGSTOP") redis.process.kill("SIGCONT");
      else redis = await startRedis(redis.url);
      for (const { question, answer, ms } of seen) {
        if (answer.status !== "failed") expect(gist(answer), question).toEqual(gist(plain.get(question)));
        expect(ms).toBeLessThan(DEADLINE_MS);
      }
      expect(seen.filter(({ answer }) => answer.status !== "failed").length).toBeGreaterThanOrEqual(15);
    },
    300_000,
  );
});

function suiteQuestions(count: number): string[] {
  const suite = readSuite(readFileSync(SUITE, "utf8"), SUITE);
  return suite.cases.flatMap((one) => ("turns" in one ? [] : [one.ask])).slice(0, count);
}

function openWith(environment: Record<string, string>): Promise<App> {
  const stateDir = mkdtempSync(join(tmpdir(), "assay-stack-"));
  return openApp({
    config: readConfig({ stateDir, logLevel: "silent" }, environment),
    workspaces: [DEFAULT_WORKSPACE],
    onProgress: () => {},
    signal: new AbortController().signal,
  });
}

async function answersOf(app: App): Promise<Map<string, Answer>> {
  return new Map((await askedWith(app, () => {})).map(({ question, answer }) => [question, answer]));
}

/** Asks every question in a thread of its own, in order, and closes the app. */
async function askedWith(
  app: App,
  before: (at: number) => void,
  count = QUESTIONS.length,
): Promise<{ question: string; answer: Answer; ms: number }[]> {
  const seen: { question: string; answer: Answer; ms: number }[] = [];
  for (const [at, question] of QUESTIONS.slice(0, count).entries()) {
    before(at);
    const started = Date.now();
    const message = terminalMessage({
      text: question,
      thread: `t${at}`,
      user: undefined,
      asOf: undefined,
      request: null,
    });
    const answer = await app.conversation
      .ask(message, () => {}, AbortSignal.timeout(DEADLINE_MS))
      .catch(failed);
    seen.push({ question, answer, ms: Date.now() - started });
  }
  await app.close().catch(() => undefined);
  return seen;
}

/** A question that the conversation could not even take is as honest as a failed answer. */
function failed(error: unknown): Answer {
  return { status: "failed", error: { code: "thrown", message: String(error), remedy: "" } } as Answer;
}

/** What must not change: what was said and shown, not how long it took. */
function gist(answer: Answer | undefined): unknown {
  if (!answer) return null;
  const { status, path, headline, columns, rows, totalRows, clarification, refusal } = answer;
  return { status, path, headline, columns, rows, totalRows, clarification, refusal };
}

async function commandsOf(url: string): Promise<number> {
  const client = await connectRedis(url, { logger: SILENT_LOGGER, required: true });
  const found = /total_commands_processed:(\d+)/.exec(await client.info("stats"));
  client.destroy();
  return Number(found?.[1] ?? 0);
}

/** Passes everything on to a local port, and counts. */
async function countingProxy(port: number): Promise<typeof counted> {
  let requests = 0;
  const server = createServer((incoming, outgoing) => {
    requests++;
    const { method, headers, url: path } = incoming;
    const onward = request({ host: "127.0.0.1", port, method, headers, path }, (reply) => {
      outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const own = typeof address === "object" && address ? address.port : 0;
  return { url: `http://127.0.0.1:${own}`, requests: () => requests, close: () => server.close() };
}
