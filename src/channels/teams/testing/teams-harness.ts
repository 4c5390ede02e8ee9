import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import type { KeyValue } from "../../../contracts/ports.js";
import type { ChannelFault, ChannelHarness } from "../../../conversation/testing/channel-contract.js";
import { createTeamsChannel } from "../teams-channel.js";
import { APP_ID, type FakeBotService, type ServiceFault, TENANT } from "./fake-bot-service.js";
import { executeActions, shownWords } from "./shown-words.js";

type Json = Record<string, unknown>;

export interface TeamsHarness extends ChannelHarness {
  service: FakeBotService;
  /** Where the bot takes activities now. */
  url(): string;
}

/** Signed activities into botbuilder, answers out through the connector; one reply chain for each conversation. `memory` outlives restarts as the app's store does. */
export async function teamsHarness(
  service: FakeBotService,
  placeholders: KeyValue = memory(),
): Promise<TeamsHarness> {
  service.members.set("29:ana", { id: "29:ana", email: "ana@example.com" });
  const channel = createTeamsChannel({
    appId: APP_ID,
    password: "secret",
    type: "SingleTenant",
    tenantId: TENANT,
    dev: false,
    placeholders,
    chart: async () => null,
    onWarning: () => undefined,
    authority: service.authority,
  });
  let server: Server | null = null;
  let url = "";
  let count = 0;
  const send = async (activity: Json): Promise<Json> => {
    const response = await fetch(`${url}/api/messages`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${service.token()}` },
      body: JSON.stringify(activity),
    });
    if (!response.ok) throw new Error(`The bot answered ${response.status}.`);
    const text = await response.text();
    return text === "" ? {} : (JSON.parse(text) as Json);
  };
  const said = (thread: string, fields: Json): Json =>
    service.activity({
      id: String(++count),
      timestamp: new Date(1_700_000_000_000 + count).toISOString(),
      conversation: { id: thread, conversationType: "channel", tenantId: TENANT },
      channelData: { channel: { id: "19:c" }, team: { id: "19:t" }, tenant: { id: TENANT } },
      ...fields,
    });
  const mention = (thread: string, text: string): Json =>
    said(thread, {
      text: `<at>Assay</at> ${text}`,
      entities: [{ type: "mention", text: "<at>Assay</at>", mentioned: { id: `28:${APP_ID}` } }],
    });
  /** Cards that were replaced: somebody's other screen may still show them. */
  const replaced: { id: string; activity: Json }[] = [];
  /** Teams puts the card of the response in place of the pressed one. */
  const act = async (
    thread: string,
    fits: (action: Json, data: Json) => boolean,
    inputs: Json = {},
  ): Promise<void> => {
    const messages = service.messages.filter(({ conversation }) => conversation === thread);
    for (const { id, activity } of [...messages, ...replaced]) {
      const pressed = executeActions(activity).find((action) => fits(action, action.data as Json));
      const message = messages.find((now) => now.id === id);
      if (pressed === undefined || message === undefined) continue;
      const action = { ...pressed, data: { ...(pressed.data as Json), ...inputs } };
      const response = await send(
        said(thread, { type: "invoke", name: "adaptiveCard/action", text: undefined, value: { action } }),
      );
      if (response.statusCode !== 200) throw new Error(`The press was answered ${response.statusCode}.`);
      replaced.unshift({ id, activity: message.activity });
      message.activity = { ...message.activity, attachments: [{ content: response.value }] };
      return;
    }
    throw new Error("No such button in the thread.");
  };
  const vote = (thread: string, answerId: string, side: "up" | "down"): Promise<void> =>
    act(thread, ({ verb }, data) => verb === "vote" && data.answer === answerId && data.vote === side);
  return {
    service,
    url: () => `${url}/api/messages`,
    port: channel.port,
    start: async (conversation) => {
      const app = express();
      app.use(channel.router(conversation));
      const listening = createServer(app);
      await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
      server = listening;
      url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
    },
    stop: async () => {
      server?.closeAllConnections();
      await new Promise((resolve) => server?.close(resolve));
    },
    newThread: () => `19:c;messageid=${++count}`,
    say: async (thread, text) => {
      const activity = mention(thread, text);
      await send(activity);
      return activity;
    },
    again: async (activity) => void (await send(activity as Json)),
    echo: async (thread, text) =>
      void (await send({ ...mention(thread, text), from: { id: `28:${APP_ID}` } })),
    press: (thread, answerId, label) =>
      act(thread, ({ title }, data) => String(title).startsWith(label) && data.answer === answerId),
    vote,
    correct: async (thread, answerId, { kind, comment }) => {
      await vote(thread, answerId, "down");
      await act(thread, ({ verb }, data) => verb === "correct" && data.answer === answerId, {
        kind,
        comment,
      });
    },
    shown: async (thread) =>
      service.messages
        .filter(({ conversation }) => conversation === thread)
        .map(({ activity }) => shownWords(activity)),
    fail: (fault) => service.failNext("put", FAULTS[fault]),
  };
}

const FAULTS: Record<ChannelFault, ServiceFault> = {
  "rate-limit": { kind: "status", status: 429, retryAfter: 1 },
  "lost-confirmation": { kind: "drop_after" },
  permanent: { kind: "status", status: 403 },
};

function memory(): KeyValue {
  const kept = new Map<string, unknown>();
  return {
    get: async <T>(key: string) => (kept.get(key) as T) ?? null,
    set: async (key, value) => void kept.set(key, value),
    delete: async (key) => void kept.delete(key),
  };
}
