import { fileURLToPath } from "node:url";
import { openStaticEmbedder } from "../src/retrieval/embedding/static-embedder.js";
import { fuseRanks } from "../src/retrieval/ranking/fuse-ranks.js";
import { createLexicalIndex } from "../src/retrieval/ranking/lexical-index.js";
import { createSemanticRanking, type SemanticRanking } from "../src/retrieval/semantic-ranking.js";
import { createChromaVectors } from "../src/retrieval/vectors/chroma-vectors.js";
import { createMemoryVectors } from "../src/retrieval/vectors/memory-vectors.js";
import { type GeneratedQuestion, generateTables } from "./retrieval/generated-tables.js";

/**
 * Retrieval over 2,000 generated tables: build time, p50/p95 of a search and recall@5 of each ranker, in this process and,
 * with CHROMA_URL, in Chroma. The questions are generated with the tables: read the figures as a comparison of rankers.
 */
const TABLES = 2000;
const LIMIT = 50;
const options = { signal: new AbortController().signal, timeoutMs: 300_000 };
const MODELS = fileURLToPath(new URL("../models/minilm-static-256", import.meta.url));

const { passages, questions } = generateTables(TABLES);
const all = new Set(passages.map(({ id }) => id));
process.stdout.write(`${passages.length} tables, ${questions.length} questions\n`);

const began = performance.now();
const lexical = createLexicalIndex(passages);
process.stdout.write(`BM25: built in ${(performance.now() - began).toFixed(0)} ms\n`);
const byWords = async (question: string): Promise<string[]> => lexical.search(question, all, LIMIT);
await report("BM25", byWords);

const chromaUrl = process.env["CHROMA_URL"];
await reportRanking("in process", rankingOf(null));
if (chromaUrl) await reportRanking("Chroma", rankingOf(chromaUrl));

function rankingOf(url: string | null): SemanticRanking {
  return createSemanticRanking({
    workspace: "bench",
    passages,
    openEmbedder: () => openStaticEmbedder(MODELS),
    openVectors: (stamp) => (url === null ? createMemoryVectors() : createChromaVectors(url, stamp)),
  });
}

async function reportRanking(place: string, ranking: SemanticRanking): Promise<void> {
  const started = performance.now();
  await ranking.rebuild(options);
  process.stdout.write(`vectors, ${place}: built in ${(performance.now() - started).toFixed(0)} ms\n`);
  const byMeaning = (question: string): Promise<string[]> =>
    ranking.search(question, [...all], LIMIT, options);
  await report(`vectors, ${place}`, byMeaning);
  await report(`fused, ${place}`, async (question) =>
    fuseRanks([await byWords(question), await byMeaning(question)]).map(({ id }) => id),
  );
}

async function report(name: string, search: (question: string) => Promise<string[]>): Promise<void> {
  const times: number[] = [];
  const found: Record<GeneratedQuestion["wording"], number[]> = { own: [], other: [] };
  for (const { question, table, wording } of questions) {
    const started = performance.now();
    const ids = await search(question);
    times.push(performance.now() - started);
    found[wording].push(ids.slice(0, 5).includes(table) ? 1 : 0);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): string => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
  const recall = (hits: number[]): string =>
    (hits.reduce((sum, hit) => sum + hit, 0) / hits.length).toFixed(3);
  process.stdout.write(
    `${name}: recall@5 ${recall(found.own)} in the table's words, ${recall(found.other)} in other words; p50 ${at(0.5)} ms, p95 ${at(0.95)} ms\n`,
  );
}
