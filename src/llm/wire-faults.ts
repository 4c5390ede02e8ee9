import { AppError } from "../contracts/errors.js";
import { BodyTooLarge } from "./capped-fetch.js";
import type { WireFault } from "./wire-exchange.js";

type Trouble = { kind: "late"; timeoutMs: number } | { kind: "broken"; error: unknown };

/** No reply in time, none at all, or half of one. What the server may have computed counts as owed. */
export function faultOf(trouble: Trouble): WireFault {
  const base = { kind: "fault", retryAfterMs: null, owed: true, sick: true } as const;
  if (trouble.kind === "late") {
    const seconds = Math.round(trouble.timeoutMs / 100) / 10;
    return {
      ...base,
      retry: false,
      error: modelError("model_timeout", `The language model did not answer within ${seconds} s.`),
    };
  }
  if (chain(trouble.error).some((cause) => cause instanceof BodyTooLarge)) {
    return {
      ...base,
      retry: false,
      sick: false,
      error: modelError("model_reply_too_large", "The language model sent far more than was asked for."),
    };
  }
  if (neverConnected(trouble.error)) {
    return {
      ...base,
      retry: true,
      owed: false,
      error: modelError("model_unavailable", "The language model's server cannot be reached."),
    };
  }
  return {
    ...base,
    retry: true,
    error: modelError("model_reply_cut", "The language model's reply broke off or was no reply."),
  };
}

/** A reply without content. */
export function brokenReply(): WireFault {
  return faultOf({ kind: "broken", error: null });
}

/** A status of the server. Only those that may pass are tried again; the body is never repeated, it may quote the request. */
export function statusFault(status: number, headers: Headers): WireFault {
  const base = { kind: "fault", owed: false, retryAfterMs: retryAfter(headers) } as const;
  if (status === 429) {
    const error = modelError("model_rate_limited", "The language model's server asks to wait (status 429).");
    return { ...base, retry: true, sick: false, error };
  }
  if (status >= 500 || status === 408) {
    const error = modelError("model_unavailable", `The language model's server failed (status ${status}).`);
    return { ...base, retry: true, sick: true, error };
  }
  const key = status === 401 || status === 403;
  const why = key ? "does not accept the key" : "refused the request";
  const remedy = key
    ? "Correct MISTRAL_API_KEY, or MISTRAL_SERVER_URL if it names another server."
    : "Check the model ids of ASSAY_MODEL_ROUTES.";
  const error = new AppError(
    "model_refused",
    "model",
    `The language model's server ${why} (status ${status}).`,
    remedy,
  );
  return { ...base, retry: false, sick: false, error };
}

function modelError(code: string, message: string): AppError {
  return new AppError(code, "model", message, "Ask again later; what is read without a model goes on.");
}

/** Seconds or a date, as HTTP has it; null where there is none or it makes no sense. */
function retryAfter(headers: Headers): number | null {
  const text = headers.get("retry-after")?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

function neverConnected(error: unknown): boolean {
  return chain(error).some((cause) =>
    [
      "ECONNREFUSED",
      "ENOTFOUND",
      "EAI_AGAIN",
      "EHOSTUNREACH",
      "ENETUNREACH",
      "UND_ERR_CONNECT_TIMEOUT",
    ].includes(String(Reflect.get(cause, "code"))),
  );
}

function chain(error: unknown): Error[] {
  const found: Error[] = [];
  for (let at = error; at instanceof Error && found.length < 8; at = at.cause) found.push(at);
  return found;
}
