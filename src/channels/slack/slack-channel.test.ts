import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Conversation, Feedback, IncomingMessage } from "../../contracts/conversation.js";
import { answerFixture } from "../../testing/answer-fixture.js";
import { createSlackChannel, type SlackChannel } from "./slack-channel.js";
import { BOT_TOKEN, BOT_USER, type FakeSlack, SIGNING_SECRET, startFakeSlack } from "./testing/fake-slack.js";

let slack: FakeSlack;
let channel: SlackChannel;
let server: Server;
let url: string;
let accepted: IncomingMessage[];
let votes: Feedback[];
let storeFails: boolean;
const ownThreads = new Set<string>();

beforeEach(async () => {
  slack = await startFakeSlack();
  slack.users.set("U1", { email: "ana@example.com", name: "Ana" });
  accepted = [];
  votes = [];
  storeFails = false;
  ownThreads.clear();
  channel = createSlackChannel({
    botToken: BOT_TOKEN,
    signingSecret: SIGNING_SECRET,
    appToken: null,
    apiUrl: slack.apiUrl,
    chart: async () => null,
    onWarning: () => {},
  });
  const { router } = await channel.start(scriptedConversation());
  const app = express();
  if (router) app.use(router);
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
});

afterEach(async () => {
  await channel.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await slack.close();
});

describe("Slack over HTTP", () => {
  it("accepts a mention with the person's e-mail, its thread and without the bot's name", async () => {
    const { status } = await slack.deliver(
      url,
      event({ type: "app_mention", text: `<@${BOT_USER}> sales &amp; profit?`, ts: "5.000001" }),
    );
    expect(status).toBe(200);
    expect(accepted).toMatchObject([
      {
        text: "sales & profit?",
        thread: "slack:T1/C1/5.000001",
        place: "slack:T1/C1",
        user: { id: "U1", email: "ana@example.com" },
        reply: { channel: "C1", threadTs: "5.000001" },
      },
    ]);
  });

  it("refuses a wrong signature and a request of six minutes ago, and keeps nothing", async () => {
    const mention = event({ type: "app_mention", text: "hi", ts: "5.1" });
    expect((await slack.deliver(url, mention, { secret: "stranger" })).status).toBe(401);
    expect((await slack.deliver(url, mention, { skewSeconds: -360 })).status).toBe(401);
    expect((await slack.deliver(url, mention, { skewSeconds: 360 })).status).toBe(401);
    expect(accepted).toEqual([]);
  });

  it("answers Slack's challenge", async () => {
    const { body } = await slack.deliver(url, { type: "url_verification", challenge: "abc" });
    expect(body).toContain("abc");
  });

  it("does not acknowledge what could not be stored, so that Slack sends it again", async () => {
    storeFails = true;
    const mention = event({ type: "app_mention", text: "sales?", ts: "5.2" });
    expect((await slack.deliver(url, mention)).status).toBe(500);
    storeFails = false;
    const again = await slack.deliver(url, mention, { headers: { "x-slack-retry-num": "1" } });
    expect(again.status).toBe(200);
    expect(accepted).toHaveLength(1);
  });

  it("does not guess who asks when Slack cannot tell", async () => {
    slack.failNext("users.info", { kind: "server_error" });
    const mention = event({ type: "app_mention", text: "sales?", ts: "5.3" });
    expect((await slack.deliver(url, mention)).status).toBe(500);
    expect(accepted).toEqual([]);
  });

  it.each([
    ["its own message", { user: BOT_USER, text: "Revenue was 5", channel_type: "im" }],
    ["another bot's", { bot_id: "B9", text: "deploy done", channel_type: "im" }],
    ["an edit", { subtype: "message_changed", text: "x", channel_type: "im" }],
    ["a channel message outside any thread", { text: "lunch?", channel_type: "channel" }],
    ["a message in somebody else's thread", { text: "lunch?", channel_type: "channel", thread_ts: "1.9" }],
    [
      "a word to a colleague in its own thread",
      { text: "<@U2> look", channel_type: "channel", thread_ts: "1.1" },
    ],
  ])("leaves %s alone", async (_, fields) => {
    ownThreads.add("slack:T1/C1/1.1");
    const { status } = await slack.deliver(url, event({ type: "message", ts: "6.1", ...fields }));
    expect(status).toBe(200);
    expect(accepted).toEqual([]);
  });

  it("follows up without a mention in its own thread and in direct messages", async () => {
    ownThreads.add("slack:T1/C1/1.1");
    await slack.deliver(
      url,
      event(
        { type: "message", text: "by region", channel_type: "channel", thread_ts: "1.1", ts: "6.2" },
        "Ev1",
      ),
    );
    await slack.deliver(
      url,
      event({ type: "message", text: "sales?", channel_type: "im", channel: "D1", ts: "6.3" }, "Ev2"),
    );
    expect(accepted.map(({ text, thread }) => [text, thread])).toEqual([
      ["by region", "slack:T1/C1/1.1"],
      ["sales?", "slack:T1/D1/6.3"],
    ]);
  });

  it("turns a pressed option into its label, tied to the answer that offered it", async () => {
    await slack.deliver(url, press("assay_option:1", JSON.stringify({ answer: "ans_c", option: 1 })), {
      form: true,
    });
    expect(accepted).toMatchObject([{ text: "Tickets", about: "ans_c", thread: "slack:T1/C1/1.1" }]);
  });

  it("records a vote for the answer pressed, asks what was wrong, and keeps the correction", async () => {
    await slack.deliver(url, press("assay_feedback", "down:ans_c"), { form: true });
    expect(votes).toMatchObject([{ answerId: "ans_c", vote: "down", user: "ana@example.com", kind: null }]);
    await expect.poll(() => slack.views.length).toBe(1);
    expect(slack.views[0]).toMatchObject({ callback_id: "assay_correction", private_metadata: "ans_c" });
    await slack.deliver(url, correction("ans_c"), { form: true });
    expect(votes[1]).toMatchObject({ answerId: "ans_c", vote: "down", kind: "period", comment: "March" });
  });

  it("shows how an answer was computed", async () => {
    await slack.deliver(url, press("assay_computed", "ans_c"), { form: true });
    await expect.poll(() => JSON.stringify(slack.views)).toContain("SELECT 1");
  });
});

function scriptedConversation(): Conversation {
  const options = ["Takings", "Tickets"].map((label) => ({ label, question: label }));
  const answer = answerFixture({
    id: "ans_c",
    status: "clarification",
    sql: "SELECT 1",
    clarification: { question: "?", options },
  });
  return {
    accept: async (message) => {
      if (storeFails) throw new Error("disk full");
      accepted.push(message);
      return { accepted: true };
    },
    ask: async () => answer,
    feedback: async (feedback) => {
      votes.push(feedback);
      return { recorded: true, reason: null };
    },
    answer: async () => answer,
    thread: async () => null,
    knows: async (id) => ownThreads.has(id),
    suggestions: async () => ["Sales by region"],
  };
}

function event(fields: object, eventId = "Ev0"): Record<string, unknown> {
  return {
    type: "event_callback",
    team_id: "T1",
    api_app_id: "A1",
    event_id: eventId,
    event_time: 1,
    event: { user: "U1", channel: "C1", event_ts: "1", ...fields },
    authorizations: [{ team_id: "T1", user_id: BOT_USER, is_bot: true }],
  };
}

function press(actionId: string, value: string): Record<string, unknown> {
  return {
    type: "block_actions",
    user: { id: "U1" },
    team: { id: "T1" },
    channel: { id: "C1" },
    message: { ts: "1.2", thread_ts: "1.1" },
    container: {},
    trigger_id: "tr1",
    actions: [{ type: "button", action_id: actionId, block_id: "b", value, action_ts: "7.1" }],
  };
}

function correction(answerId: string): Record<string, unknown> {
  return {
    type: "view_submission",
    user: { id: "U1" },
    team: { id: "T1" },
    view: {
      callback_id: "assay_correction",
      private_metadata: answerId,
      state: {
        values: {
          kind: { kind: { selected_option: { value: "period" } } },
          comment: { comment: { value: "March" } },
        },
      },
    },
  };
}
