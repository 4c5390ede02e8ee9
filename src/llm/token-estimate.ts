import type { WireRequest } from "./wire-exchange.js";

/** What the chat format adds around two messages, generously. */
const FRAME_TOKENS = 64;

/** Tokens that a request can be at most: none is shorter than a byte. Money is reserved by this. */
export function mostInputTokens(request: WireRequest): number {
  return FRAME_TOKENS + Buffer.byteLength(wholeText(request));
}

/** Tokens that a request likely is, on the high side: letters in threes, digits and signs one by one, other scripts two a character. */
export function likelyInputTokens(request: WireRequest): number {
  let tokens = 0;
  for (const character of wholeText(request)) {
    if (/[A-Za-z ]/.test(character)) tokens += 1 / 3;
    else tokens += character > "\u007f" ? 2 : 0.6;
  }
  return FRAME_TOKENS + Math.ceil(tokens);
}

function wholeText({ system, user, schema }: WireRequest): string {
  return system + user + (schema === null ? "" : JSON.stringify(schema));
}
