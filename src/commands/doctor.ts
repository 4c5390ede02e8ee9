import { access, constants, mkdir } from "node:fs/promises";
import { brokenMeasures } from "../app/broken-measures.js";
import { type Config, readConfig } from "../config.js";
import { AppError } from "../contracts/errors.js";
import { type CommandContext, DEFAULT_WORKSPACE, interruptible, openMany } from "./open.js";

interface Finding {
  name: string;
  ok: boolean;
  detail: string;
}

const REACH_MS = 5_000;

/** `assay doctor`: one line for every part that the configuration names, reached for real; exit 1 when one fails. */
export async function doctor(context: CommandContext, options: { workspace?: string }): Promise<void> {
  await interruptible(async (signal) => {
    const findings = await examine(context, options.workspace ?? DEFAULT_WORKSPACE, signal);
    for (const { name, ok, detail } of findings)
      process.stdout.write(`${ok ? "ok  " : "FAIL"} ${name}: ${detail}\n`);
    if (findings.some(({ ok }) => !ok)) process.exitCode = 1;
  });
}

async function examine(context: CommandContext, workspace: string, signal: AbortSignal): Promise<Finding[]> {
  const config = await tried("environment", async () => readConfig({ stateDir: context.stateDir }));
  if (config.value === null) return [config.finding("")];
  return [
    config.finding("every variable that is set is well formed"),
    await stateFolder(config.value),
    await openedWorkspace(context, workspace, signal),
    ...(await Promise.all(services(config.value).map(({ name, reach }) => reached(name, reach)))),
  ];
}

async function stateFolder(config: Config): Promise<Finding> {
  const result = await tried("state folder", async () => {
    await mkdir(config.stateDir, { recursive: true });
    await access(config.stateDir, constants.W_OK);
  });
  return result.finding(`${config.stateDir} can be written`);
}

async function openedWorkspace(
  context: CommandContext,
  workspace: string,
  signal: AbortSignal,
): Promise<Finding> {
  const result = await tried("workspace", async () => {
    const app = await openMany(context, [workspace], { quiet: true, signal });
    const { workspace: model, catalog } = app.defaultRuntime;
    const broken = await brokenMeasures(app.defaultRuntime, signal).finally(() => app.close());
    if (broken.length > 0) throw new Error(broken.join("; "));
    return `${model.name}, ${model.views.length} views over ${catalog.tables.length} tables (${model.engine})`;
  });
  return result.finding(result.value ?? "");
}

interface Service {
  name: string;
  reach: (signal: AbortSignal) => Promise<string>;
}

function services(config: Config): Service[] {
  const { slack, teams, databricks, mistral, chromaUrl, redisUrl } = config;
  return [
    ...(slack ? [{ name: "Slack", reach: () => slackTeam(slack) }] : []),
    ...(teams
      ? [
          {
            name: "Teams",
            reach: (signal: AbortSignal) =>
              http("https://login.botframework.com/v1/.well-known/openidconfiguration", signal),
          },
        ]
      : []),
    ...(databricks
      ? [
          {
            name: "Databricks",
            reach: (signal: AbortSignal) => socket(databricks.host, databricks.port, signal),
          },
        ]
      : []),
    ...(mistral
      ? [
          {
            name: "Mistral",
            reach: (signal: AbortSignal) => http(mistral.serverUrl ?? "https://api.mistral.ai", signal),
          },
        ]
      : []),
    ...(chromaUrl
      ? [{ name: "Chroma", reach: (signal: AbortSignal) => http(`${chromaUrl}/api/v2/heartbeat`, signal) }]
      : []),
    ...(redisUrl ? [{ name: "Redis", reach: (signal: AbortSignal) => redis(redisUrl, signal) }] : []),
  ];
}

async function reached(name: string, reach: (signal: AbortSignal) => Promise<string>): Promise<Finding> {
  const result = await tried(name, () => reach(AbortSignal.timeout(REACH_MS)));
  return result.finding(result.value ?? "");
}

async function slackTeam(slack: NonNullable<Config["slack"]>): Promise<string> {
  const { createWebClient } = await import("../channels/slack/web-client.js");
  const { team, user } = await createWebClient(slack.botToken, slack.apiUrl).auth.test();
  return `signed in to ${team} as ${user}`;
}

async function http(url: string, signal: AbortSignal): Promise<string> {
  const { status } = await fetch(url, { signal });
  if (status >= 500) throw new Error(`it answered ${status}`);
  return `answered ${status}`;
}

function redis(url: string, signal: AbortSignal): Promise<string> {
  const { hostname, port } = new URL(url);
  return socket(hostname, Number(port || 6379), signal);
}

async function socket(host: string, port: number, signal: AbortSignal): Promise<string> {
  const { connect } = await import("node:net");
  return new Promise((resolve, reject) => {
    const connection = connect({ host, port });
    const end = (act: () => void): void => {
      connection.destroy();
      act();
    };
    connection.once("connect", () => end(() => resolve(`${host}:${port} takes connections`)));
    connection.once("error", (error) => end(() => reject(error)));
    signal.addEventListener("abort", () => end(() => reject(new Error("no answer within five seconds"))), {
      once: true,
    });
  });
}

async function tried<T>(
  name: string,
  work: () => Promise<T>,
): Promise<{ value: T | null; finding: (detail: string) => Finding }> {
  try {
    const value = await work();
    return { value, finding: (detail) => ({ name, ok: true, detail }) };
  } catch (error) {
    const detail =
      error instanceof AppError
        ? `${error.message} ${error.remedy}`
        : `${error instanceof Error ? error.message : error}`;
    return { value: null, finding: () => ({ name, ok: false, detail }) };
  }
}
