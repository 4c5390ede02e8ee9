import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import type { ChannelFault, ChannelHarness } from "../../../conversation/testing/channel-contract.js";
import { until } from "../../../conversation/testing/conversation-room.js";
import { createSlackChannel } from "../slack-channel.js";
import {
  BOT_TOKEN,
  BOT_USER,
  type FakeSlack,
  type Fault,
  type PostedMessage,
  SIGNING_SECRET,
} from "./fake-slack.js";
import { shownWords } from "./shown-words.js";

type Json = Record<string, unknown>;

export interface SlackHarness extends ChannelHarness {
  slack: FakeSlack;
  /** Where the app takes events now. */
  url(): string;
  /** The events that Slack sends for a message that mentions the bot. */
  mention(thread: string, text: string, ts?: string): Json[];
}

/** Signed requests into Bolt, answers out through the Web API; one channel, one thread for each conversation. `slack` may be shared by several apps. */
export async function slackHarness(slack: FakeSlack): Promise<SlackHarness> {
  slack.users.set("U1", { email: "ana@example.com", name: "Ana" });
  const channel = createSlackChannel({
    botToken: BOT_TOKEN,
    signingSecret: SIGNING_SECRET,
    appToken: null,
    apiUrl: slack.apiUrl,
    chart: async () => null,
    onWarning: () => undefined,
  });
  let server: Server | null = null;
  let url = "";
  let count = 0;
  const spoken = new Set<string>();
  const tick = (): string => `1700000000.${String(++count).padStart(6, "0")}`;
  const send = async (body: Json, form = false): Promise<void> => {
    const { status } = await slack.deliver(`${url}/slack/events`, body, { form });
    if (status !== 200) throw new Error(`The app answered ${status}.`);
  };
  const act = async (message: PostedMessage, action: Json): Promise<void> => {
    const at = { ts: message.ts, thread_ts: message.threadTs ?? message.ts };
    await send({ ...PRESS, message: at, actions: [{ ...action, action_ts: tick() }] }, true);
  };
  const vote = async (thread: string, answerId: string, side: "up" | "down"): Promise<void> => {
    const [message, buttons] = find(slack, thread, ({ positive_button: button }) =>
      String((button as Json | undefined)?.value).endsWith(`:${answerId}`),
    );
    const pressed = (side === "up" ? buttons.positive_button : buttons.negative_button) as Json;
    await act(message, { type: "feedback_buttons", action_id: buttons.action_id, value: pressed.value });
  };
  return {
    slack,
    url: () => `${url}/slack/events`,
    mention,
    port: channel.port,
    start: async (conversation) => {
      const { router } = await channel.start(conversation);
      const app = express();
      if (router) app.use(router);
      const listening = createServer(app);
      await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
      server = listening;
      url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
    },
    stop: async () => {
      await channel.stop();
      server?.closeAllConnections();
      await new Promise((resolve) => server?.close(resolve));
    },
    newThread: tick,
    say: async (thread, text) => {
      const events = spoken.has(thread)
        ? [event({ type: "message", text, ts: tick(), thread_ts: thread, channel_type: "channel" })]
        : mention(thread, text);
      spoken.add(thread);
      for (const said of events) await send(said);
      return events;
    },
    again: async (said) => {
      for (const body of said as Json[]) await send(body);
    },
    echo: async (thread, text) => {
      const own = { type: "message", text, thread_ts: thread, channel_type: "im", user: BOT_USER };
      await send(event({ ...own, ts: tick() }));
      await send(event({ ...own, ts: tick(), bot_id: "BBOT" }));
      await send(event({ ...own, type: "app_mention", ts: tick(), bot_id: "BBOT", user: undefined }));
    },
    press: async (thread, answerId, label) => {
      const [message, button] = find(
        slack,
        thread,
        ({ type, text, value }) =>
          type === "button" &&
          String((text as Json).text).startsWith(label) &&
          String(value).includes(answerId),
      );
      await act(message, button);
    },
    vote,
    correct: async (thread, answerId, { kind, comment }) => {
      await vote(thread, answerId, "down");
      await until(() => slack.views.some((view) => view.private_metadata === answerId));
      const values = {
        kind: { kind: { selected_option: { value: kind } } },
        comment: { comment: { value: comment } },
      };
      const view = { callback_id: "assay_correction", private_metadata: answerId, state: { values } };
      await send({ type: "view_submission", user: PRESS.user, team: PRESS.team, view }, true);
    },
    shown: async (thread) => slack.messages.filter(({ threadTs }) => threadTs === thread).map(shownWords),
    fail: (fault) => slack.failNext("chat.postMessage", FAULTS[fault]),
  };
}

const FAULTS: Record<ChannelFault, Fault> = {
  "rate-limit": { kind: "rate_limited", retryAfter: 1 },
  "lost-confirmation": { kind: "drop_after" },
  permanent: { kind: "platform_error", error: "is_archived" },
};

const PRESS = {
  type: "block_actions",
  user: { id: "U1" },
  team: { id: "T1" },
  channel: { id: "C1" },
  container: {},
  trigger_id: "tr1",
};

/** Slack tells of a mention twice, as two events with ids of their own. */
function mention(thread: string, text: string, ts = thread): Json[] {
  const words = { text: `<@${BOT_USER}> ${text}`, ts, thread_ts: ts === thread ? undefined : thread };
  return [
    event({ type: "app_mention", ...words }),
    event({ type: "message", channel_type: "channel", ...words }),
  ];
}

function event(fields: Json): Json {
  return {
    type: "event_callback",
    team_id: "T1",
    api_app_id: "A1",
    event_id: `Ev-${fields.type}-${fields.ts}`,
    event_time: 1,
    event: { user: "U1", channel: "C1", event_ts: fields.ts, ...fields },
    authorizations: [{ team_id: "T1", user_id: BOT_USER, is_bot: true }],
  };
}

/** The message in the thread, and the element on it, that fits. */
function find(slack: FakeSlack, thread: string, fits: (element: Json) => boolean): [PostedMessage, Json] {
  for (const message of slack.messages.filter(({ threadTs }) => threadTs === thread)) {
    const element = message.blocks.flatMap((block) => (block.elements ?? []) as Json[]).find(fits);
    if (element) return [message, element];
  }
  throw new Error("No such button in the thread.");
}
