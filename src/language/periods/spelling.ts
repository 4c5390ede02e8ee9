import { PERIOD_WORDS } from "./vocabulary.js";

/** Words that tie periods together; a slip in one of them loses the whole phrase. */
const JOINTS = "between since until during before after through versus compared".split(" ");
const TARGETS = [...PERIOD_WORDS, ...JOINTS];
const KNOWN = new Set(TARGETS.flatMap((word) => [word, `${word}s`]));
/** Words of ordinary English one slip away from a period word. */
const ORDINARY = new Set(
  [
    "weak weaker weekly moth mouth mouths months match marsh marshal march dairy daisy delay yearn ears",
    "hear near dear bear wear gear tear quart quarts quarry quarterback sundry mandate monkey money tuesdays",
    "august augusta juno jules joule apical halve haves have hall halt hale salve weeks seek reek week",
    "fiscally physical todays annul manual casual yearling early nearly yearly dearly clearly pearly",
    "marched marches marching marcher junes model modest mayor maybe wedding sunday satisfy today toddy",
    "monthly month monday mothers mother novel octane decent decembers janitor febrile serial semesters",
    "alter altar sine singe science thorough though thought verses verse prepared untie becoming afters",
    "fresh friend fridge friday year years yeah yard yards days dates date data date's dally doily",
  ]
    .join(" ")
    .split(" "),
);

/** The period word that a misspelling clearly stands for, or null. At most one slip up to seven letters, two beyond; the first letter must be right. */
export function correctPeriodWord(word: string): string | null {
  if (word.length < 4 || KNOWN.has(word) || ORDINARY.has(word) || !/^[a-z]+$/.test(word)) return null;
  let best: string | null = null;
  let bestSlips = Number.POSITIVE_INFINITY;
  let tied = false;
  for (const candidate of TARGETS) {
    if (candidate[0] !== word[0] || Math.abs(candidate.length - word.length) > 2) continue;
    const allowed = candidate.length >= 7 ? 2 : 1;
    const slips = slipsBetween(word, candidate);
    if (slips > allowed || slips > bestSlips) continue;
    tied = slips === bestSlips && !sameUnit(best, candidate);
    best = slips < bestSlips ? candidate : best;
    bestSlips = slips;
  }
  return tied ? null : best;
}

const DETERMINERS = ["last", "this", "past", "next", "previous", "current"];
const NOT_DETERMINERS = new Set(
  "list lost least lasts lists past post paste part parts pass thus these those thin his text test nest net newt currents previously currently".split(
    " ",
  ),
);

/** "lst" before a unit is "last": the word in front of a unit of time that is one slip away, or null. */
export function correctDeterminer(word: string): string | null {
  if (word.length < 3 || DETERMINERS.includes(word) || NOT_DETERMINERS.has(word) || !/^[a-z]+$/.test(word))
    return null;
  const near = DETERMINERS.filter((one) => one[0] === word[0] && slipsBetween(word, one) === 1);
  return near.length === 1 ? (near[0] ?? null) : null;
}

function sameUnit(a: string | null, b: string): boolean {
  return a !== null && (a === `${b}s` || b === `${a}s`);
}

/** Optimal string alignment distance: insert, delete, replace, swap neighbours. */
function slipsBetween(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    before = above;
    above = row;
  }
  return above[b.length] ?? 0;
}
