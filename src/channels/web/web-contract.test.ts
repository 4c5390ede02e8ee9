import type { Answer } from "../../contracts/answer.js";
import { type ChannelHarness, channelContract } from "../../conversation/testing/channel-contract.js";
import { listenOnLoopback, type WebServer } from "./testing/web-server.js";

/** The web over HTTP. Answers come back with the request, so a platform's redelivery and delivery faults don't arise. */
channelContract("web", async () => webHarness(), { redelivery: false, echo: false, faults: false });

function webHarness(): ChannelHarness {
  let server: WebServer | null = null;
  let threads = 0;
  const send = async (path: string, body: object): Promise<Response> =>
    fetch(`${server?.url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  return {
    port: null,
    start: async (conversation) => {
      server = await listenOnLoopback(conversation);
    },
    stop: async () => {
      await server?.close();
    },
    newThread: () => `contract-${++threads}`,
    say: async (thread, question) => (await send("/api/ask", { question, thread })).json(),
    again: null,
    echo: null,
    press: async (thread, about, label) => {
      await send("/api/ask", { question: label, thread, about });
    },
    vote: async (_, answer, vote) => {
      await send("/api/feedback", { answer, vote });
    },
    correct: async (_, answer, correction) => {
      await send("/api/feedback", { answer, vote: "down", ...correction });
    },
    shown: async (thread) => {
      const response = await fetch(`${server?.url}/api/threads/${thread}`);
      if (!response.ok) return [];
      const { turns } = (await response.json()) as { turns: { answer: Answer }[] };
      return turns.map(({ answer }) => wordsOf(answer));
    },
    fail: null,
  };
}

function wordsOf(answer: Answer): string {
  const { clarification, refusal, error } = answer;
  const options = clarification?.options.map(({ label }) => label) ?? [];
  const said = error === null ? [refusal?.message ?? answer.headline] : [error.message, error.remedy];
  return [
    ...said,
    answer.narrative,
    ...options,
    `${answer.totalRows} rows`,
    ...answer.rows.map((row) => row.join(" ")),
  ].join("\n");
}
