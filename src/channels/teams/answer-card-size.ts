/** How much of an answer a card shows. */
export interface CardSize {
  rows: number;
  /** Characters of the headline, and of the narrative. */
  words: number;
  notes: number;
  /** Characters of one note. */
  note: number;
  facts: number;
  /** Characters of the SQL. */
  sql: number;
}

/** Teams refuses messages of more than 28 KB in its oldest documented limit; pictures do not count. */
export const MAX_BYTES = 25_000;

const WHOLE: CardSize = { rows: 15, words: 3000, notes: 40, note: 1000, facts: 40, sql: 8000 };

/** Fits whatever the answer holds. */
export const SMALLEST: CardSize = { rows: 0, words: 300, notes: 6, note: 200, facts: 0, sql: 0 };

/** From the largest. Rows go first: they are also in the chart, and the question can be narrowed. */
export const CARD_SIZES: readonly CardSize[] = [
  WHOLE,
  { ...WHOLE, rows: 8 },
  { ...WHOLE, rows: 3 },
  { ...WHOLE, rows: 3, sql: 1500, facts: 12 },
  { ...WHOLE, rows: 0, sql: 1500, facts: 12, words: 1200 },
  { rows: 0, words: 600, notes: 20, note: 300, facts: 6, sql: 0 },
  SMALLEST,
];
