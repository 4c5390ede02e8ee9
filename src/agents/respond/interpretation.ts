import type { LedgerEntry } from "../../contracts/reading.js";

/** The ledger as people read it: which words became what. Words that carry nothing are left out. */
export function interpretationOf(ledger: readonly LedgerEntry[]): { words: string; as: string }[] {
  return ledger
    .filter(({ kind, as }) => kind !== "ignorable" && as !== "")
    .map(({ words, as, kind, strength }) => {
      const unsaid = kind === "context" ? "(from the question before)" : "(not said)";
      return { words: words || (kind === "context" || strength === "default" ? unsaid : ""), as };
    });
}
