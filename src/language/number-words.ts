/** Number words below a hundred. */
const SMALL: ReadonlyMap<string, number> = new Map(
  [
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen",
    "seventeen eighteen nineteen",
  ]
    .join(" ")
    .split(" ")
    .map((word, value) => [word, value]),
);

const TENS: ReadonlyMap<string, number> = new Map(
  ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"].map((word, index) => [
    word,
    (index + 2) * 10,
  ]),
);

/** Words that multiply what stands before them. */
export const SCALE_WORDS: ReadonlyMap<string, number> = new Map([
  ["dozen", 12],
  ["hundred", 100],
  ["thousand", 1e3],
  ["thousands", 1e3],
  ["k", 1e3],
  ["million", 1e6],
  ["millions", 1e6],
  ["mil", 1e6],
  ["mio", 1e6],
  ["mn", 1e6],
  ["mm", 1e6],
  ["billion", 1e9],
  ["billions", 1e9],
  ["bn", 1e9],
  ["trillion", 1e12],
]);

export interface WordNumber {
  value: number;
  /** Position after the last word of the number. */
  to: number;
}

/** A number written in words from `at` on: "twelve", "twenty five", "two hundred and five", "a dozen", "half a million". Null where none starts there. */
export function readWordNumber(words: readonly string[], at: number): WordNumber | null {
  return readHalf(words, at) ?? readArticle(words, at) ?? readSum(words, at);
}

function readHalf(words: readonly string[], at: number): WordNumber | null {
  if (words[at] !== "half" || (words[at + 1] !== "a" && words[at + 1] !== "of")) return null;
  const scaleAt = words[at + 1] === "of" && words[at + 2] === "a" ? at + 3 : at + 2;
  const scale = SCALE_WORDS.get(words[scaleAt] ?? "");
  return scale === undefined || scale < 12 ? null : { value: scale / 2, to: scaleAt + 1 };
}

function readArticle(words: readonly string[], at: number): WordNumber | null {
  if (words[at] !== "a") return null;
  if (words[at + 1] === "couple") return { value: 2, to: words[at + 2] === "of" ? at + 3 : at + 2 };
  const scale = SCALE_WORDS.get(words[at + 1] ?? "");
  // "a k" and "a mm" are no numbers.
  if (scale === undefined || (words[at + 1] ?? "").length < 5) return null;
  return { value: scale, to: at + 2 };
}

/** Thousands groups of hundreds groups, as English says them. */
function readSum(words: readonly string[], at: number): WordNumber | null {
  let total = 0;
  let group: number | null = null;
  let to = at;
  for (let i = at; i < words.length; ) {
    const tens = readBelowHundred(words, i);
    const scale = SCALE_WORDS.get(words[i] ?? "");
    if (tens !== null && (group === null || followsHundred(total, group))) {
      group = (group ?? 0) + tens.value;
      i = tens.to;
    } else if (scale !== undefined && group !== null) {
      if (scale >= 1e3) {
        total += group * scale;
        group = 0;
      } else group *= scale;
      i++;
    } else if (
      words[i] === "and" &&
      followsHundred(total, group) &&
      readBelowHundred(words, i + 1) !== null
    ) {
      i++;
      continue;
    } else if (words[i] === "and" && words[i + 1] === "a" && words[i + 2] === "half" && group !== null) {
      group += 0.5;
      i += 3;
    } else break;
    to = i;
  }
  return group === null ? null : { value: total + group, to };
}

function followsHundred(total: number, group: number | null): boolean {
  return (group !== null && group >= 100 && group % 100 === 0) || (total > 0 && group === 0);
}

function readBelowHundred(words: readonly string[], at: number): WordNumber | null {
  const word = words[at] ?? "";
  const small = SMALL.get(word);
  if (small !== undefined) return { value: small, to: at + 1 };
  const [head, tail] = word.split("-");
  const tens = TENS.get(head ?? "");
  if (tens === undefined) return null;
  if (tail !== undefined) {
    const unit = SMALL.get(tail) ?? 0;
    return unit >= 1 && unit <= 9 ? { value: tens + unit, to: at + 1 } : null;
  }
  const next = SMALL.get(words[at + 1] ?? "") ?? 0;
  return next >= 1 && next <= 9 ? { value: tens + next, to: at + 2 } : { value: tens, to: at + 1 };
}
