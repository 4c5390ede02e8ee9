import type { Router } from "express";
import type { App } from "../app.js";
import { createWebRouter } from "../channels/web/web-router.js";
import type { ChartRenderer } from "../charts/chart-renderer.js";
import type { Config } from "../config.js";

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/**
 * The web console over an app. On loopback it answers for this machine. Beyond it, anybody could write any Host header,
 * so it is served only for the host names that were asked for; null where there are none.
 */
export function createConsole(parts: {
  app: App;
  charts: ChartRenderer;
  config: Config;
  loopback: boolean;
}): Router | null {
  const { app, charts, config, loopback } = parts;
  if (!loopback && config.hosts.length === 0) return null;
  return createWebRouter({
    conversation: app.conversation,
    charts,
    hosts: loopback ? [...LOOPBACK, ...config.hosts] : config.hosts,
    workspaces: app.runtimes.map(({ workspace }) => workspace.name),
    suggestionsOf: (name) =>
      app.runtimes
        .filter(({ workspace }) => workspace.name === name)
        .flatMap(({ workspace }) => workspace.verified)
        .filter(({ onboarding }) => onboarding)
        .map(({ question }) => question),
    userHeader: config.userHeader,
    onFault: (error) => app.logger.error({ err: error }, "A request failed."),
  });
}
