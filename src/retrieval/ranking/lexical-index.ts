import MiniSearch from "minisearch";
import type { Passage } from "../../contracts/retrieval.js";
import { contentStems } from "./content-stems.js";

/** Ranks passages by the words that they share with a question. */
export interface LexicalIndex {
  /** Ids of at most `limit` passages among `among`, best first. */
  search(question: string, among: ReadonlySet<string>, limit: number): string[];
}

const TITLE_WEIGHT = 2;

/** BM25+ over titles and texts, by stems. */
export function createLexicalIndex(passages: readonly Passage[]): LexicalIndex {
  const index = new MiniSearch<Passage>({
    fields: ["title", "text"],
    tokenize: contentStems,
    processTerm: (term) => term,
    searchOptions: { boost: { title: TITLE_WEIGHT } },
  });
  index.addAll([...passages]);
  return {
    search: (question, among, limit) =>
      index
        .search(question, { filter: ({ id }) => among.has(String(id)) })
        .slice(0, limit)
        .map(({ id }) => String(id)),
  };
}
