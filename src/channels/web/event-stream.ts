import type { Response } from "express";

/** Server-sent events on one response. */
export interface EventStream {
  send(event: string, data: unknown): void;
  end(): void;
}

const HEARTBEAT_MS = 10_000;

/** Opens the stream at once, so that the page knows it was heard; a comment goes out while nothing else does. */
export function openEventStream(response: Response): EventStream {
  response.status(200).set({
    "content-type": "text/event-stream; charset=utf-8",
    "x-accel-buffering": "no",
  });
  response.flushHeaders();
  const write = (text: string): void => {
    if (!response.writableEnded && !response.destroyed) response.write(text);
  };
  const heartbeat = setInterval(() => write(": waiting\n\n"), HEARTBEAT_MS);
  response.on("close", () => clearInterval(heartbeat));
  return {
    send: (event, data) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    end: () => {
      clearInterval(heartbeat);
      response.end();
    },
  };
}
