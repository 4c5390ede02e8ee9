import type { VectorEntry, VectorIndex } from "./vector-index.js";

/** Vectors in this process, compared one by one: exact, and quick up to some ten thousands. */
export function createMemoryVectors(): VectorIndex {
  let vectors: Map<string, Float32Array> | null = null;
  return {
    isBuilt: async () => vectors !== null,
    build: async (entries: readonly VectorEntry[]) => {
      vectors = new Map(entries.map(({ id, vector }) => [id, vector]));
    },
    dropOlder: async () => undefined,
    search: async (vector, among, limit) =>
      among
        .flatMap((id) => {
          const other = vectors?.get(id);
          return other ? [{ id, likeness: dot(vector, other) }] : [];
        })
        .sort((a, b) => b.likeness - a.likeness || (a.id < b.id ? -1 : 1))
        .slice(0, limit)
        .map(({ id }) => id),
  };
}

/** Cosine, for unit vectors. */
function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}
