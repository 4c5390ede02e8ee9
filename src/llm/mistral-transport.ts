import { Mistral } from "@mistralai/mistralai";
import { HTTPClient } from "@mistralai/mistralai/lib/http.js";
import type { ChatCompletionResponse } from "@mistralai/mistralai/models/components/chatcompletionresponse.js";
import { MistralError } from "@mistralai/mistralai/models/errors/mistralerror.js";
import type { CallOptions } from "../contracts/ports.js";
import { cappedFetch } from "./capped-fetch.js";
import {
  type ModelTransport,
  SEED,
  TEMPERATURE,
  type WireFault,
  type WireReply,
  type WireRequest,
} from "./wire-exchange.js";
import { brokenReply, faultOf, statusFault } from "./wire-faults.js";

export interface MistralServer {
  apiKey: string | null;
  /** Any server with the same wire; null = Mistral's own. */
  serverUrl: string | null;
}

/** Room for the longest reply that is ever asked for, several times over. */
const MAX_BODY_BYTES = 256 * 1024;

/** One attempt a call over the Mistral wire. The SDK's own retries stay off: its deadline covers them all and its waits can't be cut short. */
export function createMistralTransport(server: MistralServer): ModelTransport {
  return {
    free: false,
    async send(request, { signal, timeoutMs }: CallOptions): Promise<WireReply | WireFault> {
      const late = AbortSignal.timeout(Math.max(1, Math.floor(timeoutMs)));
      const sdk = openMistral(server, AbortSignal.any([signal, late]));
      try {
        return replyOf(await sdk.chat.complete(bodyOf(request)));
      } catch (error) {
        signal.throwIfAborted();
        if (late.aborted) return faultOf({ kind: "late", timeoutMs });
        if (error instanceof MistralError && error.statusCode >= 400)
          return statusFault(error.statusCode, error.headers);
        return faultOf({ kind: "broken", error });
      }
    },
  };
}

/** The SDK for one call, without a key of its own: it would print headers where MISTRAL_DEBUG is set. */
export function openMistral(
  { apiKey, serverUrl }: MistralServer,
  signal: AbortSignal,
  maxBodyBytes: number = MAX_BODY_BYTES,
): Mistral {
  return new Mistral({
    apiKey: "",
    ...(serverUrl === null ? {} : { serverURL: serverUrl }),
    retryConfig: { strategy: "none" },
    httpClient: new HTTPClient({ fetcher: cappedFetch(apiKey, maxBodyBytes, signal) }),
  });
}

function bodyOf({ model, system, user, schema, maxOutputTokens }: WireRequest) {
  return {
    model,
    temperature: TEMPERATURE,
    randomSeed: SEED,
    maxTokens: maxOutputTokens,
    messages: [
      { role: "system" as const, content: system },
      { role: "user" as const, content: user },
    ],
    ...(schema === null
      ? {}
      : {
          responseFormat: {
            type: "json_schema" as const,
            jsonSchema: { name: schema.name, strict: true, schemaDefinition: schema.schema },
          },
        }),
  };
}

function replyOf(reply: ChatCompletionResponse): WireReply | WireFault {
  const choice = reply.choices?.[0];
  const content = choice?.message?.content;
  const text =
    typeof content === "string"
      ? content
      : (content ?? []).map((chunk) => (chunk.type === "text" ? chunk.text : "")).join("");
  if (!choice || text === "") return brokenReply();
  return {
    kind: "reply",
    text,
    model: reply.model,
    inputTokens: countOf(reply.usage?.promptTokens),
    outputTokens: countOf(reply.usage?.completionTokens),
    whole: choice.finishReason !== "length",
  };
}

function countOf(tokens: number | undefined): number | null {
  return tokens !== undefined && Number.isSafeInteger(tokens) && tokens > 0 ? tokens : null;
}
