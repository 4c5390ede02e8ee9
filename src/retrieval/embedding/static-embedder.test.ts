import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import type { Embedder } from "../../contracts/retrieval.js";
import { openStaticEmbedder } from "./static-embedder.js";
import { createWordPieces } from "./word-pieces.js";

const call = { signal: new AbortController().signal, timeoutMs: 1000 };

describe("word pieces", () => {
  const split = createWordPieces(["[UNK]", "ship", "##ment", "##s", "s"]);

  it("are the longest that fit, from the left", () => {
    expect(split("Shipments ship")).toEqual([1, 2, 3, 1]);
  });

  it("are none where a word can't be spelt or says nothing", () => {
    expect(split("shipx the")).toEqual([]);
  });
});

describe("the vectors that ship", () => {
  let embedder: Embedder;
  beforeAll(async () => {
    embedder = await openStaticEmbedder(
      fileURLToPath(new URL("../../../models/minilm-static-256", import.meta.url)),
    );
  });
  const likeness = async (a: string, b: string): Promise<number> => {
    const [x, y] = await embedder.embed([a, b], call);
    return [...(x ?? [])].reduce((sum, value, at) => sum + value * (y?.[at] ?? 0), 0);
  };

  it("have unit length and the dimension that they say", async () => {
    const [vector] = await embedder.embed(["revenue by region"], call);
    expect(vector).toHaveLength(embedder.dimension);
    expect(Math.hypot(...(vector ?? []))).toBeCloseTo(1, 5);
  });

  it("put words of one meaning nearer than words of another", async () => {
    for (const [word, near, far] of [
      ["profit", "earnings", "bicycle"],
      ["hospital patients", "clinic visits", "exchange rates"],
      ["delivery delay", "late shipment", "sales tax"],
    ] as const) {
      expect(await likeness(word, near)).toBeGreaterThan(await likeness(word, far));
    }
  });

  it("are zero for a text without a known word", async () => {
    const [vector] = await embedder.embed(["???"], call);
    expect(vector?.every((value) => value === 0)).toBe(true);
  });

  it("are refused where the files are cut", async () => {
    const folder = mkdtempSync(join(tmpdir(), "vectors-"));
    for (const [name, size] of [
      ["vocab.txt", 4],
      ["vectors.i8", 10],
      ["scales.f32", 4],
    ] as const)
      writeFileSync(join(folder, name), "a".repeat(size));
    await expect(openStaticEmbedder(folder)).rejects.toMatchObject({ code: "embeddings_missing" });
  });
});
