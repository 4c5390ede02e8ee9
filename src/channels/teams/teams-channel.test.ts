import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Conversation, Delivery, Feedback, IncomingMessage } from "../../contracts/conversation.js";
import type { KeyValue } from "../../contracts/ports.js";
import { answerFixture } from "../../testing/answer-fixture.js";
import { createTeamsChannel, type TeamsChannel } from "./teams-channel.js";
import {
  APP_ID,
  type FakeBotService,
  startFakeBotService,
  TENANT,
  type TokenSpoil,
} from "./testing/fake-bot-service.js";

let service: FakeBotService;
let channel: TeamsChannel;
let server: Server;
let url: string;
let accepted: IncomingMessage[];
let votes: Feedback[];

beforeEach(async () => {
  service = await startFakeBotService();
  service.members.set("29:ana", { id: "29:ana", email: "ana@example.com" });
  accepted = [];
  votes = [];
  channel = createTeamsChannel({
    appId: APP_ID,
    password: "secret",
    type: "SingleTenant",
    tenantId: TENANT,
    dev: false,
    placeholders: memory(),
    chart: async () => null,
    onWarning: () => {},
    authority: service.authority,
  });
  const app = express();
  app.use(channel.router(scriptedConversation()));
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await service.close();
});

describe("Teams over HTTP", () => {
  it("accepts a mention in a reply chain, without the bot's name, as the member's e-mail", async () => {
    const activity = service.activity({
      text: "<at>Assay</at> sales &amp; profit&nbsp;by region",
      entities: [{ type: "mention", text: "<at>Assay</at>", mentioned: { id: `28:${APP_ID}` } }],
      conversation: { id: "19:c;messageid=5", conversationType: "channel", tenantId: TENANT },
      channelData: { channel: { id: "19:c" }, team: { id: "19:t" }, tenant: { id: TENANT } },
    });
    expect((await send(activity)).status).toBe(200);
    expect(accepted).toMatchObject([
      {
        text: "sales & profit by region",
        user: { id: "aad-ana", email: "ana@example.com" },
        place: `teams:${TENANT}/19:c`,
        thread: `teams:${TENANT}/19:c;messageid=5`,
      },
    ]);
  });

  const hour = 3600;
  const now = Math.floor(Date.now() / 1000);
  const bad: [string, TokenSpoil | null, object?][] = [
    ["no token", null],
    ["a forged signature under a known key", { forged: true }],
    ["an unknown key", { keyId: "other" }],
    ["an unsigned token", { algorithm: "none" }],
    ["a symmetric algorithm", { algorithm: "HS256" }],
    ["another bot's audience", { claims: { aud: "33333333-3333-4333-8333-333333333333" } }],
    ["another issuer", { claims: { iss: "https://issuer.example" } }],
    ["an expired token", { claims: { nbf: now - 2 * hour, exp: now - hour } }],
    ["a token not yet valid", { claims: { nbf: now + hour, exp: now + 2 * hour } }],
    ["another service URL", { claims: { serviceurl: "http://other.example" } }],
    ["a channel that is not endorsed", {}, { channelId: "slack" }],
    ["another tenant", {}, { conversation: { id: "a:1", tenantId: "99999999-9999-4999-8999-999999999999" } }],
  ];
  it.each(bad)("answers 401 to %s, keeps nothing and prints no token", async (_, spoil, fields = {}) => {
    const printed = vi.spyOn(console, "error").mockImplementation(() => {});
    const token = spoil === null ? null : service.token(spoil);
    const { status } = await send(service.activity({ ...fields }), token);
    expect(status).toBe(401);
    expect(accepted).toEqual([]);
    if (token !== null) expect(JSON.stringify(printed.mock.calls)).not.toContain(token);
    printed.mockRestore();
  });

  it("answers 400 to what is no activity", async () => {
    expect((await send({ hello: 1 })).status).toBe(400);
  });

  it("does not guess who asks when Teams cannot tell", async () => {
    service.failNext("member", { kind: "status", status: 503 });
    expect((await send(service.activity({}))).status).toBe(500);
    expect(accepted).toEqual([]);
  });

  it("leaves its own messages and empty ones alone", async () => {
    await send(service.activity({ from: { id: `28:${APP_ID}` } }));
    await send(service.activity({ text: " " }));
    await send(service.activity({ type: "conversationUpdate" }));
    expect(accepted).toEqual([]);
  });

  it("returns the whole card with its choice closed when an option is pressed", async () => {
    const { status, body } = await press("option", { answer: "ans_c", option: 1 });
    expect(status).toBe(200);
    expect(accepted).toMatchObject([{ text: "Tickets", about: "ans_c" }]);
    expect(JSON.stringify(body)).toContain("You chose: Tickets");
  });

  it("keeps the answer on the card through a vote and a correction", async () => {
    const voted = JSON.stringify((await press("vote", { answer: "ans_a", vote: "down" })).body);
    expect(voted).toContain("Revenue was");
    expect(voted).toContain("Input.ChoiceSet");
    const corrected = await press("correct", { answer: "ans_a", kind: "period", comment: "March" });
    expect(JSON.stringify(corrected.body)).toContain("Revenue was");
    expect(votes).toMatchObject([
      { answerId: "ans_a", vote: "down", kind: null, user: "ana@example.com" },
      { answerId: "ans_a", vote: "down", kind: "period", comment: "March" },
    ]);
  });

  it("refuses to serve without an app id outside development", () => {
    const start = (): unknown =>
      createTeamsChannel({
        appId: "",
        password: null,
        type: "MultiTenant",
        tenantId: null,
        dev: false,
        placeholders: memory(),
        chart: async () => null,
        onWarning: () => {},
      });
    expect(start).toThrow(/MICROSOFT_APP_ID/);
  });
});

describe("delivering to Teams", () => {
  it("replaces its placeholder with the answer", async () => {
    await channel.port.working(message(), "reading", signal());
    expect(service.messages.map(({ activity }) => activity.text)).toEqual(["Working on it…"]);
    expect(await channel.port.deliver(delivery(), signal())).toMatchObject({ kind: "delivered" });
    expect(service.messages).toHaveLength(1);
    expect(JSON.stringify(service.messages)).toContain("Revenue was");
  });

  it("leaves no placeholder behind when the answer is quicker than it", async () => {
    const [, outcome] = await Promise.all([
      channel.port.working(message(), "reading", signal()),
      channel.port.deliver(delivery(), signal()),
    ]);
    expect(outcome).toMatchObject({ kind: "delivered" });
    expect(service.messages.map(({ activity }) => activity.text ?? "card")).toEqual(["card"]);
  });

  it("lets people change their vote on the card", async () => {
    const buttons = async (vote: string): Promise<string[]> => {
      const { body } = await press("vote", { answer: "ans_a", vote });
      return buttonsOf(body).flatMap(({ data }) => ("vote" in data ? [String(data.vote)] : []));
    };
    expect(await buttons("up")).toEqual(["down"]);
    expect(await buttons("down")).toEqual(["up"]);
  });

  it("keeps on the card what was pressed before: a vote through a follow-up, and the other way round", async () => {
    const voted = (await press("vote", { answer: "ans_a", vote: "up" })).body;
    const followUp = buttonsOf(voted).find(({ title }) => title === "By month?");
    const asked = (await press("followUp", followUp?.data ?? {})).body;
    expect(accepted).toMatchObject([{ text: "By month?", about: "ans_a" }]);
    expect(JSON.stringify(asked)).toContain("Asked: By month?");
    expect(JSON.stringify(asked)).toContain("marked as right");
    const wrong = buttonsOf(asked).find(({ title }) => title === "Wrong");
    const changed = JSON.stringify((await press("vote", wrong?.data ?? {})).body);
    expect(changed).toContain("Asked: By month?");
    expect(changed).toContain("Input.ChoiceSet");
  });

  it("shows the answer once though a placeholder's confirmation was lost, and that placeholder stays", async () => {
    service.failNext("post", { kind: "drop_after" });
    expect(await channel.port.deliver(delivery(), signal())).toMatchObject({
      kind: "retry",
      uncertain: true,
    });
    expect(await channel.port.deliver(delivery(), signal())).toMatchObject({ kind: "delivered" });
    expect(service.messages.map(({ activity }) => activity.text ?? "card")).toEqual([
      "Working on it…",
      "card",
    ]);
  });

  it("never shows an answer twice when the service took it and the connection broke", async () => {
    service.failNext("put", { kind: "drop_after" });
    expect(await channel.port.deliver(delivery(), signal())).toMatchObject({
      kind: "retry",
      uncertain: true,
    });
    expect(await channel.port.deliver(delivery(), signal())).toMatchObject({ kind: "delivered" });
    expect(JSON.stringify(service.messages).match(/"weight":"Bolder","size":"Medium"/g)).toHaveLength(1);
  });

  it.each([
    [429, { kind: "retry", retryAfterMs: 7000, uncertain: false }],
    [412, { kind: "retry", uncertain: false }],
    [502, { kind: "retry", uncertain: true }],
    [504, { kind: "retry", uncertain: true }],
    [403, { kind: "failed" }],
  ])("reads a %i as it is meant", async (status, outcome) => {
    service.failNext("put", { kind: "status", status, ...(status === 429 ? { retryAfter: 7 } : {}) });
    expect(await channel.port.deliver(delivery(), signal())).toMatchObject(outcome);
  });
});

async function send(
  activity: object,
  token: string | null = service.token(),
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(activity),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text) };
}

function press(verb: string, data: object): Promise<{ status: number; body: unknown }> {
  return send(
    service.activity({
      type: "invoke",
      name: "adaptiveCard/action",
      value: { action: { type: "Action.Execute", verb, data } },
    }),
  );
}

/** The buttons of a returned card, wherever they stand on it. */
function buttonsOf(part: unknown): { title: string; data: object }[] {
  if (typeof part !== "object" || part === null) return [];
  if ("type" in part && part.type === "Action.Execute" && "title" in part && "data" in part)
    return [{ title: String(part.title), data: Object(part.data) }];
  return Object.values(part).flatMap(buttonsOf);
}

function scriptedConversation(): Conversation {
  const options = ["Takings", "Tickets"].map((label) => ({ label, question: label }));
  const answers = [
    answerFixture({ id: "ans_c", status: "clarification", clarification: { question: "?", options } }),
    answerFixture({
      id: "ans_a",
      status: "answered",
      headline: "Revenue was $5.",
      followUps: ["By month?"],
    }),
  ];
  return {
    accept: async (incoming) => {
      accepted.push(incoming);
      return { accepted: true };
    },
    ask: async () => answerFixture({}),
    feedback: async (feedback) => {
      votes.push(feedback);
      return { recorded: true, reason: null };
    },
    answer: async (id) => answers.find((answer) => answer.id === id) ?? null,
    thread: async () => null,
    knows: async () => false,
    suggestions: async () => [],
  };
}

function reply(): Record<string, unknown> {
  return { serviceUrl: service.url, conversation: "a:1", key: "m1" };
}

function message(): IncomingMessage {
  return { reply: reply() } as IncomingMessage;
}

function delivery(): Delivery {
  const answer = answerFixture({ status: "answered", headline: "Revenue was $5." });
  return {
    id: "d1",
    channel: "teams",
    thread: "t",
    reply: reply(),
    kind: "answer",
    answer,
    text: "",
    attempt: 1,
  };
}

function signal(): AbortSignal {
  return AbortSignal.timeout(5000);
}

function memory(): KeyValue {
  const kept = new Map<string, unknown>();
  return {
    get: async <T>(key: string) => (kept.get(key) as T) ?? null,
    set: async (key, value) => {
      kept.set(key, value);
    },
    delete: async (key) => {
      kept.delete(key);
    },
  };
}
