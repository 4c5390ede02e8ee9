import type { Router } from "express";
import type { App } from "../app.js";
import { createWebRouter } from "../channels/web/web-router.js";
import type { ChartRenderer } from "../charts/chart-renderer.js";

/** The web console over an app. It answers for loopback names, and for the address it was asked to listen on. */
export function createConsole(parts: { app: App; charts: ChartRenderer; host: string }): Router {
  const { app, charts, host } = parts;
  return createWebRouter({
    conversation: app.conversation,
    charts,
    hosts: ["localhost", "127.0.0.1", "[::1]", ...(host === "0.0.0.0" || host === "::" ? [] : [host])],
    workspaces: app.runtimes.map(({ workspace }) => workspace.name),
    onFault: (error) => app.logger.error({ err: error }, "A request failed."),
  });
}
