import { createSign, generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { closeServer, readBody } from "../../../testing/http-server.js";
import type { BotCredentials } from "../connector.js";

type Json = Record<string, unknown>;

export const APP_ID = "11111111-1111-4111-8111-111111111111";
export const TENANT = "22222222-2222-4222-8222-222222222222";
/** What the service wants to see on every call of the bot. */
export const OUTGOING_TOKEN = "outgoing-token";
const MAX_ACTIVITY_BYTES = 28 * 1024;

export interface SentActivity {
  conversation: string;
  id: string;
  activity: Json;
  /** When its present form came, milliseconds since the epoch. */
  at: number;
}

export interface ServiceFault {
  kind: "status" | "drop_before" | "drop_after" | "hang";
  status?: number;
  retryAfter?: number;
}

export interface FakeBotService {
  url: string;
  /** Messages as they stand now: replaced ones only in their newest form. */
  messages: SentActivity[];
  members: Map<string, Json>;
  failNext(call: "post" | "put" | "member", ...faults: ServiceFault[]): void;
  /** A token as the Bot Framework signs it; every claim can be spoilt. */
  token(spoil?: TokenSpoil): string;
  activity(fields: Json): Json;
  /** What a bot must be configured with to trust this issuer. */
  authority: { settings: Record<string, string>; credentials: BotCredentials };
  /** Nobody listens there any more, until `resume`. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  close(): Promise<void>;
}

export interface TokenSpoil {
  claims?: Json;
  /** Signs with a key that the issuer does not publish, under the published key's id. */
  forged?: boolean;
  keyId?: string;
  algorithm?: "HS256" | "none";
}

/** A Bot Framework service on loopback: publishes signing keys, issues tokens, keeps and replaces activities. */
export async function startFakeBotService(): Promise<FakeBotService> {
  const state: State = { url: "", jwk: TRUSTED.jwk, messages: [], members: new Map(), faults: new Map() };
  const server = createServer((request, response) => {
    handle(state, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: state.url,
    messages: state.messages,
    members: state.members,
    failNext: (call, ...faults) => {
      state.faults.set(call, [...(state.faults.get(call) ?? []), ...faults]);
    },
    token: (spoil = {}) => sign(state.url, spoil, spoil.forged ? STRANGER.privateKey : TRUSTED.privateKey),
    activity: (fields) => activityOf(state.url, fields),
    authority: { settings: settingsFor(state.url), credentials: staticCredentials() },
    pause: () => closeServer(server),
    resume: () =>
      new Promise((resolve) => server.listen(Number(new URL(state.url).port), "127.0.0.1", () => resolve())),
    close: () => closeServer(server),
  };
}

interface State {
  url: string;
  jwk: Json;
  messages: SentActivity[];
  members: Map<string, Json>;
  faults: Map<string, ServiceFault[]>;
}

async function handle(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const raw = await readBody(request);
  const path = new URL(request.url ?? "/", state.url).pathname;
  const reply = (body: unknown, status = 200, headers: Record<string, string> = {}): void => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };
  if (path === "/openid") {
    return reply({
      issuer: "https://api.botframework.com",
      jwks_uri: `${state.url}/keys`,
      id_token_signing_alg_values_supported: ["RS256"],
    });
  }
  if (path === "/keys") return reply({ keys: [state.jwk] });
  const call = /^\/v3\/conversations\/([^/]+)\/(activities|members)(?:\/([^/]+))?$/.exec(path);
  if (!call) return reply({ error: { code: "NotFound" } }, 404);
  const conversation = decodeURIComponent(call[1] ?? "");
  const id = call[3] === undefined ? null : decodeURIComponent(call[3]);
  const kind = call[2] === "members" ? "member" : request.method === "PUT" ? "put" : "post";
  const fault = state.faults.get(kind)?.shift();
  if (fault?.kind === "hang") return;
  if (fault?.kind === "drop_before") {
    response.destroy();
    return;
  }
  if (fault?.kind === "status") {
    const headers = fault.retryAfter === undefined ? {} : { "retry-after": String(fault.retryAfter) };
    return reply({ error: { code: "Fault" } }, fault.status ?? 503, headers as Record<string, string>);
  }
  if (request.headers.authorization !== `Bearer ${OUTGOING_TOKEN}`)
    return reply({ error: { code: "Unauthorized" } }, 401);
  const result = perform(state, kind, conversation, id, raw);
  if (fault?.kind === "drop_after") {
    response.destroy();
    return;
  }
  reply(result.body, result.status);
}

function perform(
  state: State,
  kind: "post" | "put" | "member",
  conversation: string,
  id: string | null,
  raw: Buffer,
): { status: number; body: unknown } {
  if (kind === "member") {
    const member = state.members.get(id ?? "");
    return member
      ? { status: 200, body: member }
      : { status: 404, body: { error: { code: "MemberNotFoundInConversation" } } };
  }
  const activity = JSON.parse(raw.toString()) as Json;
  const size = Buffer.byteLength(
    JSON.stringify(activity, (_, value) =>
      typeof value === "string" && value.startsWith("data:image/") ? "" : value,
    ),
  );
  if (size > MAX_ACTIVITY_BYTES) return { status: 413, body: { error: { code: "MessageSizeTooBig" } } };
  if (kind === "post") {
    const made = { conversation, id: `act-${randomUUID()}`, activity, at: Date.now() };
    state.messages.push(made);
    return { status: 201, body: { id: made.id } };
  }
  const known = state.messages.find((message) => message.id === id && message.conversation === conversation);
  if (!known) return { status: 404, body: { error: { code: "ActivityNotFoundInConversation" } } };
  known.activity = activity;
  known.at = Date.now();
  return { status: 200, body: { id } };
}

function activityOf(url: string, fields: Json): Json {
  return {
    type: "message",
    id: randomUUID(),
    timestamp: new Date().toISOString(),
    channelId: "msteams",
    serviceUrl: url,
    from: { id: "29:ana", name: "Ana", aadObjectId: "aad-ana" },
    recipient: { id: `28:${APP_ID}`, name: "Assay" },
    conversation: { id: "a:1", conversationType: "personal", tenantId: TENANT },
    text: "sales?",
    ...fields,
  };
}

function settingsFor(url: string): Record<string, string> {
  return {
    ToBotFromChannelOpenIdMetadataUrl: `${url}/openid`,
    ToBotFromEmulatorOpenIdMetadataUrl: `${url}/openid`,
    ToBotFromChannelTokenIssuer: "https://api.botframework.com",
    ToChannelFromBotLoginUrl: `${url}/${TENANT}`,
    ToChannelFromBotOAuthScope: "https://api.botframework.com",
    OAuthUrl: url,
    ValidateAuthority: "true",
  };
}

/** Microsoft's sign-in cannot be reached from loopback; the token that it would give is fixed here, and checked by the service. */
function staticCredentials(): BotCredentials {
  return {
    isValidAppId: async (appId) => appId === APP_ID,
    isAuthenticationDisabled: async () => false,
    createCredentials: async () => ({
      signRequest: async (request: { headers: { set(name: string, value: string): void } }) => {
        request.headers.set("authorization", `Bearer ${OUTGOING_TOKEN}`);
        return request as never;
      },
    }),
  };
}

function sign(
  url: string,
  { claims = {}, keyId = "trusted", algorithm }: TokenSpoil,
  key: KeyObject,
): string {
  const now = Math.floor(Date.now() / 1000);
  const base = {
    iss: "https://api.botframework.com",
    aud: APP_ID,
    nbf: now - 10,
    exp: now + 600,
    serviceurl: url,
  };
  const head = encode({ alg: algorithm ?? "RS256", typ: "JWT", kid: keyId });
  const body = encode({ ...base, ...claims });
  const signature =
    algorithm === "none"
      ? ""
      : createSign("RSA-SHA256").update(`${head}.${body}`).sign(key).toString("base64url");
  return `${head}.${body}.${signature}`;
}

function keyPair(kid: string): { privateKey: KeyObject; jwk: Json } {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    privateKey,
    jwk: { ...publicKey.export({ format: "jwk" }), kid, use: "sig", alg: "RS256", endorsements: ["msteams"] },
  };
}

function encode(value: Json): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

const TRUSTED = keyPair("trusted");
const STRANGER = keyPair("stranger");
