import { readFile } from "node:fs/promises";
import { endianness } from "node:os";
import { join } from "node:path";
import { AppError } from "../../contracts/errors.js";
import type { Embedder } from "../../contracts/retrieval.js";
import { createWordPieces } from "./word-pieces.js";

const DIMENSION = 256;
const ID = "minilm-static-256";

/**
 * Word vectors that ship with the product: a text is the mean of its word pieces, as a unit vector of 256 numbers
 * (all zeros where no word is known). Throws AppError (embeddings_missing) where the files of `folder` are absent or cut.
 */
export async function openStaticEmbedder(folder: string): Promise<Embedder> {
  const [vocabulary, vectors, scales] = await Promise.all([
    readPart(folder, "vocab.txt"),
    readPart(folder, "vectors.i8"),
    readPart(folder, "scales.f32"),
  ]);
  const pieces = vocabulary.toString("utf8").trimEnd().split("\n");
  if (vectors.length !== pieces.length * DIMENSION || scales.length !== pieces.length * 4) {
    throw missing(folder, "its files do not belong together");
  }
  const table: Table = {
    vectors: new Int8Array(vectors.buffer, vectors.byteOffset, vectors.length),
    scales: floats(scales),
  };
  const split = createWordPieces(pieces);
  return {
    id: ID,
    dimension: DIMENSION,
    embed: async (texts, { signal }) => {
      signal.throwIfAborted();
      return texts.map((text) => meanOf(split(text), table));
    },
  };
}

interface Table {
  vectors: Int8Array;
  scales: Float32Array;
}

function meanOf(pieces: readonly number[], { vectors, scales }: Table): Float32Array {
  const sum = new Float32Array(DIMENSION);
  for (const piece of pieces) {
    const scale = scales[piece] ?? 0;
    const start = piece * DIMENSION;
    for (let at = 0; at < DIMENSION; at++) sum[at] = (sum[at] ?? 0) + (vectors[start + at] ?? 0) * scale;
  }
  const length = Math.hypot(...sum);
  return length === 0 ? sum : sum.map((value) => value / length);
}

function floats(bytes: Buffer): Float32Array {
  const aligned = Buffer.from(bytes);
  if (endianness() === "BE") aligned.swap32();
  return new Float32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4).slice();
}

async function readPart(folder: string, name: string): Promise<Buffer> {
  try {
    return await readFile(join(folder, name));
  } catch {
    throw missing(folder, `${name} can't be read`);
  }
}

function missing(folder: string, why: string): AppError {
  return new AppError(
    "embeddings_missing",
    "configuration",
    `The word vectors in ${folder} can't be used: ${why}.`,
    "Install the product again, so that its models folder is whole.",
  );
}
