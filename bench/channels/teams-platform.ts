import {
  APP_ID,
  OUTGOING_TOKEN,
  startFakeBotService,
  TENANT,
} from "../../src/channels/teams/testing/fake-bot-service.js";
import { type Platform, THREADS } from "./platform.js";

/** Teams: mentions with signed tokens in, a placeholder and the card that replaces it out. */
export async function teamsPlatform(): Promise<Platform> {
  const service = await startFakeBotService();
  for (let n = 0; n < THREADS; n++)
    service.members.set(`29:${n}`, { id: `29:${n}`, email: `person${n}@example.com` });
  let current = 0;
  let token = service.token();
  const messages = (run: number, thread: number) =>
    service.messages.filter(({ conversation }) => conversation === chain(run, thread));
  return {
    name: "Teams",
    environment: {
      MICROSOFT_APP_ID: APP_ID,
      MICROSOFT_APP_PASSWORD: "not-used-on-loopback",
      MICROSOFT_APP_TYPE: "SingleTenant",
      MICROSOFT_APP_TENANT_ID: TENANT,
      BENCH_SIGN_IN: JSON.stringify({
        appId: APP_ID,
        settings: service.authority.settings,
        token: OUTGOING_TOKEN,
      }),
    },
    begin: (run) => {
      current = run;
      token = service.token();
    },
    send: async (url, { n, thread, question }) => {
      const activity = service.activity({
        id: String(current * 1_000_000 + n),
        timestamp: new Date(1_700_000_000_000 + n).toISOString(),
        text: `<at>Assay</at> ${question}`,
        entities: [{ type: "mention", text: "<at>Assay</at>", mentioned: { id: `28:${APP_ID}` } }],
        from: { id: `29:${thread}`, name: `P${thread}`, aadObjectId: `aad-${thread}` },
        conversation: { id: chain(current, thread), conversationType: "channel", tenantId: TENANT },
        channelData: { channel: { id: "19:c" }, team: { id: "19:t" }, tenant: { id: TENANT } },
      });
      const response = await fetch(`${url}/api/messages`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
        body: JSON.stringify(activity),
      });
      await response.arrayBuffer();
      return response.status;
    },
    answers: (run, thread) =>
      messages(run, thread)
        .filter(({ activity }) => activity.attachments !== undefined)
        .toSorted((a, b) => a.at - b.at)
        .map(({ at, activity }) => ({ at, text: String(activity.summary) })),
    leftOver: (run) =>
      Array.from({ length: THREADS }, (_, thread) =>
        messages(run, thread).filter(({ activity }) => activity.text === PLACEHOLDER),
      ).flat().length,
    close: () => service.close(),
  };
}

const PLACEHOLDER = "Working on it…";

function chain(run: number, thread: number): string {
  return `19:c;messageid=${run}-${thread}`;
}
