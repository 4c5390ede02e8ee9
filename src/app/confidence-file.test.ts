import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type ConfidenceFile, confidenceFileSchema, confidenceSeal } from "../contracts/confidence.js";
import { readSuite, suiteHash } from "../evaluation/suite-file.js";
import { loadConfidence, readConfidence } from "./confidence-file.js";

const ROOT = join(import.meta.dirname, "../..");
const shipped = async (): Promise<ConfidenceFile> =>
  confidenceFileSchema.parse(JSON.parse(await readFile(join(ROOT, "workspaces/confidence.json"), "utf8")));
const sealed = (file: ConfidenceFile): string => JSON.stringify({ ...file, seal: confidenceSeal(file) });

describe("the shipped calibration", () => {
  it("was fitted on the suites as they are", async () => {
    const { suites } = (await shipped()).data;
    const files = ["superstore-core", "wholesale", "clinic"].flatMap((name) => [name, `stress/${name}`]);
    for (const name of files) {
      const file = join(ROOT, "eval", `${name}.yaml`);
      const suite = readSuite(await readFile(file, "utf8"), file);
      expect(suites[suite.name], suite.name).toBe(suiteHash(suite));
    }
    expect(Object.keys(suites)).toHaveLength(files.length);
  });

  it("is fitted on enough errors, and holds on the half that it did not see", async () => {
    const { data, report } = await shipped();
    expect(data.wrong / data.answers).toBeGreaterThanOrEqual(0.15);
    expect(report.auroc).toBeGreaterThanOrEqual(0.8);
    expect(report.ece).toBeLessThanOrEqual(0.05);
  });

  it("serves a workspace that has none of its own", async () => {
    const { base, weights } = await shipped();
    expect(await loadConfidence(await mkdtemp(join(tmpdir(), "plain-")))).toEqual({ base, weights });
  });

  it("gives way to the workspace's own", async () => {
    const dir = await mkdtemp(join(tmpdir(), "own-"));
    await writeFile(join(dir, "confidence.json"), sealed({ ...(await shipped()), base: 1.5 }));
    expect((await loadConfidence(dir)).base).toBe(1.5);
  });
});

describe("a calibration that can't be used", () => {
  it("is refused with what differs and what to do", async () => {
    const file = await shipped();
    const read = (text: string) => () => readConfidence(text, "c.json");
    expect(read("{")).toThrow(/c\.json is no JSON/);
    expect(read(sealed({ ...file, version: 99 }))).toThrow(/version 99/);
    expect(read(JSON.stringify({ ...file, data: { ...file.data, hash: "other" } }))).toThrow(/other data/);
    expect(read(JSON.stringify({ ...file, base: file.base + 1 }))).toThrow(/changed after it was fitted/);
    const { fuzzy: _, ...rest } = file.weights;
    expect(read(sealed({ ...file, weights: { ...rest, luck: -1 } }))).toThrow(/lacks fuzzy, has luck/);
    expect(read(JSON.stringify({ version: file.version }))).toThrow(/form/);
    expect(read(sealed(file))).not.toThrow();
  });
});
