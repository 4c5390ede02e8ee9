import { MistralError } from "@mistralai/mistralai/models/errors/mistralerror.js";
import { AppError } from "../contracts/errors.js";
import type { CallOptions } from "../contracts/ports.js";
import type { Embedder } from "../contracts/retrieval.js";
import { type MistralServer, openMistral } from "./mistral-transport.js";
import { faultOf, statusFault } from "./wire-faults.js";

const MODEL = "mistral-embed";
/** Texts a request; a larger one is refused by its tokens. */
const BATCH = 32;
const PROBE_MS = 10_000;

/**
 * Texts to unit vectors by the provider's model, some at a time. Asks once for a vector to learn its length. Throws AppError
 * (fault "model") where the server does not answer; the caller ranks by words then.
 */
export async function openMistralEmbedder(server: MistralServer, signal: AbortSignal): Promise<Embedder> {
  const [probe] = await embedBatch(server, ["dimension"], { signal, timeoutMs: PROBE_MS });
  const dimension = probe?.length ?? 0;
  return {
    id: MODEL,
    dimension,
    async embed(texts, options) {
      const vectors: Float32Array[] = [];
      for (let at = 0; at < texts.length; at += BATCH)
        vectors.push(...(await embedBatch(server, texts.slice(at, at + BATCH), options)));
      const other = vectors.find((vector) => vector.length !== dimension);
      if (other) throw unusable(`vectors of ${other.length} numbers in place of ${dimension}`);
      return vectors;
    },
  };
}

async function embedBatch(
  server: MistralServer,
  inputs: readonly string[],
  { signal, timeoutMs }: CallOptions,
): Promise<Float32Array[]> {
  const late = AbortSignal.timeout(Math.max(1, Math.floor(timeoutMs)));
  try {
    const sdk = openMistral(server, AbortSignal.any([signal, late]), MAX_BODY_BYTES);
    const { data } = await sdk.embeddings.create({ model: MODEL, inputs: [...inputs] });
    const ordered = [...data].sort((a, b) => (a.index ?? 0) - (b.index ?? 0));
    if (ordered.length !== inputs.length)
      throw unusable(`${ordered.length} vectors for ${inputs.length} texts`);
    return ordered.map(({ embedding }) => unit(embedding ?? []));
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof AppError) throw error;
    if (late.aborted) throw faultOf({ kind: "late", timeoutMs }).error;
    if (error instanceof MistralError && error.statusCode >= 400)
      throw statusFault(error.statusCode, error.headers).error;
    throw faultOf({ kind: "broken", error }).error;
  }
}

/** A thousand numbers a vector as text, for a batch, with room to spare. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

function unit(numbers: readonly number[]): Float32Array {
  const length = Math.hypot(...numbers);
  if (!(length > 0)) throw unusable("a vector without length");
  return Float32Array.from(numbers, (value) => value / length);
}

function unusable(what: string): AppError {
  return new AppError(
    "model_reply_cut",
    "model",
    `The embedding model gave ${what}.`,
    "Check MISTRAL_SERVER_URL, or unset ASSAY_EMBEDDER to rank with the vectors that are shipped.",
  );
}
