import { App, ExpressReceiver, type ReceiverEvent } from "@slack/bolt";
import { type NextFunction, type Request, type Response, Router } from "express";
import type { Answer } from "../../contracts/answer.js";
import type { ChannelPort, Conversation } from "../../contracts/conversation.js";
import { createSlackPort } from "./delivery-port.js";
import { registerListeners } from "./listeners.js";
import { createPeople } from "./people.js";
import { createWebClient, SILENT } from "./web-client.js";

const EVENTS_PATH = "/slack/events";
const REPLAY_WINDOW_MS = 5 * 60_000;

export interface SlackOptions {
  botToken: string;
  /** For HTTP; null with Socket Mode. */
  signingSecret: string | null;
  /** Socket Mode where set. */
  appToken: string | null;
  apiUrl: string | null;
  chart: (answer: Answer, signal: AbortSignal) => Promise<Uint8Array | null>;
  onWarning: (what: string, error: unknown) => void;
}

export interface SlackChannel {
  port: ChannelPort;
  /** Serves /slack/events, or opens the socket. The router must come before any body parser: signatures cover the raw body. */
  start(conversation: Conversation): Promise<{ router: Router | null }>;
  stop(): Promise<void>;
}

/**
 * Slack over HTTP (signed requests, five-minute replay window) or Socket Mode. An event is acknowledged only after the
 * conversation has stored it, so that Slack sends again what was lost.
 */
export function createSlackChannel(options: SlackOptions): SlackChannel {
  const client = createWebClient(options.botToken, options.apiUrl);
  const port = createSlackPort({ client, chart: options.chart, onWarning: options.onWarning });
  let stopApp: () => Promise<void> = async () => {};
  return {
    port,
    async start(conversation) {
      const receiver = options.appToken === null ? httpReceiver(options.signingSecret ?? "") : null;
      const app = new StoreFirstApp({
        token: options.botToken,
        ...(receiver ? { receiver } : { socketMode: true, appToken: options.appToken ?? "" }),
        ...(options.apiUrl === null ? {} : { clientOptions: { slackApiUrl: options.apiUrl } }),
        logger: SILENT,
      });
      app.error(async (error) => {
        options.onWarning("slack listener failed", error);
        throw error;
      });
      registerListeners({ app, client, conversation, person: createPeople(client, Date.now) });
      if (receiver) return { router: receiver.router };
      await app.start();
      stopApp = async () => {
        await app.stop();
      };
      return { router: null };
    },
    stop: () => stopApp(),
  };
}

/** Bolt acknowledges events of a socket before their listeners run; here that waits until all of them are through. */
class StoreFirstApp extends App {
  override async processEvent(event: ReceiverEvent): Promise<void> {
    const acknowledgements: (() => Promise<void>)[] = [];
    const ack: ReceiverEvent["ack"] = async (response) => {
      acknowledgements.push(() => event.ack(response));
    };
    await super.processEvent({ ...event, ack });
    await acknowledgements[0]?.();
  }
}

function httpReceiver(signingSecret: string): ExpressReceiver {
  return new ExpressReceiver({
    signingSecret,
    endpoints: EVENTS_PATH,
    router: Router().use(EVENTS_PATH, refuseFuture),
    processBeforeResponse: true,
    logger: SILENT,
  });
}

/** Bolt refuses timestamps that are too old but takes any from the future, which could be replayed until then. */
function refuseFuture(request: Request, response: Response, next: NextFunction): void {
  const timestamp = Number(request.headers["x-slack-request-timestamp"]);
  if (timestamp * 1000 - Date.now() > REPLAY_WINDOW_MS) response.status(401).end();
  else next();
}
