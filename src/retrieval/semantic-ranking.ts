import { createHash } from "node:crypto";
import type { CallOptions } from "../contracts/ports.js";
import type { Embedder, Passage } from "../contracts/retrieval.js";
import { inTime } from "./vectors/in-time.js";
import type { IndexStamp, VectorEntry, VectorIndex } from "./vectors/vector-index.js";

/** Ranks passages by likeness of meaning. */
export interface SemanticRanking {
  /** Ids among `among`, nearest first. Rejects when model or index is out, or not built in the time given. */
  search(question: string, among: readonly string[], limit: number, options: CallOptions): Promise<string[]>;
  /** Builds the index anew, forgets older ones, and names the model. */
  rebuild(options: CallOptions): Promise<string>;
}

export interface SemanticRankingParts {
  workspace: string;
  passages: readonly Passage[];
  /** Opened at the first question that needs it. */
  openEmbedder(): Promise<Embedder>;
  openVectors(stamp: IndexStamp): VectorIndex;
}

/** A build outlives the question that began it, so that an index which takes longer is there for a later one. */
const BUILD_MS = 120_000;

/** Vectors of every passage by one model, built at first use and kept while model and texts are the same. */
export function createSemanticRanking(parts: SemanticRankingParts): SemanticRanking {
  let opened: Promise<Opened> | null = null;
  let ready: Promise<void> | null = null;

  const open = (): Promise<Opened> => {
    opened ??= parts.openEmbedder().then((embedder) => ({
      embedder,
      vectors: parts.openVectors(stampOf(parts, embedder)),
    }));
    opened.catch(() => {
      opened = null;
    });
    return opened;
  };
  const ensure = (index: Opened): Promise<void> => {
    const options = { signal: new AbortController().signal, timeoutMs: BUILD_MS };
    ready ??= buildWhereMissing(index, parts.passages, options);
    ready.catch(() => {
      ready = null;
    });
    return ready;
  };

  return {
    search: (question, among, limit, options) =>
      inTime(async () => {
        const index = await open();
        await ensure(index);
        const [vector] = await index.embedder.embed([question], options);
        if (!vector) throw new Error("The embedder gave no vector.");
        try {
          return await index.vectors.search(vector, among, limit, options);
        } catch (error) {
          ready = null;
          throw error;
        }
      }, options),
    rebuild: (options) =>
      inTime(async () => {
        const index = await open();
        await build(index, parts.passages, options);
        ready = Promise.resolve();
        await index.vectors.dropOlder(options);
        return index.embedder.id;
      }, options),
  };
}

interface Opened {
  embedder: Embedder;
  vectors: VectorIndex;
}

async function buildWhereMissing(
  index: Opened,
  passages: readonly Passage[],
  options: CallOptions,
): Promise<void> {
  if (!(await index.vectors.isBuilt(options))) await build(index, passages, options);
}

async function build(
  { embedder, vectors }: Opened,
  passages: readonly Passage[],
  options: CallOptions,
): Promise<void> {
  const texts = passages.map(textOf);
  const made = await embedder.embed(texts, options);
  const entries = passages.map(({ id }, index): VectorEntry => {
    const vector = made[index];
    if (vector?.length !== embedder.dimension)
      throw new Error(`${embedder.id} gave a vector of another length.`);
    return { id, text: texts[index] ?? "", vector };
  });
  await vectors.build(entries, options);
}

function stampOf({ workspace, passages }: SemanticRankingParts, { id, dimension }: Embedder): IndexStamp {
  const hash = createHash("sha256").update(JSON.stringify([id, dimension]));
  for (const passage of passages) hash.update(JSON.stringify([passage.id, textOf(passage)]));
  return { workspace, model: id, dimension, hash: hash.digest("hex") };
}

function textOf({ title, text }: Passage): string {
  return `${title}\n${text}`;
}
