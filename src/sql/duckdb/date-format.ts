import { literal } from "./quoting.js";
import { refuse } from "./refusal.js";

const LETTERS: Record<string, string> = {
  yyyy: "%Y",
  yyy: "%Y",
  yy: "%y",
  y: "%Y",
  MMMM: "%B",
  LLLL: "%B",
  MMM: "%b",
  LLL: "%b",
  MM: "%m",
  LL: "%m",
  M: "%-m",
  L: "%-m",
  dd: "%d",
  d: "%-d",
  EEEE: "%A",
  EEE: "%a",
  EE: "%a",
  E: "%a",
  HH: "%H",
  H: "%-H",
  hh: "%I",
  h: "%-I",
  mm: "%M",
  m: "%-M",
  ss: "%S",
  s: "%-S",
  SSS: "%g",
  SSSSSS: "%f",
  a: "%p",
  DDD: "%j",
  D: "%-j",
};

interface Piece {
  format: string;
  /** Quarter letters have no strftime twin. */
  quarter: number;
}

/** A DuckDB expression for `date_format(value, pattern)` with a Java pattern; `value` is a TIMESTAMP expression. */
export function formatDate(value: string, pattern: string): string {
  const parts = pieces(pattern).map((piece) => {
    if (piece.quarter === 0) return `strftime(${value}, ${literal(piece.format)})`;
    const number = `CAST(quarter(${value}) AS VARCHAR)`;
    if (piece.quarter === 1) return number;
    if (piece.quarter === 2) return `'0' || ${number}`;
    if (piece.quarter === 3) return `'Q' || ${number}`;
    throw refuse("date_format", "the pattern QQQQ is not known to the embedded engine.");
  });
  return `(${parts.join(" || ") || "''"})`;
}

/** A strptime format for a Java pattern, for reading dates. */
export function parseFormat(pattern: string): string {
  const found = pieces(pattern);
  if (found.length !== 1 || found[0]?.quarter !== 0)
    throw refuse("to_date", `the pattern ${pattern} cannot be read.`);
  return found[0].format.replaceAll("%-", "%");
}

function pieces(pattern: string): Piece[] {
  const found: Piece[] = [];
  let format = "";
  const flush = () => {
    if (format) found.push({ format, quarter: 0 });
    format = "";
  };
  for (const match of pattern.matchAll(/'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+/g)) {
    const [text, quoted, letter] = match;
    if (quoted !== undefined) format += (quoted.replaceAll("''", "'") || "'").replaceAll("%", "%%");
    else if (letter === undefined) format += text.replaceAll("%", "%%");
    else if (/^[Qq]+$/.test(text)) {
      flush();
      found.push({ format: "", quarter: text.length });
    } else {
      const directive = LETTERS[text];
      if (directive === undefined) {
        throw refuse("date_format", `the pattern letters ${text} are not known to the embedded engine.`);
      }
      format += directive;
    }
  }
  flush();
  return found;
}
