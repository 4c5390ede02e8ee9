import { resolve } from "node:path";
import { z } from "zod";
import { AppError } from "./contracts/errors.js";

const url = z.url({ protocol: /^(https?|rediss?)$/ });
const secret = z.string().min(8, "is too short to be real");

const environmentSchema = z.object({
  ASSAY_STATE: z.string().min(1).default(".assay"),
  ASSAY_LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).optional(),
  SLACK_BOT_TOKEN: z.string().startsWith("xoxb-", "starts with xoxb-").optional(),
  SLACK_SIGNING_SECRET: secret.optional(),
  SLACK_APP_TOKEN: z.string().startsWith("xapp-", "starts with xapp-").optional(),
  SLACK_API_URL: url.optional(),
  MICROSOFT_APP_ID: z.string().min(1).optional(),
  MICROSOFT_APP_PASSWORD: z.string().min(1).optional(),
  MICROSOFT_APP_TYPE: z.enum(["MultiTenant", "SingleTenant", "UserAssignedMSI"]).default("MultiTenant"),
  MICROSOFT_APP_TENANT_ID: z.string().min(1).optional(),
  DATABRICKS_HOST: z.string().min(1).optional(),
  DATABRICKS_PORT: z.coerce.number().int().min(1).max(65535).default(443),
  DATABRICKS_HTTP_PATH: z.string().startsWith("/", "starts with /").optional(),
  DATABRICKS_TOKEN: z.string().min(1).optional(),
  DATABRICKS_CLIENT_ID: z.string().min(1).optional(),
  DATABRICKS_CLIENT_SECRET: z.string().min(1).optional(),
  DATABRICKS_CA_FILE: z.string().min(1).optional(),
  MISTRAL_API_KEY: z.string().min(1).optional(),
  MISTRAL_SERVER_URL: url.optional(),
  ASSAY_MODEL_ROUTES: z
    .string()
    .regex(/^(classify|plan|planAgain|write)=[^=,\s]+(,(classify|plan|planAgain|write)=[^=,\s]+)*$/)
    .optional(),
  ASSAY_MODEL_USD_PER_DAY: z.coerce.number().min(0).default(10),
  ASSAY_MODEL_CASSETTE: z.string().min(1).optional(),
  ASSAY_EMBEDDER: z.enum(["static", "mistral-embed"]).default("static"),
  CHROMA_URL: url.optional(),
  REDIS_URL: url.optional(),
  ASSAY_CHARTS: z.enum(["pictures", "none"]).default("pictures"),
  ASSAY_HOSTS: z.string().optional(),
  ASSAY_PLACES: z
    .string()
    .regex(/^[^=,]+=[^=,]+(,[^=,]+=[^=,]+)*$/)
    .optional(),
  ASSAY_USER_HEADER: z
    .string()
    .regex(/^[\w-]+$/)
    .optional(),
});
type Environment = z.infer<typeof environmentSchema>;

/** Settings of one process. Everything secret stays in here and never reaches a log. */
export interface Config {
  stateDir: string;
  logLevel: NonNullable<Environment["ASSAY_LOG_LEVEL"]>;
  slack: {
    botToken: string;
    signingSecret: string | null;
    appToken: string | null;
    apiUrl: string | null;
  } | null;
  teams: {
    appId: string;
    password: string | null;
    type: Environment["MICROSOFT_APP_TYPE"];
    tenantId: string | null;
  } | null;
  databricks: {
    host: string;
    port: number;
    path: string;
    auth: { kind: "token"; token: string } | { kind: "oauth"; clientId: string; clientSecret: string };
    caFile: string | null;
  } | null;
  mistral: { apiKey: string | null; serverUrl: string | null } | null;
  model: {
    /** Model ids by route, where they are not the usual ones. */
    routes: Record<string, string>;
    /** What one workspace may spend on models a day, in US dollars. */
    usdPerWorkspacePerDay: number;
    /** File that exchanges with models are recorded to, or played back from where no model is configured. */
    cassette: string | null;
  };
  embedder: Environment["ASSAY_EMBEDDER"];
  chromaUrl: string | null;
  redisUrl: string | null;
  /** Whether answers in chats carry a picture of their chart; drawing one takes a core for a third of a second. */
  charts: Environment["ASSAY_CHARTS"];
  /** Host names that the web console answers for where it listens beyond loopback; without any it is not served there. */
  hosts: string[];
  /** Place, team or tenant ("slack:T1/C2", "teams:<tenant>") -> name of the workspace that answers there. */
  places: Record<string, string>;
  /** Header in which a proxy that signs people in names them; null = everybody at the console is the user `local`. */
  userHeader: string | null;
}

/**
 * Reads the environment once. Throws one AppError (bad_environment) that names every bad variable with its remedy;
 * values are never repeated in it.
 */
export function readConfig(
  overrides: {
    stateDir?: string | undefined;
    logLevel?: Config["logLevel"];
    cassette?: string | undefined;
  } = {},
  environment: Record<string, string | undefined> = process.env,
): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = environmentSchema.safeParse(given);
  const problems = parsed.success ? relations(parsed.data) : parsed.error.issues.map(issueLine);
  if (!parsed.success || problems.length > 0) {
    throw new AppError(
      "bad_environment",
      "configuration",
      `The environment has ${problems.length} problem${problems.length === 1 ? "" : "s"}:\n${problems.join("\n")}`,
      "Correct the named variables and start again.",
    );
  }
  return toConfig(parsed.data, overrides);
}

function issueLine(issue: z.core.$ZodIssue): string {
  const name = String(issue.path[0] ?? "environment");
  return `  ${name}: ${HINTS[name] ?? issue.message}`;
}

const HINTS: Record<string, string> = {
  SLACK_BOT_TOKEN: "must be a bot token (xoxb-…), from Slack's OAuth & Permissions page.",
  SLACK_APP_TOKEN: "must be an app-level token (xapp-…), from Slack's Basic Information page.",
  SLACK_SIGNING_SECRET: "must be the signing secret of the app, from Slack's Basic Information page.",
  ASSAY_LOG_LEVEL: "must be one of trace, debug, info, warn, error, fatal, silent.",
  ASSAY_CHARTS: "must be pictures or none.",
  DATABRICKS_PORT: "must be a port number from 1 to 65535.",
  DATABRICKS_HTTP_PATH: "must be the HTTP path of the warehouse, such as /sql/1.0/warehouses/abc.",
  MICROSOFT_APP_TYPE: "must be MultiTenant, SingleTenant or UserAssignedMSI.",
  ASSAY_PLACES: "must be pairs such as slack:T1/C2=sales,teams:TENANT=clinic.",
  ASSAY_USER_HEADER: "must be the name of a header, such as X-Forwarded-Email.",
  REDIS_URL: "must be a URL such as redis://127.0.0.1:6379.",
  CHROMA_URL: "must be a URL such as http://127.0.0.1:8000.",
  ASSAY_MODEL_ROUTES: "must be pairs such as plan=mistral-small-latest,write=mistral-large-latest.",
  ASSAY_MODEL_USD_PER_DAY: "must be an amount of US dollars, such as 10.",
  ASSAY_EMBEDDER: "must be static or mistral-embed.",
  MISTRAL_SERVER_URL: "must be a URL such as https://models.example.com.",
  SLACK_API_URL: "must be a URL that ends in /api/.",
};

function relations(env: Environment): string[] {
  const problems: string[] = [];
  const need = (condition: unknown, name: string, why: string): void => {
    if (!condition) problems.push(`  ${name}: ${why}`);
  };
  if (env.SLACK_BOT_TOKEN) {
    need(
      env.SLACK_SIGNING_SECRET ?? env.SLACK_APP_TOKEN,
      "SLACK_SIGNING_SECRET",
      "is needed with SLACK_BOT_TOKEN, or set SLACK_APP_TOKEN for Socket Mode; without it nobody could tell Slack from a stranger.",
    );
  }
  need(
    env.ASSAY_EMBEDDER === "static" || (env.MISTRAL_API_KEY ?? env.MISTRAL_SERVER_URL),
    "MISTRAL_API_KEY",
    "is needed with ASSAY_EMBEDDER=mistral-embed, or MISTRAL_SERVER_URL.",
  );
  if (env.MICROSOFT_APP_ID && env.MICROSOFT_APP_TYPE !== "UserAssignedMSI") {
    need(env.MICROSOFT_APP_PASSWORD, "MICROSOFT_APP_PASSWORD", "is needed with MICROSOFT_APP_ID.");
  }
  if (env.MICROSOFT_APP_ID && env.MICROSOFT_APP_TYPE !== "MultiTenant") {
    need(
      env.MICROSOFT_APP_TENANT_ID,
      "MICROSOFT_APP_TENANT_ID",
      `is needed for a ${env.MICROSOFT_APP_TYPE} app.`,
    );
  }
  if (env.DATABRICKS_HOST) {
    need(env.DATABRICKS_HTTP_PATH, "DATABRICKS_HTTP_PATH", "is needed with DATABRICKS_HOST.");
    need(
      env.DATABRICKS_TOKEN ?? (env.DATABRICKS_CLIENT_ID && env.DATABRICKS_CLIENT_SECRET),
      "DATABRICKS_TOKEN",
      "is needed with DATABRICKS_HOST, or DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET.",
    );
  }
  return problems;
}

function toConfig(env: Environment, overrides: Parameters<typeof readConfig>[0] = {}): Config {
  return {
    stateDir: resolve(overrides.stateDir ?? env.ASSAY_STATE),
    logLevel: env.ASSAY_LOG_LEVEL ?? overrides.logLevel ?? "info",
    slack: env.SLACK_BOT_TOKEN
      ? {
          botToken: env.SLACK_BOT_TOKEN,
          signingSecret: env.SLACK_SIGNING_SECRET ?? null,
          appToken: env.SLACK_APP_TOKEN ?? null,
          apiUrl: env.SLACK_API_URL ?? null,
        }
      : null,
    teams: env.MICROSOFT_APP_ID
      ? {
          appId: env.MICROSOFT_APP_ID,
          password: env.MICROSOFT_APP_PASSWORD ?? null,
          type: env.MICROSOFT_APP_TYPE,
          tenantId: env.MICROSOFT_APP_TENANT_ID ?? null,
        }
      : null,
    databricks: databricks(env),
    mistral:
      env.MISTRAL_API_KEY || env.MISTRAL_SERVER_URL
        ? { apiKey: env.MISTRAL_API_KEY ?? null, serverUrl: env.MISTRAL_SERVER_URL ?? null }
        : null,
    model: {
      routes: pairsOf(env.ASSAY_MODEL_ROUTES),
      usdPerWorkspacePerDay: env.ASSAY_MODEL_USD_PER_DAY,
      cassette: overrides.cassette ?? env.ASSAY_MODEL_CASSETTE ?? null,
    },
    embedder: env.ASSAY_EMBEDDER,
    chromaUrl: env.CHROMA_URL ?? null,
    redisUrl: env.REDIS_URL ?? null,
    charts: env.ASSAY_CHARTS,
    hosts: (env.ASSAY_HOSTS ?? "")
      .split(",")
      .map((host) => host.trim())
      .filter((host) => host !== ""),
    places: pairsOf(env.ASSAY_PLACES),
    userHeader: env.ASSAY_USER_HEADER?.toLowerCase() ?? null,
  };
}

/** "a=1,b=2" as a record. */
function pairsOf(text = ""): Record<string, string> {
  const pairs = text.split(",").filter((pair) => pair !== "");
  return Object.fromEntries(
    pairs.map((pair) => pair.split("=").map((part) => part.trim()) as [string, string]),
  );
}

function databricks(env: Environment): Config["databricks"] {
  if (!env.DATABRICKS_HOST || !env.DATABRICKS_HTTP_PATH) return null;
  return {
    host: env.DATABRICKS_HOST,
    port: env.DATABRICKS_PORT,
    path: env.DATABRICKS_HTTP_PATH,
    auth: env.DATABRICKS_TOKEN
      ? { kind: "token", token: env.DATABRICKS_TOKEN }
      : {
          kind: "oauth",
          clientId: env.DATABRICKS_CLIENT_ID ?? "",
          clientSecret: env.DATABRICKS_CLIENT_SECRET ?? "",
        },
    caFile: env.DATABRICKS_CA_FILE ?? null,
  };
}
