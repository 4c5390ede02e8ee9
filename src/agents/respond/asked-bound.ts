import type { LedgerEntry } from "../../contracts/reading.js";

/** A bound that a yes-or-no question sets its number against, in the number's own unit where it was given in percent. */
export interface AskedBound {
  holds: (value: number) => boolean;
  percent: boolean;
}

const ASKED =
  /^asked whether it is (?:(?<side>more than|at least|less than|at most|exactly) (?<one>-?[\d.e+-]+)|from (?<low>-?[\d.e+-]+) to (?<high>-?[\d.e+-]+))$/;

/** "Is the rate above 20 %?": the bound as the reader's ledger tells it; null where none was asked about. */
export function askedBound(ledger: readonly LedgerEntry[]): AskedBound | null {
  for (const { as, words } of ledger) {
    const groups = ASKED.exec(as)?.groups;
    if (groups === undefined) continue;
    const percent = /%|\bper ?cent\b/i.test(words);
    const over = percent ? 100 : 1;
    const [one, low, high] = [groups.one, groups.low, groups.high].map((text) => Number(text) / over);
    return { percent, holds: (value) => passes(value, groups.side, { one, low, high }) };
  }
  return null;
}

interface Limits {
  one: number | undefined;
  low: number | undefined;
  high: number | undefined;
}

function passes(value: number, side: string | undefined, { one = 0, low = 0, high = 0 }: Limits): boolean {
  switch (side) {
    case "more than":
      return value > one;
    case "at least":
      return value >= one;
    case "less than":
      return value < one;
    case "at most":
      return value <= one;
    case "exactly":
      return value === one;
    default:
      return value >= low && value <= high;
  }
}
