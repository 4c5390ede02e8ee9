import { ChromaClient, ChromaNotFoundError, type Collection } from "chromadb";
import { inTime } from "./in-time.js";
import type { IndexStamp, VectorEntry, VectorIndex } from "./vector-index.js";

const BATCH = 500;

/**
 * Vectors in a Chroma server. Every state of the workspace and its model has a collection of its own, marked complete when
 * the last entry is in, so that processes of two versions never read each other's half.
 */
export function createChromaVectors(url: string, stamp: IndexStamp): VectorIndex {
  const client = new ChromaClient(addressOf(url));
  const name = `${prefixOf(stamp.workspace)}${stamp.hash.slice(0, 24)}`;
  let opened: Collection | null = null;

  const open = async (): Promise<Collection | null> => {
    if (opened) return opened;
    try {
      const found = await client.getCollection({ name });
      if (found.metadata?.["complete"] === true) opened = found;
    } catch (error) {
      if (!(error instanceof ChromaNotFoundError)) throw error;
    }
    return opened;
  };

  return {
    isBuilt: (options) => inTime(async () => (await open()) !== null, options),
    build: (entries, options) =>
      inTime(async (alive) => {
        opened = null;
        const collection = await createEmpty(client, name, stamp);
        for (let from = 0; from < entries.length && alive(); from += BATCH)
          await collection.upsert(recordsOf(entries.slice(from, from + BATCH)));
        if (!alive()) return;
        await collection.modify({ metadata: metadataOf(stamp, true) });
        opened = collection;
      }, options),
    dropOlder: (options) => inTime(() => dropOthers(client, stamp.workspace, name), options),
    search: (vector, among, limit, options) =>
      inTime(async () => {
        const collection = await open();
        if (!collection) throw new Error("The collection is gone.");
        if (among.length === 0) return [];
        try {
          const found = await collection.query({
            queryEmbeddings: [[...vector]],
            nResults: Math.min(limit, among.length),
            ids: [...among],
            include: [],
          });
          return found.ids[0] ?? [];
        } catch (error) {
          if (error instanceof ChromaNotFoundError) opened = null;
          throw error;
        }
      }, options),
  };
}

function addressOf(url: string): { host: string; port: number; ssl: boolean } {
  const { hostname, port, protocol } = new URL(url);
  const ssl = protocol === "https:";
  return { host: hostname, port: Number(port) || (ssl ? 443 : 80), ssl };
}

async function createEmpty(client: ChromaClient, name: string, stamp: IndexStamp): Promise<Collection> {
  await client.deleteCollection({ name }).catch((error: unknown) => {
    if (!(error instanceof ChromaNotFoundError)) throw error;
  });
  return client.createCollection({
    name,
    embeddingFunction: null,
    configuration: { hnsw: { space: "cosine" } },
    metadata: metadataOf(stamp, false),
  });
}

function recordsOf(entries: readonly VectorEntry[]): {
  ids: string[];
  embeddings: number[][];
  documents: string[];
} {
  return {
    ids: entries.map(({ id }) => id),
    embeddings: entries.map(({ vector }) => [...vector]),
    documents: entries.map(({ text }) => text),
  };
}

function metadataOf(
  { workspace, model, dimension }: IndexStamp,
  complete: boolean,
): Record<string, string | number | boolean> {
  return { workspace, model, dimension, complete };
}

async function dropOthers(client: ChromaClient, workspace: string, name: string): Promise<void> {
  const collections = await client.listCollections({ limit: 1000 });
  const old = collections.filter(
    (other) => other.name.startsWith(prefixOf(workspace)) && other.name !== name,
  );
  for (const other of old) await client.deleteCollection({ name: other.name }).catch(() => undefined);
}

function prefixOf(workspace: string): string {
  return `assay.${workspace.toLowerCase().replace(/[^a-z0-9]+/g, "-")}.`;
}
