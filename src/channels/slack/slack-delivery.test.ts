import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Delivery } from "../../contracts/conversation.js";
import { answerFixture } from "../../testing/answer-fixture.js";
import { createSlackPort } from "./delivery-port.js";
import { BOT_TOKEN, type FakeSlack, startFakeSlack } from "./testing/fake-slack.js";
import { createWebClient } from "./web-client.js";

const PNG = new Uint8Array([137, 80, 78, 71]);
let slack: FakeSlack;
let warnings: string[];

beforeEach(async () => {
  slack = await startFakeSlack();
  warnings = [];
});
afterEach(() => slack.close());

describe("delivering to Slack", () => {
  it("puts the chart above the table", async () => {
    expect(await deliver()).toMatchObject({ kind: "delivered" });
    const types = slack.messages[0]?.blocks.map(({ type }) => type) ?? [];
    expect(types.indexOf("image")).toBeGreaterThan(0);
    expect(types.indexOf("image")).toBeLessThan(types.indexOf("table"));
    expect([...slack.uploads.values()].map((bytes) => [...bytes])).toEqual([[...PNG]]);
  });

  it.each(["files.getUploadURLExternal", "files.completeUploadExternal"])(
    "answers without the chart when it fails at %s",
    async (method) => {
      slack.failNext(method, { kind: "server_error" });
      expect(await deliver()).toMatchObject({ kind: "delivered" });
      expect(slack.messages[0]?.blocks.map(({ type }) => type)).not.toContain("image");
      expect(JSON.stringify(slack.messages)).toContain("Revenue was $5.");
      expect(warnings).toEqual(["chart left out"]);
    },
  );

  it("posts plain text where Slack refuses the blocks", async () => {
    slack.failNext("chat.postMessage", { kind: "platform_error", error: "invalid_blocks" });
    expect(await deliver()).toMatchObject({ kind: "delivered" });
    expect(slack.messages).toMatchObject([{ blocks: [], text: "Revenue was $5." }]);
    const posts = slack.calls.filter(({ method }) => method === "chat.postMessage");
    expect(posts.map(({ args }) => String(args["mrkdwn"]))).toEqual(["false", "false"]);
  });

  it("waits as long as Slack says", async () => {
    slack.failNext("chat.postMessage", { kind: "rate_limited", retryAfter: 7 });
    expect(await deliver()).toMatchObject({ kind: "retry", retryAfterMs: 7000, uncertain: false });
  });
});

function deliver() {
  const port = createSlackPort({
    client: createWebClient(BOT_TOKEN, slack.apiUrl),
    chart: async () => PNG,
    onWarning: (what) => warnings.push(what),
  });
  return port.deliver(DELIVERY, AbortSignal.timeout(5000));
}

const DELIVERY: Delivery = {
  id: "d1",
  channel: "slack",
  thread: "t",
  reply: { team: "T1", channel: "C1", threadTs: "1.1" },
  kind: "answer",
  answer: answerFixture({
    status: "answered",
    headline: "Revenue was $5.",
    narrative: "",
    columns: [{ name: "Region", type: "string", role: "dimension" }],
    rows: [["North"], ["South"]],
  }),
  text: "",
  attempt: 1,
};
