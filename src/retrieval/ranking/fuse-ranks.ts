/** Ranks below this count little; the constant of the paper. */
const K = 60;

/**
 * Reciprocal rank fusion: an item's score is the sum of 1 / (60 + rank) over the rankings that hold it
 * (Cormack, Clarke, Büttcher, SIGIR 2009). Equal scores keep the order of first appearance.
 */
export function fuseRanks(rankings: readonly (readonly string[])[]): { id: string; score: number }[] {
  const scores = new Map<string, number>();
  for (const ranking of rankings) {
    ranking.forEach((id, index) => {
      scores.set(id, (scores.get(id) ?? 0) + 1 / (K + index + 1));
    });
  }
  return [...scores].map(([id, score]) => ({ id, score })).sort((a, b) => b.score - a.score);
}
