import type { Answer } from "../contracts/answer.js";
import type { Cell } from "../contracts/result.js";

const NUMBER =
  /(?<![\p{L}\d])[-−–]?[$€£¥]?\s?[-−]?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s?(%|k\b|K\b|M\b|m\b|bn\b|B\b|thousand\b|million\b|billion\b)?/gu;
const SCALE: Readonly<Record<string, number>> = {
  "%": 0.01,
  k: 1e3,
  K: 1e3,
  thousand: 1e3,
  M: 1e6,
  m: 1e6,
  million: 1e6,
  bn: 1e9,
  B: 1e9,
  billion: 1e9,
};
/** Above this, pairs of rows are not searched: the text of a long answer speaks of single rows and totals. */
const PAIR_ROWS = 150;

/**
 * Numbers in headline and narrative that are neither a cell nor follow from cells by a sum, mean, difference, ratio,
 * share or count, after rounding to the digits shown. Names of periods, values of dimensions and what the question
 * itself says are no claims. Written apart from the code that proves numbers when answering.
 */
export function unprovenNumbers(answer: Answer): string[] {
  if (answer.path === "defined") return [];
  const given = `${answer.question} ${answer.interpretation.map(({ words, as }) => `${words} ${as}`).join(" ")}`;
  const text = withoutNames(`${answer.headline} ${answer.narrative}`, answer, given);
  const found: string[] = [];
  let known: number[] | null = null;
  for (const match of text.matchAll(NUMBER)) {
    const value = amountOf(match);
    const step = (match[2] ? 10 ** -(match[2].length - 1) : 1) * (SCALE[match[3] ?? ""] ?? 1);
    known ??= [...derivable(answer), ...numbersIn(given)];
    if (!known.some((one) => Math.abs(Math.abs(one) - value) <= step * 0.5000001 + Math.abs(one) * 1e-9))
      found.push(match[0].trim());
  }
  return found;
}

function withoutNames(text: string, answer: Answer, given: string): string {
  const names = new Set<string>();
  const add = (name: string) => {
    if (/\d/.test(name)) names.add(name);
  };
  // A bare number ("5") is no name: taken out, it would cut other numbers in two.
  for (const { words, as } of answer.interpretation)
    for (const name of [words, as]) if (/\p{L}/u.test(name)) add(name);
  for (const column of answer.columns) add(column.name);
  answer.columns.forEach((column, index) => {
    if (column.role === "dimension") for (const row of answer.rows) add(String(row[index] ?? ""));
  });
  // "Brand#23": a name that the question or its reading brought in.
  for (const [token] of given.matchAll(/\S*\d\S*/g))
    if (/\p{L}/u.test(token)) add(token.replace(/^\W+|\W+$/g, ""));
  let left = text;
  for (const name of [...names].sort((a, b) => b.length - a.length)) left = left.replaceAll(name, " ");
  return left
    .replace(
      /\b\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December)( \d{4})?/g,
      " ",
    )
    .replace(
      /\b(January|February|March|April|May|June|July|August|September|October|November|December) \d{4}/g,
      " ",
    )
    .replace(
      /\b(FY ?\d{2,4}( [QH]\d)?|[QH][1-4]( \d{4})?|week \d{1,2}( of \d{4})?|\d{4}-\d{2}(-\d{2})?|(19|20)\d\d)\b/g,
      " ",
    )
    .replace(/\b(or|and) \d+ (others|more)\b/g, " ")
    .replace(/\b(last|past|next|top|bottom|first|lowest|highest) \d+\b/gi, " ");
}

/** Thresholds and counts that were asked for may be repeated. */
function numbersIn(text: string): number[] {
  return [...text.matchAll(NUMBER)].map((match) => amountOf(match));
}

function amountOf(match: RegExpMatchArray): number {
  return Number((match[1] ?? "").replaceAll(",", "") + (match[2] ?? "")) * (SCALE[match[3] ?? ""] ?? 1);
}

/** Everything that simple arithmetic makes of the rows. */
function derivable(answer: Answer): number[] {
  const measures = answer.columns.flatMap((column, index) => (column.role === "measure" ? [index] : []));
  const known = new Set<number>([answer.rows.length, answer.totalRows ?? 0, answer.columns.length]);
  const columns = measures.map((index) => answer.rows.map((row) => numberOf(row[index] ?? null)));
  for (const column of columns) addColumn(known, column);
  for (const row of answer.rows) {
    const numbers = measures.map((index) => numberOf(row[index] ?? null)).filter((value) => value !== null);
    for (const a of numbers) for (const b of numbers) addPair(known, a, b);
  }
  for (let index = 0; index < answer.columns.length; index++)
    known.add(new Set(answer.rows.map((row) => JSON.stringify(row[index]))).size);
  return [...known];
}

function addColumn(known: Set<number>, column: (number | null)[]): void {
  const numbers = column.filter((value) => value !== null);
  const sum = numbers.reduce((total, value) => total + value, 0);
  known.add(sum);
  if (numbers.length > 0) known.add(sum / numbers.length);
  known.add(median(numbers));
  for (const sign of [1, -1]) known.add(numbers.filter((value) => Math.sign(value) === sign).length);
  known.add(column.length - numbers.length);
  let running = 0;
  for (const value of numbers) {
    known.add(value);
    running += value;
    known.add(running);
    if (sum !== 0) for (const part of [value, running]) known.add(part / sum);
  }
  if (numbers.length > PAIR_ROWS) return;
  for (const a of numbers) for (const b of numbers) addPair(known, a, b);
}

function addPair(known: Set<number>, a: number, b: number): void {
  known.add(a - b);
  known.add(a + b);
  if (b !== 0) {
    known.add(a / b);
    known.add((a - b) / Math.abs(b));
  }
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

function numberOf(cell: Cell): number | null {
  if (typeof cell === "number") return cell;
  return typeof cell === "string" && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(cell) ? Number(cell) : null;
}
