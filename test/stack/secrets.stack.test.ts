import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { prepareApp } from "../../bench/channels/app-process.js";
import { slackPlatform } from "../../bench/channels/slack-platform.js";
import { teamsPlatform } from "../../bench/channels/teams-platform.js";
import { until } from "../../src/conversation/testing/conversation-room.js";

const ROOT = join(import.meta.dirname, "../..");
const MODEL_KEY = "planted-model-key-7fA93kQz";
const QUESTIONS = ["sales by region", "top 5 states by profit", "blorptangle by region", "How are we doing?"];
vi.setConfig({ testTimeout: 300_000 });

const closers: (() => Promise<void>)[] = [];

beforeAll(() => {
  execFileSync(process.execPath, ["bin/assay.js", "--help"], { cwd: ROOT });
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

it("writes no token, secret, address, question or value of a row, with everything logged, on Slack, Teams, web and to the model", async () => {
  const slack = await slackPlatform();
  const teams = await teamsPlatform();
  const model = await refusingModel();
  closers.push(slack.close, teams.close, model.close);
  const environment = { ...slack.environment, ...teams.environment };
  const app = await prepareApp({
    ...environment,
    ASSAY_LOG_LEVEL: "debug",
    MISTRAL_API_KEY: MODEL_KEY,
    MISTRAL_SERVER_URL: model.url,
  });
  closers.push(() => app.remove());
  await app.start();
  const values: string[] = [];
  for (const platform of [slack, teams]) {
    platform.begin(1);
    for (const [n, question] of QUESTIONS.entries()) {
      expect(await platform.send(app.url, { n, thread: n, question })).toBe(200);
      await until(() => platform.answers(1, n).length === 1, 60_000);
      values.push(...valuesIn(platform.answers(1, n)[0]?.text ?? ""));
    }
  }
  const stranger = { method: "POST", headers: { "content-type": "application/json" }, body: '{"type":"x"}' };
  for (const path of ["/slack/events", "/api/messages"]) await fetch(`${app.url}${path}`, stranger);
  const metrics = await (await fetch(`${app.url}/metrics`)).text();
  expect(await app.terminate()).toBe(0);

  const written = readFileSync(app.log, "utf8") + metrics;
  expect(written.split("\n").filter((line) => line.includes("A question was answered.")).length).toBe(8);
  expect(values.length).toBeGreaterThan(4);
  const secrets = [
    environment.SLACK_BOT_TOKEN,
    environment.SLACK_SIGNING_SECRET,
    environment.MICROSOFT_APP_PASSWORD,
    (JSON.parse(environment.BENCH_SIGN_IN ?? "{}") as { token: string }).token,
    MODEL_KEY,
    "person0@example.com",
    "eyJ",
    ...QUESTIONS,
    "blorptangle",
    ...values,
  ];
  for (const secret of secrets) {
    expect(secret).toBeTruthy();
    expect(written, `"${secret}" was written`).not.toContain(secret);
  }
});

/** Amounts as people read them, and as the rows hold them before grouping. */
function valuesIn(text: string): string[] {
  const amounts = text.match(/\d{1,3}(?:,\d{3})+/g) ?? [];
  return amounts.flatMap((amount) => [amount, amount.replaceAll(",", "")]);
}

/** A model that answers nothing but errors, so that these are logged. */
async function refusingModel(): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((_, response) => {
    response.writeHead(401, { "content-type": "application/json" });
    response.end(JSON.stringify({ message: `Unauthorized: ${MODEL_KEY}` }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
