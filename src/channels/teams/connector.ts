import type { ConfigurationServiceClientCredentialFactory } from "botbuilder";
import type { DeliveryOutcome } from "../../contracts/conversation.js";

/** What the Bot Framework service answered to one call. */
export type ConnectorResult = { kind: "ok"; body: unknown } | { kind: "outcome"; outcome: DeliveryOutcome };

/** How outgoing calls are signed; the part of botbuilder's factory that is used here. */
export type BotCredentials = Pick<
  ConfigurationServiceClientCredentialFactory,
  "isValidAppId" | "isAuthenticationDisabled" | "createCredentials"
>;

export interface ConnectorOptions {
  appId: string;
  credentials: BotCredentials;
  timeoutMs: number;
}

export interface Connector {
  post(
    serviceUrl: string,
    conversation: string,
    activity: object,
    signal: AbortSignal,
  ): Promise<ConnectorResult>;
  put(
    serviceUrl: string,
    conversation: string,
    id: string,
    activity: object,
    signal: AbortSignal,
  ): Promise<ConnectorResult>;
  member(serviceUrl: string, conversation: string, id: string, signal: AbortSignal): Promise<ConnectorResult>;
}

/** Statuses that Microsoft says to try again. */
const PASSING = new Set([412, 429, 500, 502, 503, 504]);

/** Calls of the Bot Framework connector, one attempt each with its own deadline: the outbox decides when to try again. */
export function createConnector({ appId, credentials, timeoutMs }: ConnectorOptions): Connector {
  const call = async (
    method: string,
    serviceUrl: string,
    path: string,
    body: object | null,
    signal: AbortSignal,
  ): Promise<ConnectorResult> => {
    try {
      const response = await fetch(`${serviceUrl.replace(/\/$/, "")}/v3/conversations/${path}`, {
        method,
        headers: { "content-type": "application/json", ...(await authorization(credentials, appId)) },
        ...(body === null ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
      return response.ok ? { kind: "ok", body: await response.json().catch(() => ({})) } : refused(response);
    } catch (error) {
      return { kind: "outcome", outcome: retry(null, true, error instanceof Error ? error.name : "network") };
    }
  };
  const activities = (conversation: string): string => `${encodeURIComponent(conversation)}/activities`;
  return {
    post: (serviceUrl, conversation, activity, signal) =>
      call("POST", serviceUrl, activities(conversation), activity, signal),
    put: (serviceUrl, conversation, id, activity, signal) =>
      call("PUT", serviceUrl, `${activities(conversation)}/${encodeURIComponent(id)}`, activity, signal),
    member: (serviceUrl, conversation, id, signal) =>
      call(
        "GET",
        serviceUrl,
        `${encodeURIComponent(conversation)}/members/${encodeURIComponent(id)}`,
        null,
        signal,
      ),
  };
}

function refused(response: Response): ConnectorResult {
  if (!PASSING.has(response.status)) {
    return { kind: "outcome", outcome: { kind: "failed", reason: `Teams answered ${response.status}` } };
  }
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  const certain = response.status === 429 || response.status === 412;
  return {
    kind: "outcome",
    outcome: retry(
      Number.isFinite(seconds) ? seconds * 1000 : null,
      !certain,
      `Teams answered ${response.status}`,
    ),
  };
}

function retry(retryAfterMs: number | null, uncertain: boolean, reason: string): DeliveryOutcome {
  return { kind: "retry", retryAfterMs, uncertain, reason };
}

async function authorization(credentials: BotCredentials, appId: string): Promise<Record<string, string>> {
  if (await credentials.isAuthenticationDisabled()) return {};
  const made = await credentials.createCredentials(
    appId,
    "https://api.botframework.com",
    "https://login.microsoftonline.com",
    true,
  );
  const headers = new Map<string, string>();
  const request = {
    headers: { set: (name: string, value: string) => headers.set(name.toLowerCase(), value) },
  };
  await made.signRequest(request as never);
  return Object.fromEntries(headers);
}
