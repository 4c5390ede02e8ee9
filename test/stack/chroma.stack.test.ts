import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createChromaVectors } from "../../src/retrieval/vectors/chroma-vectors.js";
import { createMemoryVectors } from "../../src/retrieval/vectors/memory-vectors.js";
import type { IndexStamp, VectorEntry } from "../../src/retrieval/vectors/vector-index.js";
import { type ChromaServer, startChroma } from "./parts/chroma-server.js";

const options = { signal: new AbortController().signal, timeoutMs: 20_000 };

describe("vectors in a real Chroma", () => {
  let server: ChromaServer;

  beforeAll(async () => {
    server = await startChroma();
  }, 120_000);
  afterAll(() => {
    server?.process.kill("SIGKILL");
  });

  it("rank as exactly as in the process, among the allowed alone", async () => {
    const entries = generated(300, 16);
    const chroma = createChromaVectors(server.url, stampOf("exact"));
    const memory = createMemoryVectors();
    expect(await chroma.isBuilt(options)).toBe(false);
    await chroma.build(entries, options);
    await memory.build(entries, options);
    expect(await chroma.isBuilt(options)).toBe(true);
    const among = entries.filter((_, index) => index % 3 === 0).map(({ id }) => id);
    for (const { vector } of entries.slice(0, 20)) {
      expect(await chroma.search(vector, among, 5, options)).toEqual(
        await memory.search(vector, among, 5, options),
      );
    }
  });

  it("are found again by another process, and never mixed with another model's", async () => {
    expect(await createChromaVectors(server.url, stampOf("exact")).isBuilt(options)).toBe(true);
    expect(await createChromaVectors(server.url, stampOf("other model")).isBuilt(options)).toBe(false);
  });

  it("forget older states of the same workspace alone", async () => {
    const older = createChromaVectors(server.url, stampOf("exact"));
    const stranger = createChromaVectors(server.url, { ...stampOf("exact"), workspace: "another shop" });
    await stranger.build(generated(3, 16), options);
    const newer = createChromaVectors(server.url, stampOf("newer"));
    await newer.build(generated(3, 16), options);
    await newer.dropOlder(options);
    expect(await createChromaVectors(server.url, stampOf("exact")).isBuilt(options)).toBe(false);
    expect(
      await createChromaVectors(server.url, { ...stampOf("exact"), workspace: "another shop" }).isBuilt(
        options,
      ),
    ).toBe(true);
    await expect(older.search(new Float32Array(16).fill(0.25), ["0"], 1, options)).rejects.toThrow();
  });

  it("reject within the deadline while the server hangs or is gone, and answer again after", async () => {
    const vectors = createChromaVectors(server.url, stampOf("hung"));
    const entries = generated(5, 16);
    await vectors.build(entries, options);
    const find = (timeoutMs: number) =>
      vectors.search(entries[0]?.vector ?? new Float32Array(16), ["0", "1"], 1, { ...options, timeoutMs });
    server.process.kill("SIGSTOP");
    await expect(find(200)).rejects.toMatchObject({ name: "TimeoutError" });
    server.process.kill("SIGCONT");
    expect(await find(20_000)).toEqual(["0"]);
    server.process.kill("SIGKILL");
    await pause(200);
    await expect(find(5000)).rejects.toThrow();
    server = await startChroma(server);
    expect(await find(20_000)).toEqual(["0"]);
  });
});

function stampOf(state: string): IndexStamp {
  return {
    workspace: "shop",
    model: "random",
    dimension: 16,
    hash: Buffer.from(state).toString("hex").padEnd(24, "0"),
  };
}

/** Unit vectors from a fixed linear congruence: spread out, and the same in every run. */
function generated(count: number, dimension: number): VectorEntry[] {
  let state = 1;
  const next = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647 - 0.5;
  };
  return Array.from({ length: count }, (_, index) => {
    const numbers = Float32Array.from({ length: dimension }, next);
    const length = Math.hypot(...numbers);
    return { id: String(index), text: `entry ${index}`, vector: numbers.map((value) => value / length) };
  });
}
