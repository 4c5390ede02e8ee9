import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWebClient } from "../web-client.js";
import { BOT_TOKEN, type FakeSlack, startFakeSlack } from "./fake-slack.js";

let slack: FakeSlack;
beforeAll(async () => {
  slack = await startFakeSlack();
});
afterAll(() => slack.close());

const section = (length: number): object => ({
  type: "section",
  text: { type: "mrkdwn", text: "x".repeat(length) },
});
const button = (id: string, text: string, value = "v"): object => ({
  type: "button",
  action_id: id,
  value,
  text: { type: "plain_text", text },
});

describe("the fake Slack refuses what Slack documents as refused", () => {
  const refused: [string, unknown[]][] = [
    ["51 blocks", Array.from({ length: 51 }, () => ({ type: "divider" }))],
    ["a section of 3,001 characters", [section(3001)]],
    ["an empty section", [section(0)]],
    ["a header of 151 characters", [{ type: "header", text: { type: "plain_text", text: "x".repeat(151) } }]],
    [
      "11 context elements",
      [{ type: "context", elements: Array.from({ length: 11 }, () => ({ type: "mrkdwn", text: "x" })) }],
    ],
    [
      "26 buttons",
      [{ type: "actions", elements: Array.from({ length: 26 }, (_, i) => button(`a${i}`, "x")) }],
    ],
    ["a button of 76 characters", [{ type: "actions", elements: [button("a", "x".repeat(76))] }]],
    ["a value of 2,001 characters", [{ type: "actions", elements: [button("a", "x", "v".repeat(2001))] }]],
    ["an action id of 256 characters", [{ type: "actions", elements: [button("a".repeat(256), "x")] }]],
    ["two buttons of one id", [{ type: "actions", elements: [button("a", "x"), button("a", "y")] }]],
    [
      "a table of 101 rows",
      [{ type: "table", rows: Array.from({ length: 101 }, () => [{ type: "raw_text", text: "x" }]) }],
    ],
    [
      "a table of 21 columns",
      [{ type: "table", rows: [Array.from({ length: 21 }, () => ({ type: "raw_text", text: "x" }))] }],
    ],
    ["an empty table cell", [{ type: "table", rows: [[{ type: "raw_text", text: "" }]] }]],
    ["two tables", [table(), table()]],
    ["a block that does not exist", [{ type: "nonsense" }]],
    ["a picture of a file never uploaded", [{ type: "image", slack_file: { id: "F0" }, alt_text: "x" }]],
    [
      "six context actions",
      [{ type: "context_actions", elements: Array.from({ length: 6 }, () => ({ type: "icon_button" })) }],
    ],
  ];

  it.each(refused)("%s", async (_, blocks) => {
    await expect(post({ channel: "C1", text: "t", blocks: blocks as never })).rejects.toMatchObject({
      data: { error: "invalid_blocks" },
    });
  });

  it("a wrong token, an unknown method, a message of nothing", async () => {
    const stranger = createWebClient("xoxb-other", slack.apiUrl);
    await expect(stranger.auth.test()).rejects.toMatchObject({ data: { error: "invalid_auth" } });
    await expect(client().apiCall("chat.nonsense")).rejects.toMatchObject({
      data: { error: "unknown_method" },
    });
    await expect(post({ channel: "C1", text: "" })).rejects.toMatchObject({ data: { error: "no_text" } });
    await expect(client().users.info({ user: "U404" })).rejects.toMatchObject({
      data: { error: "user_not_found" },
    });
    await expect(client().files.completeUploadExternal({ files: [{ id: "F0" }] })).rejects.toMatchObject({
      data: { error: "file_not_found" },
    });
  });

  it("a modal with a title of 25 characters", async () => {
    const view = {
      type: "modal" as const,
      title: { type: "plain_text" as const, text: "x".repeat(25) },
      blocks: [],
    };
    await expect(client().views.open({ trigger_id: "1", view })).rejects.toMatchObject({
      data: { error: "invalid_arguments" },
    });
  });
});

describe("the fake Slack keeps what it takes", () => {
  it("a message in its thread, with metadata, found again by replies", async () => {
    const metadata = { event_type: "e", event_payload: { delivery: "d1" } };
    const sent = await post({ channel: "C2", thread_ts: "1.1", text: "hello", metadata });
    const found = await client().conversations.replies({
      channel: "C2",
      ts: "1.1",
      include_all_metadata: true,
    });
    expect(found.messages).toEqual([{ ts: sent.ts, text: "hello", thread_ts: "1.1", metadata }]);
  });

  it("a message whose answer was lost on the way back", async () => {
    slack.failNext("chat.postMessage", { kind: "drop_after" });
    await expect(post({ channel: "C3", text: "lost" })).rejects.toThrow();
    expect(slack.messages.filter(({ channel }) => channel === "C3")).toHaveLength(1);
  });

  it("nothing where the fault came before", async () => {
    slack.failNext(
      "chat.postMessage",
      { kind: "drop_before" },
      { kind: "server_error" },
      { kind: "rate_limited", retryAfter: 7 },
    );
    for (const _ of [1, 2]) await expect(post({ channel: "C4", text: "x" })).rejects.toThrow();
    await expect(post({ channel: "C4", text: "x" })).rejects.toMatchObject({ retryAfter: 7 });
    expect(slack.messages.filter(({ channel }) => channel === "C4")).toHaveLength(0);
  });
});

function client(): ReturnType<typeof createWebClient> {
  return createWebClient(BOT_TOKEN, slack.apiUrl);
}

function post(args: Parameters<ReturnType<typeof createWebClient>["chat"]["postMessage"]>[0]) {
  return client().chat.postMessage(args);
}

function table(): object {
  return { type: "table", rows: [[{ type: "raw_text", text: "x" }]] };
}
