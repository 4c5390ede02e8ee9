import { fileURLToPath } from "node:url";
import type { Config } from "../config.js";
import type { Embedder, Retriever } from "../contracts/retrieval.js";
import type { VerifiedQuery } from "../contracts/semantic-model.js";
import type { Logger } from "../observability/logger.js";
import type { Metrics } from "../observability/metrics.js";
import { workspacePassages } from "../retrieval/passages/workspace-passages.js";
import { createRetriever } from "../retrieval/retriever.js";
import { createSemanticRanking } from "../retrieval/semantic-ranking.js";
import { createMemoryVectors } from "../retrieval/vectors/memory-vectors.js";
import type { IndexStamp, VectorIndex } from "../retrieval/vectors/vector-index.js";
import { parseStatement } from "../sql/parse.js";
import { resolveScopes } from "../sql/scopes.js";
import { type CatalogIndex, catalogIndex } from "../sql/table-index.js";
import { createCircuitBreaker } from "../stores/circuit-breaker.js";
import type { WorkspaceRuntime } from "./open-workspace.js";

export interface OpenRetrieverOptions {
  config: Config;
  logger: Logger;
  metrics: Metrics;
}

const BREAKER = { failures: 1, retryMs: 5000 };
const MODELS = new URL("../../models/minilm-static-256", import.meta.url);

/** The retriever of one workspace. Its vectors lie in Chroma where that is configured, in this process otherwise. */
export async function openRetriever(
  { workspace, catalog, profiles }: WorkspaceRuntime,
  options: OpenRetrieverOptions,
): Promise<Retriever> {
  const index = catalogIndex(catalog);
  const passages = workspacePassages(workspace, (verified) => relationsOf(verified, index));
  const semantic = createSemanticRanking({
    workspace: workspace.name,
    passages,
    openEmbedder: () => openEmbedder(options.config),
    openVectors: await vectorsOf(options.config.chromaUrl),
  });
  return createRetriever({
    views: workspace.views,
    passages,
    profiles,
    semantic,
    breaker: createCircuitBreaker(BREAKER),
    clock: { now: Date.now },
    onDegraded: (error) => {
      options.metrics.storeFaults.inc({ store: "vectors" });
      options.logger.warn(
        { err: error },
        "The vector index did not answer; documents are ranked by their words.",
      );
    },
  });
}

async function openEmbedder({ embedder, mistral }: Config): Promise<Embedder> {
  if (embedder === "mistral-embed" && mistral !== null) {
    const { openMistralEmbedder } = await import("../llm/mistral-embedder.js");
    return openMistralEmbedder(mistral, new AbortController().signal);
  }
  const { openStaticEmbedder } = await import("../retrieval/embedding/static-embedder.js");
  return openStaticEmbedder(fileURLToPath(MODELS));
}

async function vectorsOf(chromaUrl: string | null): Promise<(stamp: IndexStamp) => VectorIndex> {
  if (chromaUrl === null) return createMemoryVectors;
  const { createChromaVectors } = await import("../retrieval/vectors/chroma-vectors.js");
  return (stamp) => createChromaVectors(chromaUrl, stamp);
}

/** Three-part relations of a verified question; null where its SQL can't be read or names a relation that is not there. */
function relationsOf({ sql }: VerifiedQuery, index: CatalogIndex): string[] | null {
  const parsed = parseStatement(sql);
  if (!parsed.ok) return null;
  const names = resolveScopes(parsed.query, index.find).tables.map(({ info }) => info?.name ?? null);
  return names.includes(null) ? null : names.filter((name) => name !== null);
}
