import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  type ConversationRoom,
  openConversationRoom,
  until,
} from "../../conversation/testing/conversation-room.js";
import { servedChannels } from "../../conversation/testing/served-channels.js";
import { type FakeBotService, startFakeBotService } from "./testing/fake-bot-service.js";
import { type TeamsHarness, teamsHarness } from "./testing/teams-harness.js";

/** What goes wrong between Teams and the bot, at the wire of the Bot Framework. Numbered as in the table of faults. */
describe("Teams under faults", () => {
  let service: FakeBotService;
  let harness: TeamsHarness;
  let room: ConversationRoom;

  const served = servedChannels(() => teamsHarness(service));
  const { serve } = served;

  beforeEach(async () => {
    service = await startFakeBotService();
    ({ harness, room } = await serve({}));
  });
  afterEach(async () => {
    await served.end();
    await service.close();
  });

  const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 150));
  const answers = async (thread: string): Promise<string[]> =>
    (await harness.shown(thread)).filter((text) => /apples for/.test(text));

  it("fault row 1: an answer that takes longer than three seconds is acknowledged at once, with a placeholder, and comes once", async () => {
    const thread = harness.newThread();
    const started = Date.now();
    await harness.say(thread, "slow 3100 apples");
    expect(Date.now() - started).toBeLessThan(3000);
    await until(async () => (await harness.shown(thread))[0]?.includes("Working on it…") ?? false, 2000);
    await until(async () => (await answers(thread)).length > 0, 10_000);
    await settled();
    expect(await harness.shown(thread)).toHaveLength(1);
  });

  it("fault row 2: an activity that comes again three times is answered once", async () => {
    const thread = harness.newThread();
    const said = await harness.say(thread, "slow 50 apples");
    for (let n = 0; n < 3; n++) await harness.again?.(said);
    await until(async () => (await answers(thread)).length > 0);
    await harness.again?.(said);
    await settled();
    expect(room.answerer.asked).toHaveLength(1);
    expect(await harness.shown(thread)).toHaveLength(1);
  });

  it("fault row 3: an activity that reaches two instances is answered once", async () => {
    const other = await serve({ store: room.store });
    const thread = harness.newThread();
    const said = await harness.say(thread, "slow 50 apples");
    await other.harness.again?.(said);
    await until(async () => (await answers(thread)).length > 0);
    await settled();
    expect([...room.answerer.asked, ...other.room.answerer.asked]).toHaveLength(1);
    expect(await answers(thread)).toHaveLength(1);
  });

  it("fault row 5: a Retry-After is waited for, and the answer comes once", async () => {
    const thread = harness.newThread();
    service.failNext("put", { kind: "status", status: 429, retryAfter: 1 });
    const started = Date.now();
    await harness.say(thread, "apples");
    await until(async () => (await answers(thread)).length > 0);
    expect(Date.now() - started).toBeGreaterThanOrEqual(1000);
    expect(await harness.shown(thread)).toHaveLength(1);
  });

  it("fault row 7: what Teams answers with 412, 502 and 504 is tried again until it is taken, once", async () => {
    const thread = harness.newThread();
    for (const status of [412, 502, 504]) service.failNext("put", { kind: "status", status });
    for (const status of [502, 504, 412]) service.failNext("post", { kind: "status", status });
    await harness.say(thread, "apples");
    await until(async () => (await answers(thread)).length > 0);
    await settled();
    expect(await harness.shown(thread)).toHaveLength(1);
    expect(room.answerer.asked).toHaveLength(1);
    expect(await room.metrics.registry.metrics()).toMatch(
      /assay_deliveries_total\{channel="teams",outcome="retry"\} [3-9]/,
    );
  });

  it("fault row 8: while the service URL cannot be reached the answer is kept, over a restart too, and comes when it is back", async () => {
    const thread = harness.newThread();
    await harness.say(thread, "slow 100 apples");
    await service.pause();
    await until(async () => (await room.store.figures()).outbox === 1);
    await harness.stop();
    await room.conversation.stop(100);
    const next = await serve({ store: room.store });
    await settled();
    expect(await next.room.store.figures()).toMatchObject({ outbox: 1, undeliverable: 0 });
    await service.resume();
    await until(async () => (await answers(thread)).length > 0);
    expect(await answers(thread)).toHaveLength(1);
    expect([...room.answerer.asked, ...next.room.answerer.asked]).toHaveLength(1);
  });

  it("fault row 9: a forged and an old token get a 401, silence, and no place in the inbox", async () => {
    const printed = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const activity = service.activity({ text: "apples" });
    const now = Math.floor(Date.now() / 1000);
    const tokens = [
      service.token({ forged: true }),
      service.token({ claims: { nbf: now - 7200, exp: now - 3600 } }),
    ];
    for (const token of tokens) {
      const response = await fetch(harness.url(), {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
        body: JSON.stringify(activity),
      });
      expect(response.status).toBe(401);
    }
    await settled();
    expect(await room.store.figures()).toMatchObject({ waiting: 0, working: 0, outbox: 0, delivered: 0 });
    expect(service.messages).toEqual([]);
    printed.mockRestore();
  });

  it("fault row 10: a warehouse that starts is said in the place of the answer, which then comes, submitted once", async () => {
    const slow = await serve({ settings: { slowNoticeMs: 60 }, store: openConversationRoom({}).store });
    const thread = harness.newThread();
    await slow.harness.say(thread, "starting 400 apples");
    await until(async () => (await harness.shown(thread)).some((text) => text.includes("may be starting")));
    await until(async () => (await answers(thread)).length > 0);
    await settled();
    expect(await harness.shown(thread)).toHaveLength(1);
    expect(slow.room.answerer.asked).toHaveLength(1);
  });
});
