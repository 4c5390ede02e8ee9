import { readWordNumber, SCALE_WORDS } from "./number-words.js";

/** A word of a question: `text` lower-cased, `raw` as typed. */
export interface NumberWord {
  text: string;
  raw: string;
}

export interface NumberMatch {
  /** As meant by the writer: "10 %" is 10 with unit percent, "1.5k" is 1500. */
  value: number;
  /** Position after the last word of the number, its unit included. */
  to: number;
  unit: "percent" | "currency" | null;
}

const DIGITS =
  /^([-−+]?)(\p{Sc}|[a-z]{1,3}\p{Sc})?([-−]?)(\d[\d.,'’]*|\.\d+)(k|m|mm|mn|mio|bn|b|tn)?(%|\p{Sc})?$/u;
const SUFFIXES: ReadonlyMap<string, number> = new Map([
  ["k", 1e3],
  ["m", 1e6],
  ["mm", 1e6],
  ["mn", 1e6],
  ["mio", 1e6],
  ["bn", 1e9],
  ["b", 1e9],
  ["tn", 1e12],
]);
const PERCENT_WORDS = new Set(["%", "percent", "pct", "per-cent", "percents"]);
const CURRENCY_WORDS = new Set(
  "dollar dollars buck bucks euro euros pound pounds yen francs usd eur gbp jpy chf cad aud inr".split(" "),
);
const CURRENCY_SIGN = /^\p{Sc}$/u;
const LONGEST = 16;
/** Before "one", these make it a pronoun. */
const PRONOUN_BEFORE_ONE =
  /^(which|the|that|this|each|every|any|no|first|second|third|last|next|other|another|best|worst|top|bottom|biggest|smallest|largest|right|wrong|same|only|some)$/;

/**
 * The number that starts at word `at`: digits with signs, groups, k/M/bn, currency and percent, or number words.
 * Ordinals, dates and codes ("5th", "2017-03", "Q3") are none. Null where no number starts there.
 */
export function readNumber(words: readonly NumberWord[], at: number): NumberMatch | null {
  const word = words[at];
  if (word === undefined) return null;
  if (CURRENCY_SIGN.test(word.text) || isCurrencyCode(word)) {
    const amount = readAmount(words, at + 1);
    return amount === null || amount.unit === "percent" ? null : { ...amount, unit: "currency" };
  }
  if (word.text === "minus" || word.text === "negative") {
    const amount = readAmount(words, at + 1);
    return amount === null ? null : { ...amount, value: -amount.value };
  }
  return readAmount(words, at);
}

function readAmount(words: readonly NumberWord[], at: number): NumberMatch | null {
  const digits = readDigits(words, at);
  if (digits !== null) return withUnit(words, digits);
  if (words[at]?.text === "one" && PRONOUN_BEFORE_ONE.test(words[at - 1]?.text ?? "")) return null;
  // No number has more words; a window keeps long questions linear.
  const window = words.slice(at, at + LONGEST).map(({ text }) => text);
  const found = readWordNumber(window, 0);
  const spelled = found === null ? null : { value: found.value, to: found.to + at };
  return spelled === null ? null : withUnit(words, { ...spelled, unit: null });
}

function readDigits(words: readonly NumberWord[], at: number): NumberMatch | null {
  const match = DIGITS.exec(words[at]?.text ?? "");
  if (match === null) return null;
  const [, sign = "", currency, inner = "", body = "", suffix, tail] = match;
  let text = plainDigits(body);
  if (text === null) return null;
  let to = at + 1;
  if (/^\d{1,3}$/.test(body) && suffix === undefined && tail === undefined) {
    while (/^\d{3}$/.test(words[to]?.text ?? "")) text += words[to++]?.text;
  }
  let value = Number(text) * (SUFFIXES.get(suffix ?? "") ?? 1);
  const scale =
    suffix === undefined && tail === undefined ? SCALE_WORDS.get(words[to]?.text ?? "") : undefined;
  if (scale !== undefined) {
    value *= scale;
    to++;
  }
  if (/[-−]/.test(sign + inner)) value = -value;
  const unit = tail === "%" ? "percent" : currency !== undefined || tail !== undefined ? "currency" : null;
  // 0.1 + 0.2 style noise of the scales: 1.1 * 1000 = 1100.0000000000002.
  return { value: Number(value.toPrecision(15)), to, unit };
}

/** Digits with a decimal point alone; null where separators stand in no known way. */
function plainDigits(body: string): string | null {
  if (/^\d*\.?\d+$|^\d+$/.test(body)) return body;
  if (/^\d{1,3}([,'’]\d{3})+(\.\d+)?$/.test(body)) return body.replace(/[,'’]/g, "");
  if (/^\d{1,3}(\.\d{3})+,\d+$/.test(body) || /^\d{1,3}(\.\d{3}){2,}$/.test(body))
    return body.replaceAll(".", "").replace(",", ".");
  if (/^\d+,\d{1,2}$/.test(body)) return body.replace(",", ".");
  return null;
}

function withUnit(words: readonly NumberWord[], found: NumberMatch): NumberMatch {
  if (found.unit !== null) return found;
  const next = words[found.to]?.text ?? "";
  if (PERCENT_WORDS.has(next)) return { ...found, to: found.to + 1, unit: "percent" };
  if (next === "per" && words[found.to + 1]?.text === "cent")
    return { ...found, to: found.to + 2, unit: "percent" };
  if (CURRENCY_WORDS.has(next) || CURRENCY_SIGN.test(next))
    return { ...found, to: found.to + 1, unit: "currency" };
  return found;
}

function isCurrencyCode({ text, raw }: NumberWord): boolean {
  return CURRENCY_WORDS.has(text) && text.length === 3 && raw === raw.toUpperCase();
}
