import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type App, openApp } from "../app.js";
import { terminalMessage } from "../commands/message.js";
import { readConfig } from "../config.js";
import { brokenMeasures } from "./broken-measures.js";

const EXAMPLE = join(import.meta.dirname, "../../docs/example-workspace");
const { signal } = new AbortController();

let root: string;
let app: App;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "assay-broken-"));
  const dir = join(root, "workspace");
  cpSync(EXAMPLE, dir, { recursive: true });
  appendFileSync(
    join(dir, "metrics/landings.yaml"),
    '  - { name: Late Landings, expr: "COUNT(*) FILTER (WHERE source.species > source.day)" }\n',
  );
  const config = readConfig({ stateDir: join(root, "state"), logLevel: "silent" }, {});
  app = await openApp({ config, workspaces: [dir], onProgress: () => {}, signal });
}, 60_000);
afterAll(async () => {
  await app.close();
  rmSync(root, { recursive: true, force: true });
});

describe("a measure that the engine does not take", () => {
  it("is listed with its file and line, alone", async () => {
    const broken = await brokenMeasures(app.defaultRuntime, signal);
    expect(broken).toHaveLength(1);
    expect(broken[0]).toMatch(/"Late Landings" can't be computed as .*landings\.yaml:23 defines it: .*DATE/);
  });

  it("fails its question and says who must act, instead of offering the question again", async () => {
    const text = "late landings by species in 2024";
    const message = terminalMessage({ text, thread: "t1", user: undefined, asOf: undefined, request: null });
    const answer = await app.conversation.ask(message, () => {}, signal);
    expect(answer).toMatchObject({ status: "failed", clarification: null });
    expect(answer.error).toMatchObject({
      code: "measure_unusable",
      message: expect.stringContaining("landings.yaml:23"),
      remedy: expect.stringContaining("assay doctor"),
    });
  });
});
