import type { IsoDate } from "../contracts/dates.js";
import type { ViewProfile } from "../contracts/metadata.js";
import type { PolicySet } from "../contracts/policy.js";
import type { CallOptions, Clock } from "../contracts/ports.js";
import type { Passage, RankedPassage, RetrievalStage, Retriever } from "../contracts/retrieval.js";
import type { ModelView } from "../contracts/semantic-model.js";
import { createNarrowing, type Narrowing } from "./narrowing.js";
import { visiblePassages } from "./passages/visible-passages.js";
import { contentStems } from "./ranking/content-stems.js";
import { fitBudget } from "./ranking/fit-budget.js";
import { fuseRanks } from "./ranking/fuse-ranks.js";
import { createLexicalIndex, type LexicalIndex } from "./ranking/lexical-index.js";
import type { SemanticRanking } from "./semantic-ranking.js";

export interface RetrieverParts {
  views: readonly ModelView[];
  /** All of the workspace; each request sees those of its rights. */
  passages: readonly Passage[];
  profiles(set: PolicySet, asOf: IsoDate, options: CallOptions): Promise<ViewProfile[]>;
  semantic: SemanticRanking;
  /** Leaves the vector index alone after a failure, so that an outage costs one question its wait, not all. */
  breaker: { allows(now: number): boolean; succeeded(): void; failed(now: number): void };
  clock: Clock;
  onDegraded(error: unknown): void;
}

/** Ranked by each ranking, and handed on after fusion. */
const CANDIDATES = 50;
const TOP = 12;
/** What a question waits for the vector index at most. */
const SEARCH_MS = 1500;
const BUILD_MS = 120_000;
const DEGRADED = "The vector index did not answer, so documents were ranked by their words alone.";
const KEPT_NARROWINGS = 50;

/**
 * Two stages: the metadata index keeps what can hold the answer, then BM25 and vectors rank what is left, fused by their
 * ranks and cut to the budget.
 */
export function createRetriever(parts: RetrieverParts): Retriever {
  const { breaker, clock } = parts;
  const byId = new Map(parts.passages.map((passage) => [passage.id, passage]));
  const narrowingOf = narrowings(parts);
  let lexical: LexicalIndex | null = null;

  const semantic = async (
    question: string,
    among: string[],
    options: CallOptions,
  ): Promise<string[] | null> => {
    if (!breaker.allows(clock.now())) return null;
    try {
      const timeoutMs = Math.min(options.timeoutMs, SEARCH_MS);
      const found = await parts.semantic.search(question, among, CANDIDATES, { ...options, timeoutMs });
      breaker.succeeded();
      return found;
    } catch (error) {
      options.signal.throwIfAborted();
      breaker.failed(clock.now());
      parts.onDegraded(error);
      return null;
    }
  };

  return {
    retrieve: async ({ question, set, asOf, period, maxTokens }, options) => {
      const visible = visiblePassages(parts.passages, set);
      const narrowing = await narrowingOf(set, asOf, options);
      const able = ableToAnswer(visible, narrowing.views(question, period), parts.views);
      const ids = able.map(({ id }) => id);
      const byMeaning = await semantic(question, ids, options);
      // Thousands of passages take a second to index, which a process that never needs them does not pay.
      lexical ??= createLexicalIndex(parts.passages);
      const byWords = lexical.search(question, new Set(ids), CANDIDATES);
      const ranked = fuseRanks([byWords, byMeaning ?? []])
        .slice(0, TOP)
        .flatMap(({ id, score }): RankedPassage[] => {
          const passage = byId.get(id);
          return passage ? [{ ...passage, score, ...coverage(question, passage) }] : [];
        });
      const { kept, leftOut } = fitBudget(ranked, maxTokens, ({ kind }) => kind === "view");
      const stages: RetrievalStage[] = [
        { name: "rights", before: parts.passages.length, after: visible.length },
        { name: "metadata", before: visible.length, after: able.length },
        { name: "ranking", before: able.length, after: ranked.length },
        { name: "budget", before: ranked.length, after: kept.length },
      ];
      return {
        passages: kept,
        stages,
        leftOut: leftOut.map(({ title }) => title),
        degraded: byMeaning === null ? DEGRADED : null,
      };
    },
    rebuild: async ({ signal, timeoutMs }) => {
      const model = await parts.semantic.rebuild({ signal, timeoutMs: Math.min(timeoutMs, BUILD_MS) });
      return { passages: parts.passages.length, model };
    },
  };
}

function coverage(question: string, { title, text }: Passage): { covered: number; titled: number } {
  const asked = [...new Set(contentStems(question))];
  if (asked.length === 0) return { covered: 0, titled: 0 };
  const inTitle = new Set(contentStems(title));
  const anywhere = new Set([...inTitle, ...contentStems(text)]);
  const share = (known: ReadonlySet<string>): number =>
    asked.filter((stem) => known.has(stem)).length / asked.length;
  return { covered: share(anywhere), titled: share(inTitle) };
}

/**
 * Views that can answer, and verified questions on what they read; a relation that no view reads is not the index's to judge.
 * Documents stay: they explain words that no table holds.
 */
function ableToAnswer(
  passages: readonly Passage[],
  able: ReadonlySet<string>,
  views: readonly ModelView[],
): Passage[] {
  const read = new Set(views.flatMap(({ relations }) => relations));
  const open = new Set(views.filter(({ name }) => able.has(name)).flatMap(({ relations }) => relations));
  return passages.filter(({ kind, id, relations }) => {
    if (kind === "view") return able.has(id.slice("view:".length));
    return (
      kind !== "verified" ||
      relations.length === 0 ||
      relations.some((name) => open.has(name) || !read.has(name))
    );
  });
}

function narrowings({
  views,
  profiles,
}: RetrieverParts): (set: PolicySet, asOf: IsoDate, options: CallOptions) => Promise<Narrowing> {
  const kept = new Map<string, Narrowing>();
  return async (set, asOf, options) => {
    const key = `${set.key}|${asOf}`;
    const known = kept.get(key);
    if (known) return known;
    const made = createNarrowing(views, await profiles(set, asOf, options));
    if (kept.size >= KEPT_NARROWINGS) kept.delete(kept.keys().next().value ?? "");
    kept.set(key, made);
    return made;
  };
}
