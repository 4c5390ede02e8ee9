import type { LedgerEntry } from "../../contracts/reading.js";

/** The ledger as people read it: which words became what. Words that carry nothing are left out. */
export function interpretationOf(ledger: readonly LedgerEntry[]): { words: string; as: string }[] {
  return ledger
    .filter(({ kind, as }) => kind !== "ignorable" && as !== "")
    .map(({ words, as, strength }) => ({ words: words || (strength === "default" ? "(not said)" : ""), as }));
}
