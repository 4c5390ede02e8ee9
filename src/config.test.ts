import { describe, expect, it } from "vitest";
import { readConfig } from "./config.js";
import { AppError } from "./contracts/errors.js";

describe("readConfig", () => {
  it("needs nothing", () => {
    const config = readConfig({}, {});
    expect(config).toMatchObject({
      logLevel: "info",
      slack: null,
      teams: null,
      databricks: null,
      mistral: null,
    });
    expect(config.stateDir).toMatch(/\.assay$/);
  });

  it("treats an empty variable as not set", () => {
    expect(readConfig({}, { SLACK_BOT_TOKEN: "", MICROSOFT_APP_ID: "", REDIS_URL: "" })).toMatchObject({
      slack: null,
      teams: null,
      redisUrl: null,
    });
  });

  it("names every bad variable at once and repeats no value", () => {
    const bad = {
      ASSAY_LOG_LEVEL: "loud",
      SLACK_BOT_TOKEN: "hunter2-secret",
      DATABRICKS_PORT: "99999",
      REDIS_URL: "localhost",
    };
    const error = failure(bad);
    for (const name of Object.keys(bad)) expect(error.message).toContain(name);
    expect(error.message).not.toContain("hunter2");
    expect(error.message).not.toContain("99999");
    expect(error.fault).toBe("configuration");
  });

  it("refuses the provider's embeddings without a provider", () => {
    expect(failure({ ASSAY_EMBEDDER: "mistral-embed" }).message).toContain("MISTRAL_API_KEY");
    const served = { ASSAY_EMBEDDER: "mistral-embed", MISTRAL_SERVER_URL: "http://127.0.0.1:1" };
    expect(readConfig({}, served).embedder).toBe("mistral-embed");
  });

  it("refuses Slack without a way to tell Slack from a stranger", () => {
    expect(failure({ SLACK_BOT_TOKEN: "xoxb-1-abc" }).message).toContain("SLACK_SIGNING_SECRET");
    expect(readConfig({}, { SLACK_BOT_TOKEN: "xoxb-1-abc", SLACK_APP_TOKEN: "xapp-1" }).slack?.appToken).toBe(
      "xapp-1",
    );
  });

  it("refuses a Databricks host without path and credentials, naming both", () => {
    const { message } = failure({ DATABRICKS_HOST: "dbc.example.com" });
    expect(message).toContain("DATABRICKS_HTTP_PATH");
    expect(message).toContain("DATABRICKS_TOKEN");
  });

  it("maps places to workspaces", () => {
    const config = readConfig({}, { ASSAY_PLACES: "slack:T1/C2=shop,teams:t-1=clinic" });
    expect(config.places).toEqual({ "slack:T1/C2": "shop", "teams:t-1": "clinic" });
    expect(failure({ ASSAY_PLACES: "shop" }).message).toContain("ASSAY_PLACES");
  });

  it("prefers the state folder of the command line", () => {
    expect(readConfig({ stateDir: "/b" }, { ASSAY_STATE: "/a" }).stateDir).toBe("/b");
  });
});

function failure(environment: Record<string, string>): AppError {
  try {
    readConfig({}, environment);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error("expected an AppError");
}
