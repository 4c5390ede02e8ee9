import { createHash } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { BOT_USER } from "./fake-slack.js";

type Json = Record<string, unknown>;

export const APP_TOKEN = "xapp-fake-token";

export interface FakeSocketMode {
  /** Answers auth.test, users.info and apps.connections.open; the last only to the app token. */
  apiUrl: string;
  /** What the app sent over its sockets, in order. */
  received: Json[];
  /** Open sockets. */
  connections(): number;
  push(envelope: Json): void;
  /** Sockets that were opened so far. */
  opened(): number;
  /** Ends every socket: with the notice that Slack gives before it renews one, or without a word. */
  hangUp(how: "announced" | "abrupt"): void;
  close(): Promise<void>;
}

/** The Socket Mode side of Slack on loopback: gives out the socket's address and speaks RFC 6455 text, ping and close frames. */
export async function startFakeSocketMode(email: string): Promise<FakeSocketMode> {
  const received: Json[] = [];
  const sockets = new Set<Duplex>();
  let port = 0;
  let opened = 0;
  const server = createServer((request, response) => {
    const method = (request.url ?? "").replace("/api/", "");
    const mayOpen = request.headers.authorization === `Bearer ${APP_TOKEN}`;
    const answers: Record<string, Json> = {
      "apps.connections.open": mayOpen
        ? { ok: true, url: `ws://127.0.0.1:${port}/link` }
        : { ok: false, error: "invalid_auth" },
      "auth.test": { ok: true, team_id: "T1", user_id: BOT_USER, bot_id: "BBOT" },
      "users.info": { ok: true, user: { profile: { email } } },
    };
    request.resume();
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answers[method] ?? { ok: false, error: "unknown_method" }));
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex) => {
    sockets.add(socket);
    opened++;
    socket.on("close", () => sockets.delete(socket)).on("error", () => socket.destroy());
    socket.write(handshake(String(request.headers["sec-websocket-key"])));
    readFrames(socket, (text) => received.push(JSON.parse(text) as Json));
    socket.write(frame(TEXT, JSON.stringify({ type: "hello", num_connections: 1 })));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    received,
    connections: () => sockets.size,
    push: (envelope) => {
      for (const socket of sockets) socket.write(frame(TEXT, JSON.stringify(envelope)));
    },
    opened: () => opened,
    hangUp: (how) => {
      for (const socket of sockets) {
        if (how === "abrupt") socket.destroy();
        else socket.write(frame(TEXT, JSON.stringify({ type: "disconnect", reason: "refresh_requested" })));
      }
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
/** RFC 6455, section 1.3. */
const KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

function handshake(key: string): string {
  const accept = createHash("sha1").update(`${key}${KEY_SUFFIX}`).digest("base64");
  const head = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"];
  return [...head, `Sec-WebSocket-Accept: ${accept}`, "", ""].join("\r\n");
}

/** Takes masked frames of up to 64 KB as they come, split or joined; answers pings and the closing handshake. */
function readFrames(socket: Duplex, onText: (text: string) => void): void {
  let kept = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    kept = Buffer.concat([kept, chunk]);
    for (let read = oneFrame(kept); read !== null; read = oneFrame(kept)) {
      kept = kept.subarray(read.length);
      if (read.code === TEXT) onText(read.payload.toString());
      if (read.code === PING) socket.write(frame(PONG, read.payload));
      if (read.code === CLOSE) socket.end(frame(CLOSE, read.payload));
    }
  });
}

function oneFrame(bytes: Buffer): { code: number; payload: Buffer; length: number } | null {
  if (bytes.length < 2) return null;
  const short = bytes.readUInt8(1) & 127;
  const head = short === 126 ? 4 : 2;
  if (bytes.length < head) return null;
  const size = short === 126 ? bytes.readUInt16BE(2) : short;
  const start = head + 4;
  if (bytes.length < start + size) return null;
  const mask = bytes.subarray(head, start);
  const payload = Buffer.from(
    bytes.subarray(start, start + size).map((byte, i) => byte ^ (mask[i % 4] ?? 0)),
  );
  return { code: bytes.readUInt8(0) & 15, payload, length: start + size };
}

function frame(code: number, payload: string | Buffer): Buffer {
  const body = Buffer.from(payload as string);
  const size = body.length < 126 ? [body.length] : [126, Math.floor(body.length / 256), body.length % 256];
  return Buffer.concat([Buffer.from([128 + code, ...size]), body]);
}
