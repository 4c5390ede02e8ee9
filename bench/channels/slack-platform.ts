import {
  BOT_TOKEN,
  BOT_USER,
  SIGNING_SECRET,
  startFakeSlack,
} from "../../src/channels/slack/testing/fake-slack.js";
import { type Platform, THREADS } from "./platform.js";

/** Slack: signed mentions in, `chat.postMessage` out. */
export async function slackPlatform(): Promise<Platform> {
  const slack = await startFakeSlack();
  for (let n = 0; n < THREADS; n++)
    slack.users.set(`U${n}`, { email: `person${n}@example.com`, name: `P${n}` });
  let current = 0;
  return {
    name: "Slack",
    environment: {
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_API_URL: slack.apiUrl,
    },
    begin: (run) => {
      current = run;
    },
    send: async (url, { n, thread, question }) => {
      const event = {
        type: "app_mention",
        user: `U${thread}`,
        channel: "C1",
        text: `<@${BOT_USER}> ${question}`,
        ts: stamp(current, n + THREADS),
        thread_ts: stamp(current, thread),
      };
      const body = {
        type: "event_callback",
        team_id: "T1",
        api_app_id: "A1",
        event_id: `Ev-${current}-${n}`,
        event_time: 1,
        event,
        authorizations: [{ team_id: "T1", user_id: BOT_USER, is_bot: true }],
      };
      return (await slack.deliver(`${url}/slack/events`, body)).status;
    },
    answers: (run, thread) =>
      slack.messages
        .filter(({ threadTs, metadata }) => threadTs === stamp(run, thread) && answerIn(metadata))
        .map(({ at, text }) => ({ at, text })),
    leftOver: () => 0,
    close: () => slack.close(),
  };
}

/** Notices ("100 questions are ahead of yours") answer nothing. */
function answerIn(metadata: Record<string, unknown> | null): boolean {
  return Reflect.get((metadata?.event_payload as object | undefined) ?? {}, "answer") !== "";
}

function stamp(run: number, n: number): string {
  return `${1_700_000_000 + run}.${String(n).padStart(6, "0")}`;
}
