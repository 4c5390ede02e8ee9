import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Delivery } from "../../contracts/conversation.js";
import { answerFixture } from "../../testing/answer-fixture.js";
import { createConnector } from "./connector.js";
import { createTeamsPort } from "./delivery-port.js";
import { APP_ID, type FakeBotService, startFakeBotService } from "./testing/fake-bot-service.js";

const PNG = new Uint8Array([137, 80, 78, 71]);
let service: FakeBotService;
let warnings: string[];

beforeEach(async () => {
  service = await startFakeBotService();
  warnings = [];
});
afterEach(() => service.close());

describe("a chart on Teams", () => {
  it("shows the chart on the card", async () => {
    expect(await deliver(async () => PNG)).toMatchObject({ kind: "delivered" });
    expect(JSON.stringify(service.messages)).toContain('"url":"data:image/png;base64,iVBORw=="');
  });

  it("answers without the chart when it fails", async () => {
    const broken = async (): Promise<never> => {
      throw new Error("no fonts");
    };
    expect(await deliver(broken)).toMatchObject({ kind: "delivered" });
    expect(JSON.stringify(service.messages)).toContain("Revenue was $5.");
    expect(JSON.stringify(service.messages)).not.toContain("data:image");
    expect(warnings).toEqual(["chart left out"]);
  });
});

function deliver(chart: () => Promise<Uint8Array | null>) {
  const kept = new Map<string, unknown>();
  const port = createTeamsPort({
    connector: createConnector({
      appId: APP_ID,
      credentials: service.authority.credentials,
      timeoutMs: 5000,
    }),
    placeholders: {
      get: async <T>(key: string) => (kept.get(key) as T) ?? null,
      set: async (key, value) => void kept.set(key, value),
      delete: async (key) => void kept.delete(key),
    },
    chart,
    onWarning: (what) => warnings.push(what),
  });
  const delivery: Delivery = {
    id: "d1",
    channel: "teams",
    thread: "t",
    reply: { serviceUrl: service.url, conversation: "a:1", key: "m1" },
    kind: "answer",
    answer: answerFixture({ status: "answered", headline: "Revenue was $5." }),
    text: "",
    attempt: 1,
  };
  return port.deliver(delivery, AbortSignal.timeout(5000));
}
