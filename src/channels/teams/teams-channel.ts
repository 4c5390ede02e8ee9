import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
} from "botbuilder";
import express, { type Request, type Response, Router } from "express";
import { z } from "zod";
import type { Answer } from "../../contracts/answer.js";
import type { ChannelPort, Conversation, IncomingMessage } from "../../contracts/conversation.js";
import { AppError } from "../../contracts/errors.js";
import type { KeyValue } from "../../contracts/ports.js";
import { rememberPeople } from "../people-memory.js";
import { type BotCredentials, createConnector } from "./connector.js";
import { createTeamsPort } from "./delivery-port.js";
import { activitySchema, type TeamsActivity, teamsMessage, teamsText, tenantOf } from "./incoming.js";
import { pressCard } from "./invoke.js";

export interface TeamsOptions {
  /** Empty only with `dev`: then nobody is authenticated, and the server must listen on loopback. */
  appId: string;
  password: string | null;
  type: "MultiTenant" | "SingleTenant" | "UserAssignedMSI";
  tenantId: string | null;
  dev: boolean;
  placeholders: KeyValue;
  chart: (answer: Answer, signal: AbortSignal) => Promise<Uint8Array | null>;
  onWarning: (what: string, error: unknown) => void;
  /** Another token issuer and other credentials; the real ones of Microsoft where absent. */
  authority?: { settings: Record<string, string>; credentials: BotCredentials };
}

export interface TeamsChannel {
  port: ChannelPort;
  /** Serves POST /api/messages. */
  router(conversation: Conversation): Router;
}

const CALL_TIMEOUT_MS = 10_000;
const MAX_BODY = "256kb";

/** Teams over the Bot Framework: every activity's token is checked for issuer, audience, expiry, service URL and endorsement. */
export function createTeamsChannel(options: TeamsOptions): TeamsChannel {
  if (options.appId === "" && !options.dev) {
    throw new AppError(
      "no_app_id",
      "configuration",
      "Teams has no MICROSOFT_APP_ID: anybody could speak as anybody.",
      "Set MICROSOFT_APP_ID, or serve with --dev on this machine alone.",
    );
  }
  const settings = {
    MicrosoftAppId: options.appId,
    MicrosoftAppPassword: options.password ?? "",
    MicrosoftAppType: options.type,
    MicrosoftAppTenantId: options.tenantId ?? "",
    ...options.authority?.settings,
  };
  const credentials =
    options.authority?.credentials ?? new ConfigurationServiceClientCredentialFactory(settings);
  const authentication = new ConfigurationBotFrameworkAuthentication(settings, credentials as never);
  const adapter = new InvokeAdapter(authentication);
  const connector = createConnector({ appId: options.appId, credentials, timeoutMs: CALL_TIMEOUT_MS });
  const port = createTeamsPort({
    connector,
    placeholders: options.placeholders,
    chart: options.chart,
    onWarning: options.onWarning,
  });

  const member = rememberPeople(
    async ({ from, serviceUrl, conversation }: TeamsActivity) => {
      const signal = AbortSignal.timeout(CALL_TIMEOUT_MS);
      const found = await connector.member(serviceUrl, conversation.id, from.id, signal);
      if (found.kind === "outcome") throw new Error(`member lookup: ${found.outcome.kind}`);
      const { email, userPrincipalName } = memberSchema.parse(found.body);
      const id = from.aadObjectId ?? from.id;
      return { id, name: from.name ?? null, email: email ?? userPrincipalName ?? null };
    },
    { keyOf: (activity) => `${tenantOf(activity)}|${activity.from.id}`, now: Date.now },
  );

  return {
    port,
    router(conversation) {
      return Router().post("/api/messages", express.json({ limit: MAX_BODY }), (request, response) => {
        receive(request, response, conversation).catch((error: unknown) => {
          options.onWarning("teams activity failed", error);
          if (!response.headersSent) response.status(500).end();
        });
      });
    },
  };

  async function receive(request: Request, response: Response, conversation: Conversation): Promise<void> {
    const parsed = activitySchema.safeParse(request.body);
    if (!parsed.success) {
      response.status(400).end();
      return;
    }
    const verified = await authentication
      .authenticateRequest(request.body, request.headers.authorization ?? "")
      .catch(() => null);
    if (verified === null || !tenantAllowed(parsed.data)) {
      response.status(401).end();
      return;
    }
    const invoke = await adapter.take(verified, request.body, () => handle(parsed.data, conversation));
    response.status(invoke?.status ?? 200);
    if (invoke?.body === undefined) response.end();
    else response.json(invoke.body);
  }

  async function handle(activity: TeamsActivity, conversation: Conversation): Promise<object | null> {
    if (activity.from.id === activity.recipient?.id) return null;
    if (activity.type === "message") {
      const text = teamsText(activity);
      if (text === "" || activity.id === undefined) return null;
      const words = { text, messageId: activity.id, about: null };
      await conversation.accept(teamsMessage(activity, await person(activity), words));
      return null;
    }
    if (activity.type === "invoke" && activity.name === "adaptiveCard/action") {
      const chart = async (answer: Answer): Promise<string | null> => {
        const png = await options.chart(answer, AbortSignal.timeout(CALL_TIMEOUT_MS)).catch(() => null);
        return png === null ? null : `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
      };
      return pressCard({ conversation, activity, user: await person(activity), chart });
    }
    return null;
  }

  /** Throws when Teams cannot tell who it is: guessing would guess rights. */
  async function person(activity: TeamsActivity): Promise<IncomingMessage["user"]> {
    const { from } = activity;
    if (!(options.dev && options.appId === "")) return member(activity);
    return { id: from.aadObjectId ?? from.id, name: from.name ?? null, email: null };
  }

  function tenantAllowed(activity: TeamsActivity): boolean {
    return (
      options.type === "MultiTenant" || options.tenantId === null || tenantOf(activity) === options.tenantId
    );
  }
}

const memberSchema = z.object({ email: z.string().optional(), userPrincipalName: z.string().optional() });

type Verified = Awaited<ReturnType<ConfigurationBotFrameworkAuthentication["authenticateRequest"]>>;

/** botbuilder prints failures with their details and answers 500 for a forged signature; here verifying comes first and apart. */
class InvokeAdapter extends CloudAdapter {
  async take(
    verified: Verified,
    body: object,
    work: () => Promise<object | null>,
  ): Promise<{ status: number; body?: unknown } | undefined> {
    let result: object | null = null;
    const invoke = await this.processActivity(verified, body as never, async (context) => {
      result = await work();
      if (context.activity.type === "invoke") {
        await context.sendActivity({
          type: "invokeResponse",
          value: { status: result === null ? 404 : 200, body: result ?? {} },
        });
      }
    });
    return invoke ?? undefined;
  }
}
