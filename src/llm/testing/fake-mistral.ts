import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** What the fake does with one request. */
export type FakeReply =
  /** A chat completion whose content is this value as JSON. */
  | ({ kind: "json"; value: unknown } & FakeUsage)
  | ({ kind: "text"; text: string } & FakeUsage)
  | { kind: "status"; status: number; headers?: Record<string, string>; body?: string }
  | { kind: "slow"; ms: number; reply: FakeReply }
  /** Takes the request and never says a word. */
  | { kind: "hang" }
  /** Headers and half a body, then the connection is cut. */
  | { kind: "half" }
  /** The connection is cut before a word. */
  | { kind: "reset" }
  /** Status 200 and a body that is no JSON. */
  | { kind: "broken" }
  | { kind: "huge"; bytes: number }
  /** The user's message comes back as the reply. */
  | { kind: "echo" };

interface FakeUsage {
  inputTokens?: number;
  outputTokens?: number;
  finish?: "stop" | "length";
}

export interface FakeRequest {
  path: string;
  headers: IncomingMessage["headers"];
  body: {
    model: string;
    messages: { role: string; content: string }[];
    max_tokens?: number;
    response_format?: { type: string; json_schema?: { name: string; strict: boolean; schema: unknown } };
    input?: string[];
  };
  at: number;
  /** Whether the client went away before it was answered. */
  abandoned: boolean;
}

export interface FakeMistral {
  url: string;
  requests: FakeRequest[];
  close(): Promise<void>;
}

export type FakeScript = FakeReply[] | ((request: FakeRequest, index: number) => FakeReply);

/** A server of the Mistral wire on loopback. A list is followed in order, its last reply for ever; an empty list is status 500. */
export async function startFakeMistral(script: FakeScript): Promise<FakeMistral> {
  const requests: FakeRequest[] = [];
  const sockets = new Set<Socket>();
  const timers = new Set<NodeJS.Timeout>();
  const server = createServer(async (incoming, response) => {
    const request = await received(incoming);
    const index = requests.push(request) - 1;
    response.on("close", () => {
      request.abandoned = !response.writableFinished;
    });
    const reply =
      typeof script === "function"
        ? script(request, index)
        : (script[Math.min(index, script.length - 1)] ?? null);
    const send = (what: FakeReply): void => {
      if (what.kind === "slow") timers.add(setTimeout(() => send(what.reply), what.ms));
      else answer(what, request, response);
    };
    send(reply ?? { kind: "status", status: 500 });
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: async () => {
      for (const timer of timers) clearTimeout(timer);
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function received(incoming: IncomingMessage): Promise<FakeRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = JSON.parse(Buffer.concat(chunks).toString("utf8") || "{}") as FakeRequest["body"];
  return { path: incoming.url ?? "", headers: incoming.headers, body, at: Date.now(), abandoned: false };
}

function answer(
  reply: Exclude<FakeReply, { kind: "slow" }>,
  request: FakeRequest,
  response: ServerResponse,
): void {
  switch (reply.kind) {
    case "hang":
      return;
    case "reset":
      response.socket?.resetAndDestroy();
      return;
    case "half": {
      const whole = completion(request, "half of it", {});
      response.writeHead(200, { "content-type": "application/json", "content-length": whole.length });
      response.write(whole.slice(0, whole.length / 2), () => response.socket?.destroy());
      return;
    }
    case "broken":
      response.writeHead(200, { "content-type": "application/json" }).end('{"choices": [{"mess');
      return;
    case "huge":
      response
        .writeHead(200, { "content-type": "application/json" })
        .end(completion(request, "x".repeat(reply.bytes), {}));
      return;
    case "status":
      response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers });
      response.end(reply.body ?? JSON.stringify({ message: `status ${reply.status}` }));
      return;
    case "echo":
    case "json":
    case "text": {
      response.writeHead(200, { "content-type": "application/json" });
      if (request.path.endsWith("/embeddings")) response.end(embeddings(request));
      else response.end(completion(request, contentOf(reply, request), reply.kind === "echo" ? {} : reply));
      return;
    }
  }
}

function contentOf(
  reply: Extract<FakeReply, { kind: "echo" | "json" | "text" }>,
  request: FakeRequest,
): string {
  if (reply.kind === "json") return JSON.stringify(reply.value);
  return reply.kind === "text" ? reply.text : (request.body.messages.at(-1)?.content ?? "");
}

function completion(request: FakeRequest, content: string, usage: FakeUsage): string {
  const promptTokens = usage.inputTokens ?? 100;
  const completionTokens = usage.outputTokens ?? 20;
  return JSON.stringify({
    id: "cmpl-1",
    object: "chat.completion",
    model: `${request.body.model}-2611`,
    created: 1_790_000_000,
    choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: usage.finish ?? "stop" }],
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
    },
  });
}

/** A vector of 8 numbers a text, by its letters. */
function embeddings({ body }: FakeRequest): string {
  const data = (body.input ?? []).map((text, index) => {
    const embedding = new Array<number>(8).fill(0);
    for (const character of text) {
      const at = (character.codePointAt(0) ?? 0) % 8;
      embedding[at] = (embedding[at] ?? 0) + 1;
    }
    return { object: "embedding", index, embedding };
  });
  const tokens = (body.input ?? []).join(" ").length;
  return JSON.stringify({
    id: "embd-1",
    object: "list",
    model: body.model,
    data,
    usage: { prompt_tokens: tokens, completion_tokens: 0, total_tokens: tokens },
  });
}
