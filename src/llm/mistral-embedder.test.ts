import { afterEach, describe, expect, it } from "vitest";
import { openMistralEmbedder } from "./mistral-embedder.js";
import { type FakeMistral, type FakeReply, startFakeMistral } from "./testing/fake-mistral.js";

let fake: FakeMistral | null = null;
afterEach(async () => {
  await fake?.close();
});

const signal = new AbortController().signal;
const GOOD: FakeReply = { kind: "text", text: "" };

describe("the provider's embeddings", () => {
  it("are unit vectors in order, a batch at a time", async () => {
    fake = await startFakeMistral([GOOD]);
    const embedder = await openMistralEmbedder({ apiKey: "k", serverUrl: fake.url }, signal);
    expect([embedder.id, embedder.dimension]).toEqual(["mistral-embed", 8]);
    const texts = Array.from({ length: 40 }, (_, at) => `text ${at}`);
    const vectors = await embedder.embed(texts, { signal, timeoutMs: 5000 });
    expect(vectors).toHaveLength(40);
    for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    expect(fake.requests.map(({ body }) => body.input?.length)).toEqual([1, 32, 8]);
    const [alone] = await embedder.embed(["text 39"], { signal, timeoutMs: 5000 });
    expect(vectors[39]).toEqual(alone);
  });

  it("are a fault of the model where the server hangs or fails", async () => {
    fake = await startFakeMistral([GOOD, { kind: "hang" }]);
    const embedder = await openMistralEmbedder({ apiKey: "k", serverUrl: fake.url }, signal);
    await expect(embedder.embed(["x"], { signal, timeoutMs: 100 })).rejects.toMatchObject({
      code: "model_timeout",
    });
    await fake.close();
    fake = await startFakeMistral([{ kind: "status", status: 500 }]);
    await expect(openMistralEmbedder({ apiKey: "k", serverUrl: fake.url }, signal)).rejects.toMatchObject({
      fault: "model",
    });
  });
});
