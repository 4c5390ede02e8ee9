import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { type ChartRenderer, createChartRenderer } from "../../../charts/chart-renderer.js";
import type { Conversation } from "../../../contracts/conversation.js";
import { createWebRouter, type WebOptions } from "../web-router.js";

export interface WebServer {
  url: string;
  port: number;
  faults: unknown[];
  close(): Promise<void>;
}

/** The web channel over a conversation on a free port of this machine, with real charts. */
export async function listenOnLoopback(
  conversation: Conversation,
  options: Partial<WebOptions> & { port?: number } = {},
): Promise<WebServer> {
  const charts: ChartRenderer = options.charts ?? createChartRenderer();
  const faults: unknown[] = [];
  const app = express();
  app.disable("x-powered-by");
  app.use(
    createWebRouter({
      conversation,
      charts,
      hosts: ["localhost", "127.0.0.1"],
      workspaces: ["bakery"],
      onFault: (error) => faults.push(error),
      ...options,
    }),
  );
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    faults,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      if (options.charts === undefined) await charts.close();
    },
  };
}
