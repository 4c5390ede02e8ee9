import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openCassette } from "./cassette.js";
import { createMistralTransport } from "./mistral-transport.js";
import { startFakeMistral } from "./testing/fake-mistral.js";
import { jsonRequest, SPENDER, testDoor } from "./testing/test-door.js";

const folder = mkdtempSync(join(tmpdir(), "assay-cassette-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const call = () => ({ signal: new AbortController().signal, timeoutMs: 5000 });

describe("a cassette", () => {
  it("records exchanges by the hash of their prompt, and plays them back without a server or a budget", async () => {
    const file = join(folder, "exchanges.json");
    const fake = await startFakeMistral([
      { kind: "status", status: 503 },
      { kind: "json", value: { fine: true }, inputTokens: 1000, outputTokens: 100 },
    ]);
    const recorder = await openCassette(
      file,
      createMistralTransport({ apiKey: "key-planted", serverUrl: fake.url }),
    );
    const first = await testDoor("", { transport: recorder.transport }).door.ask(
      jsonRequest({ user: "a secret question" }),
      call(),
    );
    await recorder.close();
    await fake.close();
    const text = readFileSync(file, "utf8");
    expect(Object.keys((JSON.parse(text) as { exchanges: object }).exchanges)).toHaveLength(1);
    expect(text).not.toMatch(/planted|secret question/);

    const player = await openCassette(file, null);
    const poor = { ...SPENDER, usdPerUserPerDay: 0 };
    const { door } = testDoor("", { transport: player.transport, usdPerWorkspacePerDay: 0 });
    const again = await door.ask(jsonRequest({ user: "a secret question", spender: poor }), call());
    expect(again.reading).toEqual(first.reading);
    expect(again.usage).toMatchObject({ inputTokens: 1000, outputTokens: 100, usd: first.usage.usd });
    await expect(door.ask(jsonRequest({ user: "another" }), call())).rejects.toMatchObject({
      code: "model_unavailable",
      fault: "model",
    });
  });

  it("says of a file that is none what to do", async () => {
    const file = join(folder, "broken.json");
    writeFileSync(file, '{"version": 2}');
    await expect(openCassette(file, null)).rejects.toMatchObject({
      code: "bad_cassette",
      fault: "configuration",
    });
  });
});
