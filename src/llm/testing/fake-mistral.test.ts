import { afterEach, describe, expect, it } from "vitest";
import { type FakeMistral, type FakeReply, startFakeMistral } from "./fake-mistral.js";

let fake: FakeMistral | null = null;
afterEach(async () => {
  await fake?.close();
  fake = null;
});

async function post(reply: FakeReply, options: RequestInit = {}): Promise<Response> {
  fake = await startFakeMistral([reply]);
  const body = JSON.stringify({ model: "m", messages: [{ role: "user", content: "hello there" }] });
  return fetch(`${fake.url}/v1/chat/completions`, { method: "POST", body, ...options });
}

async function contentOf(response: Response): Promise<string> {
  const reply = (await response.json()) as { choices: { message: { content: string } }[] };
  return reply.choices[0]?.message.content ?? "";
}

describe("the fake model server", () => {
  it("gives a completion with usage and the asked model's name", async () => {
    const response = await post({ kind: "json", value: { a: 1 }, inputTokens: 7, outputTokens: 3 });
    const reply = (await response.json()) as { model: string; usage: object };
    expect(reply).toMatchObject({ model: "m-2611", usage: { prompt_tokens: 7, completion_tokens: 3 } });
    expect(fake?.requests[0]?.body.messages[0]?.content).toBe("hello there");
  });

  it("echoes the user's message", async () => {
    expect(await contentOf(await post({ kind: "echo" }))).toBe("hello there");
  });

  it("gives statuses with their headers", async () => {
    const response = await post({ kind: "status", status: 429, headers: { "retry-after": "3" } });
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "3"]);
  });

  it("cuts half a body, and resets without one", async () => {
    const half = await post({ kind: "half" });
    await expect(half.text()).rejects.toThrow();
    await fake?.close();
    await expect(post({ kind: "reset" })).rejects.toThrow();
  });

  it("sends what is no JSON, and a megabyte", async () => {
    await expect((await post({ kind: "broken" })).json()).rejects.toThrow();
    await fake?.close();
    const huge = await post({ kind: "huge", bytes: 1_000_000 });
    expect((await huge.text()).length).toBeGreaterThan(1_000_000);
  });

  it("waits when slow, and hangs until the client goes", async () => {
    const started = performance.now();
    expect(await contentOf(await post({ kind: "slow", ms: 60, reply: { kind: "text", text: "ok" } }))).toBe(
      "ok",
    );
    expect(performance.now() - started).toBeGreaterThan(50);
    await fake?.close();
    await expect(post({ kind: "hang" }, { signal: AbortSignal.timeout(50) })).rejects.toThrow();
    await expect.poll(() => fake?.requests[0]?.abandoned).toBe(true);
  });

  it("follows its list in order, then repeats the last", async () => {
    fake = await startFakeMistral([
      { kind: "text", text: "one" },
      { kind: "text", text: "two" },
    ]);
    const url = `${fake.url}/v1/chat/completions`;
    const body = JSON.stringify({ model: "m", messages: [] });
    const said: string[] = [];
    for (let n = 0; n < 3; n += 1) said.push(await contentOf(await fetch(url, { method: "POST", body })));
    expect(said).toEqual(["one", "two", "two"]);
  });
});
