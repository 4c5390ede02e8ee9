import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { AppError } from "../contracts/errors.js";
import { type ModelTransport, promptKey, type WireReply } from "./wire-exchange.js";

const cassetteSchema = z.strictObject({
  version: z.literal(1),
  exchanges: z.record(
    z.string(),
    z.strictObject({
      kind: z.literal("reply"),
      text: z.string(),
      model: z.string(),
      inputTokens: z.number().nullable(),
      outputTokens: z.number().nullable(),
      whole: z.boolean(),
    }),
  ),
});

/**
 * Exchanges with models in a file, by the hash of their prompt: recorded where there is a server, played back where there is none
 * (`server` null), so that figures can be had again without a key. Prompts are not kept. Throws AppError (bad_cassette) for a file
 * that is none. `close` writes what was recorded.
 */
export async function openCassette(
  file: string,
  server: ModelTransport | null,
): Promise<{ transport: ModelTransport; close(): Promise<void> }> {
  const exchanges = new Map<string, WireReply>(Object.entries(await readExchanges(file)));
  let changed = false;
  if (server === null) return { transport: player(exchanges), close: async () => {} };
  return {
    transport: {
      free: false,
      async send(request, options) {
        const outcome = await server.send(request, options);
        if (outcome.kind === "reply") {
          exchanges.set(promptKey(request), outcome);
          changed = true;
        }
        return outcome;
      },
    },
    close: async () => {
      if (changed) await write(file, exchanges);
    },
  };
}

function player(exchanges: ReadonlyMap<string, WireReply>): ModelTransport {
  return {
    free: true,
    async send(request) {
      const known = exchanges.get(promptKey(request));
      if (known) return known;
      const error = new AppError(
        "model_unavailable",
        "model",
        "No exchange with a language model is recorded for this prompt (1 was looked for).",
        "Set MISTRAL_API_KEY or MISTRAL_SERVER_URL and run once more to record it.",
      );
      return { kind: "fault", error, retry: false, retryAfterMs: null, owed: false, sick: false };
    },
  };
}

async function readExchanges(file: string): Promise<Record<string, WireReply>> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, "code") === "ENOENT") return {};
    throw error;
  }
  const parsed = cassetteSchema.safeParse(parse(text));
  if (parsed.success) return parsed.data.exchanges;
  throw new AppError(
    "bad_cassette",
    "configuration",
    `${file} holds no recorded exchanges.`,
    "Name another file, or delete it and record again.",
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Sorted, so that a recording can be reviewed like code. */
async function write(file: string, exchanges: ReadonlyMap<string, WireReply>): Promise<void> {
  const sorted = Object.fromEntries([...exchanges].sort(([a], [b]) => (a < b ? -1 : 1)));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, `${JSON.stringify({ version: 1, exchanges: sorted }, null, 2)}\n`);
  await rename(`${file}.new`, file);
}
