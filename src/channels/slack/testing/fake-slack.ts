import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { closeServer, readBody } from "../../../testing/http-server.js";
import { blockError } from "./block-limits.js";

type Json = Record<string, unknown>;

/** A posted message as Slack keeps it. */
export interface PostedMessage {
  channel: string;
  ts: string;
  threadTs: string | null;
  text: string;
  blocks: Json[];
  metadata: Json | null;
  /** When Slack had it, milliseconds since the epoch. */
  at: number;
}

export interface Fault {
  /** `before`, `hang`: Slack did nothing. `after`: it did the work, then the connection broke or no reply came. */
  kind:
    | "rate_limited"
    | "server_error"
    | "drop_before"
    | "drop_after"
    | "hang"
    | "hang_after"
    | "platform_error";
  retryAfter?: number;
  error?: string;
}

export interface FakeSlack {
  apiUrl: string;
  calls: { method: string; args: Json; at: number }[];
  messages: PostedMessage[];
  uploads: Map<string, Buffer>;
  views: Json[];
  users: Map<string, { email: string | null; name: string }>;
  /** The next calls of a method meet these faults, one each. */
  failNext(method: string, ...faults: Fault[]): void;
  /** Signs and sends a delivery of Slack to the app. */
  deliver(
    url: string,
    body: Json,
    options?: DeliverOptions,
  ): Promise<{ status: number; body: string; ms: number }>;
  close(): Promise<void>;
}

export interface DeliverOptions {
  secret?: string;
  /** Interactivity comes as a form with a payload. */
  form?: boolean;
  skewSeconds?: number;
  headers?: Record<string, string>;
}

export const BOT_TOKEN = "xoxb-fake-token";
export const SIGNING_SECRET = "fake-signing-secret";
export const BOT_USER = "UBOT";

/** A Slack Web API on loopback: checks tokens and block limits, keeps messages, takes uploads, signs deliveries. */
export async function startFakeSlack(): Promise<FakeSlack> {
  const state = newState();
  const server = createServer((request, response) => {
    handle(state, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  state.base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    apiUrl: `${state.base}/api/`,
    calls: state.calls,
    messages: state.messages,
    uploads: state.uploads,
    views: state.views,
    users: state.users,
    failNext: (method, ...faults) => {
      state.faults.set(method, [...(state.faults.get(method) ?? []), ...faults]);
    },
    deliver,
    close: () => closeServer(server),
  };
}

interface State {
  base: string;
  clock: number;
  calls: FakeSlack["calls"];
  messages: PostedMessage[];
  uploads: Map<string, Buffer>;
  files: Set<string>;
  views: Json[];
  users: FakeSlack["users"];
  faults: Map<string, Fault[]>;
}

function newState(): State {
  return {
    base: "",
    clock: 1_700_000_000_000_000,
    calls: [],
    messages: [],
    uploads: new Map(),
    files: new Set(),
    views: [],
    users: new Map(),
    faults: new Map(),
  };
}

async function handle(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const raw = await readBody(request);
  const path = new URL(request.url ?? "/", state.base).pathname;
  if (path.startsWith("/upload/")) {
    state.uploads.set(path.slice("/upload/".length), raw);
    response.end(`OK - ${raw.length}`);
    return;
  }
  const method = path.replace("/api/", "");
  const { args, token } = parseCall(raw, request);
  state.calls.push({ method, args, at: Date.now() });
  const fault = state.faults.get(method)?.shift();
  if (fault?.kind === "hang") return;
  if (fault?.kind === "drop_before") {
    response.destroy();
    return;
  }
  if (fault?.kind === "server_error") {
    response.writeHead(503).end("unavailable");
    return;
  }
  if (fault?.kind === "rate_limited") {
    response.writeHead(429, {
      "retry-after": String(fault.retryAfter ?? 1),
      "content-type": "application/json",
    });
    response.end(JSON.stringify({ ok: false, error: "ratelimited" }));
    return;
  }
  const result =
    fault?.kind === "platform_error"
      ? { ok: false, error: fault.error ?? "internal_error" }
      : token === BOT_TOKEN
        ? call(state, method, args)
        : { ok: false, error: "invalid_auth" };
  if (fault?.kind === "hang_after") return;
  if (fault?.kind === "drop_after") {
    response.destroy();
    return;
  }
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(result));
}

function call(state: State, method: string, args: Json): Json {
  switch (method) {
    case "auth.test":
      return {
        ok: true,
        team_id: "T1",
        user_id: BOT_USER,
        bot_id: "BBOT",
        url: state.base,
        team: "T",
        user: "assay",
      };
    case "chat.postMessage":
      return postMessage(state, args);
    case "conversations.replies":
      return replies(state, args);
    case "users.info":
      return userInfo(state, String(args.user));
    case "views.open":
    case "views.publish":
      return openView(state, args);
    case "files.getUploadURLExternal": {
      const id = `F${++state.clock}`;
      state.files.add(id);
      return { ok: true, upload_url: `${state.base}/upload/${id}`, file_id: id };
    }
    case "files.completeUploadExternal":
      return completeUpload(state, args);
    case "assistant.threads.setStatus":
    case "conversations.join":
      return { ok: true };
    default:
      return { ok: false, error: "unknown_method" };
  }
}

function postMessage(state: State, args: Json): Json {
  if (typeof args.channel !== "string" || args.channel === "")
    return { ok: false, error: "channel_not_found" };
  const text = typeof args.text === "string" ? args.text : "";
  const blocks = Array.isArray(args.blocks) ? (args.blocks as Json[]) : [];
  if (text === "" && blocks.length === 0) return { ok: false, error: "no_text" };
  if (text.length > 40_000) return { ok: false, error: "msg_too_long" };
  const error = blockError(args.blocks);
  if (error !== null)
    return { ok: false, error: "invalid_blocks", response_metadata: { messages: [`[ERROR] ${error}`] } };
  const unknown = fileIds(blocks).find((id) => !state.uploads.has(id));
  if (unknown)
    return {
      ok: false,
      error: "invalid_blocks",
      response_metadata: { messages: [`[ERROR] slack_file ${unknown}`] },
    };
  const ts = nextTs(state);
  const metadata = typeof args.metadata === "object" ? (args.metadata as Json) : null;
  const threadTs = typeof args.thread_ts === "string" ? args.thread_ts : null;
  state.messages.push({ channel: args.channel, ts, threadTs, text, blocks, metadata, at: Date.now() });
  return { ok: true, channel: args.channel, ts, message: { ts, text } };
}

function replies(state: State, args: Json): Json {
  const messages = state.messages
    .filter(({ channel, threadTs }) => channel === args.channel && threadTs === args.ts)
    .map(({ ts, text, metadata, threadTs }) => ({
      ts,
      text,
      thread_ts: threadTs,
      ...(String(args.include_all_metadata) === "true" && metadata ? { metadata } : {}),
    }));
  return { ok: true, messages, has_more: false, response_metadata: { next_cursor: "" } };
}

function userInfo(state: State, id: string): Json {
  const user = state.users.get(id);
  if (!user) return { ok: false, error: "user_not_found" };
  const profile = { display_name: user.name, ...(user.email ? { email: user.email } : {}) };
  return { ok: true, user: { id, real_name: user.name, profile } };
}

function openView(state: State, args: Json): Json {
  const view = args.view as Json | undefined;
  const title = (view?.title as Json | undefined)?.text;
  if (typeof title === "string" && title.length > 24) return { ok: false, error: "invalid_arguments" };
  if (!Array.isArray(view?.blocks) || view.blocks.length > 100)
    return { ok: false, error: "invalid_arguments" };
  for (const block of view.blocks) {
    if (blockError([block]) !== null) return { ok: false, error: "invalid_arguments" };
  }
  state.views.push(view);
  return { ok: true, view: { id: `V${state.views.length}` } };
}

function completeUpload(state: State, args: Json): Json {
  const files = Array.isArray(args.files) ? (args.files as Json[]) : [];
  const missing = files.find(({ id }) => !state.uploads.has(String(id)));
  if (missing || files.length === 0) return { ok: false, error: "file_not_found" };
  return { ok: true, files: files.map(({ id, title }) => ({ id, title })) };
}

async function deliver(
  url: string,
  body: Json,
  options: DeliverOptions = {},
): Promise<{ status: number; body: string; ms: number }> {
  const raw = options.form ? `payload=${encodeURIComponent(JSON.stringify(body))}` : JSON.stringify(body);
  const timestamp = String(Math.floor(Date.now() / 1000) + (options.skewSeconds ?? 0));
  const mac = createHmac("sha256", options.secret ?? SIGNING_SECRET)
    .update(`v0:${timestamp}:${raw}`)
    .digest("hex");
  const started = performance.now();
  const response = await fetch(url, {
    method: "POST",
    body: raw,
    headers: {
      "content-type": options.form ? "application/x-www-form-urlencoded" : "application/json",
      "x-slack-request-timestamp": timestamp,
      "x-slack-signature": `v0=${mac}`,
      ...options.headers,
    },
  });
  return { status: response.status, body: await response.text(), ms: performance.now() - started };
}

function parseCall(raw: Buffer, request: IncomingMessage): { args: Json; token: string } {
  const type = request.headers["content-type"] ?? "";
  const args: Json = type.includes("json")
    ? (JSON.parse(raw.toString() || "{}") as Json)
    : Object.fromEntries(
        [...new URLSearchParams(raw.toString())].map(([key, value]) => [key, decoded(value)]),
      );
  const bearer = (request.headers.authorization ?? "").replace("Bearer ", "");
  return { args, token: bearer || String(args.token ?? "") };
}

function decoded(value: string): unknown {
  if (!/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function fileIds(blocks: Json[]): string[] {
  return blocks.flatMap((block) => {
    const file = block.slack_file as Json | undefined;
    return typeof file?.id === "string" ? [file.id] : [];
  });
}

function nextTs(state: State): string {
  state.clock += 1;
  return `${Math.floor(state.clock / 1_000_000)}.${String(state.clock % 1_000_000).padStart(6, "0")}`;
}
