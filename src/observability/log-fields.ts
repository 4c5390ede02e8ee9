import { AppError } from "../contracts/errors.js";

/** Fields that may stand in a log line. Anything else is dropped: a row, a question or a token has no key here. */
const ALLOWED = new Set([
  "answerId",
  "attempt",
  "bytes",
  "cache",
  "channel",
  "check",
  "code",
  "count",
  "deliveryId",
  "delivered",
  "direction",
  "durationMs",
  "engine",
  "err",
  "event",
  "fault",
  "host",
  "inputTokens",
  "kind",
  "model",
  "outcome",
  "outputTokens",
  "owner",
  "path",
  "port",
  "position",
  "queue",
  "reason",
  "retryAfterMs",
  "room",
  "rows",
  "stage",
  "status",
  "step",
  "usd",
  "version",
  "waiting",
  "what",
  "workspace",
]);

const MAX_TEXT = 200;

/** Keeps the allowed fields with plain values. `rows` survives only as a count, an error only as code and places in the source. */
export function allowedFields(fields: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (!ALLOWED.has(key)) continue;
    const plain = key === "err" ? describeError(value) : plainValue(key, value);
    if (plain !== undefined) kept[key] = plain;
  }
  return kept;
}

/** Removes what looks like a credential, an e-mail address or a phone number from text that is about to be logged. */
export function scrubText(text: string): string {
  return SECRETS.reduce((scrubbed, pattern) => scrubbed.replace(pattern, "[removed]"), text);
}

/** What may be said about an error: our own sentences in full, of foreign ones the name, the code and where it was thrown. */
function describeError(error: unknown): Record<string, unknown> {
  if (error instanceof AppError) {
    return {
      code: error.code,
      fault: error.fault,
      message: cut(scrubText(error.message)),
      cause: error.cause === undefined ? null : describeError(error.cause),
    };
  }
  if (!(error instanceof Error)) return { name: typeof error };
  const code: unknown = Reflect.get(error, "code");
  return {
    name: error.name,
    code: typeof code === "string" || typeof code === "number" ? cut(scrubText(String(code))) : null,
    at: places(error),
  };
}

const SECRETS = [
  /\bx(?:ox[a-z]|app)-[\w-]+/gi,
  /\bdapi[0-9a-f]{8,}[\w-]*/gi,
  /\bBearer\s+[\w.~+/=-]+/gi,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g,
  /\b(?:sk|pk|ghp|gho)[-_][\w-]{12,}/g,
  /\/\/[^\s/:@]+:[^\s/@]+@/g,
  /[\w.+-]+@[\w-]+\.[\w.-]+/g,
  /(?<![\w.-])\+?\d[\d ()/-]{8,}\d(?![\w.-])/g,
];

function plainValue(key: string, value: unknown): unknown {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "number") return value;
  if (typeof value === "string" && key !== "rows") return cut(scrubText(value));
  return undefined;
}

/** The stack without its first lines: an error's message may quote values. */
function places(error: Error): string[] {
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return frames.slice(0, 4).map((line) => line.trim().replace(/\(?(?:file:\/\/)?\/\S*\/(?=[^/]+\))/, "("));
}

function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
