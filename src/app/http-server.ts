import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express, { type Router } from "express";
import { AppError } from "../contracts/errors.js";

export interface HttpServerOptions {
  host: string;
  port: number;
  /** In order; the first that knows the path answers. Those that verify raw bodies come first. */
  routers: readonly Router[];
  /** Prometheus text. */
  metrics: () => Promise<string>;
  /** Throws when the process cannot answer questions now. */
  ready: () => Promise<void>;
}

export interface HttpServer {
  url: string;
  close(): Promise<void>;
}

const REQUEST_TIMEOUT_MS = 120_000;

/** One server for every channel, with /healthz, /readyz and /metrics. Throws AppError (port_in_use, cannot_listen). */
export async function listen(options: HttpServerOptions): Promise<HttpServer> {
  const app = express();
  app.disable("x-powered-by");
  app.get("/healthz", (_, response) => {
    response.type("text").send("ok\n");
  });
  app.get("/readyz", (_, response) => {
    options.ready().then(
      () => response.type("text").send("ready\n"),
      () => response.status(503).type("text").send("not ready\n"),
    );
  });
  app.get("/metrics", (_, response) => {
    options.metrics().then(
      (text) => response.type("text/plain; version=0.0.4").send(text),
      () => response.status(500).end(),
    );
  });
  for (const router of options.routers) app.use(router);
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, app);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(cannotListen(error, options)));
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${options.host.includes(":") ? `[${options.host}]` : options.host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

function cannotListen(error: NodeJS.ErrnoException, { host, port }: HttpServerOptions): AppError {
  if (error.code === "EADDRINUSE") {
    return new AppError(
      "port_in_use",
      "configuration",
      `Port ${port} on ${host} is in use.`,
      "Stop the other program, or choose another port with --port.",
    );
  }
  return new AppError(
    "cannot_listen",
    "configuration",
    `Cannot listen on ${host}:${port} (${error.code ?? error.message}).`,
    "Choose another --host or --port.",
  );
}
