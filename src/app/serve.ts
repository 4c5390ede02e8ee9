import type { Router } from "express";
import type { App, AppOptions, ChannelParts } from "../app.js";
import { openApp } from "../app.js";
import type { SlackChannel } from "../channels/slack/slack-channel.js";
import type { TeamsChannel } from "../channels/teams/teams-channel.js";
import { type ChartRenderer, createChartRenderer } from "../charts/chart-renderer.js";
import { chartFor } from "../charts/chart-spec.js";
import type { Config } from "../config.js";
import type { Answer } from "../contracts/answer.js";
import type { ChannelPort } from "../contracts/conversation.js";
import { AppError } from "../contracts/errors.js";
import { type HttpServer, listen } from "./http-server.js";
import { createConsole } from "./web-console.js";

export interface ServeOptions extends Omit<AppOptions, "channels"> {
  host: string;
  port: number;
  dev: boolean;
}

/** A process that serves every configured channel. */
export interface Serving {
  app: App;
  url: string;
  channels: string[];
  stop(): Promise<void>;
}

const CHART_MS = 15_000;
const GRACE_MS = 20_000;

/** Opens the app, its channels and one HTTP server. Throws AppError where a channel could not be served safely. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { config, host, dev } = options;
  if (dev && !isLoopback(host)) {
    throw new AppError(
      "dev_beyond_loopback",
      "configuration",
      "--dev serves without authentication, so it listens on this machine alone.",
      "Leave out --host, or leave out --dev.",
    );
  }
  const charts = createChartRenderer();
  const slots: { slack: SlackChannel | null; teams: TeamsChannel | null } = { slack: null, teams: null };
  const makers = await channelMakers(config, dev, charts);
  const app = await openApp({
    ...options,
    channels: (parts) => {
      slots.slack = makers.slack?.(parts) ?? null;
      slots.teams = makers.teams?.(parts) ?? null;
      return [slots.slack?.port, slots.teams?.port].filter((port): port is ChannelPort => port !== undefined);
    },
  });
  let server: HttpServer | null = null;
  const stop = async (): Promise<void> => {
    await server?.close();
    await slots.slack?.stop();
    await app.conversation.stop(GRACE_MS);
    await charts.close();
    await app.close();
  };
  try {
    const slack = await slots.slack?.start(app.conversation);
    const web = createConsole({ app, charts, config, loopback: isLoopback(host) });
    const routers: (Router | null | undefined)[] = [
      slack?.router,
      slots.teams?.router(app.conversation),
      web,
    ];
    server = await listen({
      host,
      port: options.port,
      routers: routers.filter((router): router is Router => router != null),
      metrics: async () => {
        await app.conversation.measure();
        return app.metrics.registry.metrics();
      },
      ready: async () => {
        await app.conversation.measure();
      },
    });
    await app.conversation.start();
    const channels = [
      ...(web ? ["web"] : []),
      ...(slots.slack ? ["Slack"] : []),
      ...(slots.teams ? ["Teams"] : []),
    ];
    return { app, url: server.url, channels, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Maker<T> = (parts: ChannelParts) => T;

/** Loads only the SDKs of configured channels: botbuilder alone takes up to two seconds. */
async function channelMakers(
  config: Config,
  dev: boolean,
  charts: ChartRenderer,
): Promise<{ slack: Maker<SlackChannel> | null; teams: Maker<TeamsChannel> | null }> {
  const chart = async (answer: Answer, signal: AbortSignal): Promise<Uint8Array | null> => {
    const spec = config.charts === "none" ? null : chartFor(answer);
    return spec === null ? null : (await charts.png(spec, { signal, timeoutMs: CHART_MS })).data;
  };
  const { slack, teams } = config;
  const warn =
    ({ logger }: ChannelParts) =>
    (what: string, error: unknown) =>
      logger.warn({ err: error, what }, "A channel had trouble.");
  const slackModule = slack ? await import("../channels/slack/slack-channel.js") : null;
  const teamsModule = teams || dev ? await import("../channels/teams/teams-channel.js") : null;
  return {
    slack:
      slack && slackModule
        ? (parts) => slackModule.createSlackChannel({ ...slack, chart, onWarning: warn(parts) })
        : null,
    teams: teamsModule
      ? (parts) =>
          teamsModule.createTeamsChannel({
            ...(teams ?? { appId: "", password: null, type: "MultiTenant", tenantId: null }),
            dev,
            placeholders: parts.memory,
            chart,
            onWarning: warn(parts),
          })
      : null,
  };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}
