import { afterEach, expect, it } from "vitest";
import type { Conversation, IncomingMessage } from "../../contracts/conversation.js";
import { openConversationRoom } from "../../conversation/testing/conversation-room.js";
import { createSlackChannel, type SlackChannel } from "./slack-channel.js";
import { BOT_TOKEN, BOT_USER } from "./testing/fake-slack.js";
import { APP_TOKEN, type FakeSocketMode, startFakeSocketMode } from "./testing/fake-socket.js";

let socket: FakeSocketMode;
let channel: SlackChannel;

afterEach(async () => {
  await channel.stop();
  await socket.close();
});

it("accepts a mention over the socket and acknowledges it once stored", async () => {
  const accepted: IncomingMessage[] = [];
  let stored: () => void = () => undefined;
  const storing = new Promise<void>((resolve) => {
    stored = resolve;
  });
  await open(async (message) => {
    accepted.push(message);
    await storing;
    return { accepted: true };
  });
  socket.push(mention("e1"));
  await expect.poll(() => accepted.length, { timeout: 5000 }).toBe(1);
  expect(accepted).toMatchObject([
    { text: "sales?", thread: "slack:T1/C1/5.1", user: { id: "U1", email: "ana@example.com" } },
  ]);
  expect(socket.received).toEqual([]);
  stored();
  await expect.poll(() => socket.received, { timeout: 5000 }).toMatchObject([{ envelope_id: "e1" }]);
});

it("does not acknowledge over the socket what could not be stored", async () => {
  let failing = true;
  await open(async () => {
    if (failing) throw new Error("disk full");
    return { accepted: true };
  });
  socket.push(mention("e1"));
  await expect.poll(() => warnings.length, { timeout: 5000 }).toBeGreaterThan(0);
  failing = false;
  socket.push(mention("e2"));
  await expect.poll(() => socket.received.length, { timeout: 5000 }).toBeGreaterThan(0);
  expect(socket.received.map(({ envelope_id }) => envelope_id)).toEqual(["e2"]);
});

it("opens another socket when Slack hangs up, announced or not, and answers once what comes again over it", async () => {
  const room = openConversationRoom({});
  await room.conversation.start();
  let failing = true;
  await open(async (message) => {
    if (failing) throw new Error("disk full");
    return room.conversation.accept(message);
  });
  socket.push(mention("e1"));
  await expect.poll(() => warnings.length, { timeout: 5000 }).toBeGreaterThan(0);
  failing = false;

  for (const [n, how] of (["abrupt", "announced"] as const).entries()) {
    socket.hangUp(how);
    await expect.poll(() => socket.opened(), { timeout: 15_000 }).toBe(n + 2);
    await expect.poll(() => socket.connections(), { timeout: 15_000 }).toBe(1);
    socket.push({ ...mention(`again-${n}`), retry_attempt: n + 1, retry_reason: "timeout" });
    await expect.poll(() => acknowledged(), { timeout: 5000 }).toContain(`again-${n}`);
  }
  await expect.poll(() => room.answerer.asked.length, { timeout: 5000 }).toBe(1);
  await room.conversation.stop(100);
  expect(room.answerer.asked).toHaveLength(1);
  expect(acknowledged()).not.toContain("e1");
});

it("closes its socket when it stops", async () => {
  await open(async () => ({ accepted: true }));
  expect(socket.connections()).toBe(1);
  await channel.stop();
  await expect.poll(() => socket.connections(), { timeout: 5000 }).toBe(0);
});

let warnings: string[] = [];

function acknowledged(): unknown[] {
  return socket.received.map(({ envelope_id }) => envelope_id);
}

async function open(accept: Conversation["accept"]): Promise<void> {
  warnings = [];
  socket = await startFakeSocketMode("ana@example.com");
  channel = createSlackChannel({
    botToken: BOT_TOKEN,
    signingSecret: null,
    appToken: APP_TOKEN,
    apiUrl: socket.apiUrl,
    chart: async () => null,
    onWarning: (what) => warnings.push(what),
  });
  const conversation: Conversation = {
    accept,
    ask: () => Promise.reject(new Error("not asked")),
    feedback: async () => ({ recorded: true, reason: null }),
    answer: async () => null,
    thread: async () => null,
    knows: async () => false,
    suggestions: async () => [],
  };
  expect(await channel.start(conversation)).toEqual({ router: null });
}

function mention(envelopeId: string): Record<string, unknown> {
  return {
    envelope_id: envelopeId,
    type: "events_api",
    accepts_response_payload: false,
    payload: {
      type: "event_callback",
      team_id: "T1",
      event_id: "Ev1",
      event: { type: "app_mention", user: "U1", text: `<@${BOT_USER}> sales?`, ts: "5.1", channel: "C1" },
      authorizations: [{ team_id: "T1", user_id: BOT_USER, is_bot: true }],
    },
  };
}
