import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type ConversationRoom,
  openConversationRoom,
  until,
} from "../../conversation/testing/conversation-room.js";
import { servedChannels } from "../../conversation/testing/served-channels.js";
import { type FakeSlack, startFakeSlack } from "./testing/fake-slack.js";
import { type SlackHarness, slackHarness } from "./testing/slack-harness.js";

/** What goes wrong between Slack and the bot, at Slack's wire. Numbered as in the table of faults. */
describe("Slack under faults", () => {
  let slack: FakeSlack;
  let harness: SlackHarness;
  let room: ConversationRoom;
  let skewMs: number;

  const served = servedChannels(() => slackHarness(slack));
  const serve = (options: Parameters<typeof served.serve>[0]) =>
    served.serve({ skew: () => skewMs, ...options });

  beforeEach(async () => {
    slack = await startFakeSlack();
    skewMs = 0;
    ({ harness, room } = await serve({}));
  });
  afterEach(async () => {
    await served.end();
    await slack.close();
  });

  const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 150));
  const posts = () => slack.calls.filter(({ method }) => method === "chat.postMessage");
  const answers = async (thread: string): Promise<string[]> =>
    (await harness.shown(thread)).filter((text) => /apples for/.test(text));

  it("fault row 1: an answer that takes longer than three seconds is acknowledged at once, with a status, and comes once", async () => {
    const thread = harness.newThread();
    const [mention = {}] = harness.mention(thread, "slow 3100 apples");
    const { status, ms } = await slack.deliver(harness.url(), mention);
    expect(status).toBe(200);
    expect(ms).toBeLessThan(3000);
    await until(() => slack.calls.some(({ method }) => method === "assistant.threads.setStatus"), 3000);
    expect(posts()).toEqual([]);
    await until(async () => (await answers(thread)).length > 0, 10_000);
    await settled();
    expect(await answers(thread)).toHaveLength(1);
  });

  it("fault row 2: an event that Slack sends again three times is answered once", async () => {
    const thread = harness.newThread();
    const [mention = {}] = harness.mention(thread, "slow 50 apples");
    for (const retry of [null, "1", "2", "3"]) {
      const headers =
        retry === null ? {} : { "x-slack-retry-num": retry, "x-slack-retry-reason": "http_timeout" };
      expect((await slack.deliver(harness.url(), mention, { headers })).status).toBe(200);
    }
    await until(async () => (await answers(thread)).length > 0);
    await slack.deliver(harness.url(), mention);
    await settled();
    expect(room.answerer.asked).toHaveLength(1);
    expect(posts()).toHaveLength(1);
  });

  it("fault row 3: an event that reaches two instances is answered once", async () => {
    const other = await serve({ store: room.store });
    const thread = harness.newThread();
    const [mention = {}] = harness.mention(thread, "slow 50 apples");
    const statuses = await Promise.all(
      [harness, other.harness, harness, other.harness].map(
        async (instance) => (await slack.deliver(instance.url(), mention)).status,
      ),
    );
    expect(statuses).toEqual([200, 200, 200, 200]);
    await until(async () => (await answers(thread)).length > 0);
    await settled();
    expect([...room.answerer.asked, ...other.room.answerer.asked]).toHaveLength(1);
    expect(posts()).toHaveLength(1);
  });

  it("fault row 4: messages that arrive out of order are answered in the order in which they were said", async () => {
    const settling = await serve({ settings: { settleMs: 80 }, store: openConversationRoom({}).store });
    const thread = "1700000100.000001";
    const said = [
      settling.harness.mention(thread, "and then", "1700000100.000003"),
      settling.harness.mention(thread, "apples", "1700000100.000002"),
    ];
    for (const [mention = {}] of said) await slack.deliver(settling.harness.url(), mention);
    await until(async () => (await settling.harness.shown(thread)).length === 2);
    const shown = await settling.harness.shown(thread);
    expect(shown[0]).toContain('apples for "apples"');
    expect(shown[1]).toContain("after apples");
  });

  it("fault row 5: a Retry-After of 30 seconds is waited for, and the answer comes whole and once", async () => {
    const thread = harness.newThread();
    slack.failNext("chat.postMessage", { kind: "rate_limited", retryAfter: 30 });
    await harness.say(thread, "apples");
    await until(() => posts().length === 1);
    await settled();
    skewMs = 29_500;
    await settled();
    expect(posts()).toHaveLength(1);
    skewMs = 30_500;
    await until(async () => (await answers(thread)).length > 0);
    await settled();
    expect(await answers(thread)).toHaveLength(1);
  });

  it("fault row 6: a message that Slack took without a reply in time is found in the thread, not posted again", async () => {
    const impatient = await serve({ settings: { deliverMs: 300 }, store: openConversationRoom({}).store });
    const thread = harness.newThread();
    slack.failNext("chat.postMessage", { kind: "hang_after" });
    const [mention = {}] = harness.mention(thread, "apples");
    await slack.deliver(impatient.harness.url(), mention);
    await until(async () => (await impatient.room.store.figures()).delivered === 1);
    expect(slack.calls.filter(({ method }) => method === "conversations.replies")).not.toEqual([]);
    expect(posts()).toHaveLength(1);
    expect(await answers(thread)).toHaveLength(1);
  });

  it("fault row 9: a wrong signature and an old timestamp get a 401, silence, and no place in the inbox", async () => {
    const [mention = {}] = harness.mention(harness.newThread(), "apples");
    const spoilt = [{ secret: "stranger" }, { skewSeconds: -301 }, { skewSeconds: 301 }];
    for (const options of spoilt)
      expect((await slack.deliver(harness.url(), mention, options)).status).toBe(401);
    await settled();
    expect(await room.store.figures()).toMatchObject({ waiting: 0, working: 0, outbox: 0, delivered: 0 });
    expect(slack.calls.map(({ method }) => method)).not.toContain("chat.postMessage");
  });

  it("fault row 10: a warehouse that starts is said in the thread, then the question is answered, submitted once", async () => {
    const slow = await serve({ settings: { slowNoticeMs: 60 }, store: openConversationRoom({}).store });
    const thread = harness.newThread();
    const [mention = {}] = harness.mention(thread, "starting 400 apples");
    await slack.deliver(slow.harness.url(), mention);
    await until(async () => (await harness.shown(thread)).length === 2);
    await settled();
    const shown = await harness.shown(thread);
    expect(shown[0]).toContain("may be starting");
    expect(shown[1]).toContain("apples for");
    expect(shown).toHaveLength(2);
    expect(slow.room.answerer.asked).toHaveLength(1);
  });

  it("stops a question that another process works at, by a word that this one accepted", async () => {
    const other = await serve({ store: room.store });
    const thread = harness.newThread();
    const [mention = {}] = harness.mention(thread, "hang");
    await slack.deliver(harness.url(), mention);
    await until(() => room.answerer.asked.length + other.room.answerer.asked.length === 1);
    const idle = room.answerer.asked.length === 0 ? harness : other.harness;
    const [stop = {}] = harness.mention(thread, "stop", "1800000000.000001");
    await slack.deliver(idle.url(), stop);
    await until(async () => (await harness.shown(thread)).length === 2);
    expect((await harness.shown(thread))[0]).toContain("Stopped, as you asked.");
  });
});
