import type { Grain } from "../../contracts/dates.js";

const MONTH_SPELLINGS = [
  "january jan",
  "february feb",
  "march mar",
  "april apr",
  "may",
  "june jun",
  "july jul",
  "august aug",
  "september sep sept",
  "october oct",
  "november nov",
  "december dec",
];
const WEEKDAY_SPELLINGS = [
  "monday mon",
  "tuesday tue tues",
  "wednesday wed weds",
  "thursday thu thur thurs",
  "friday fri",
  "saturday sat",
  "sunday sun",
];

/** Name or abbreviation -> 1 to 12. */
export const MONTHS = numbered(MONTH_SPELLINGS);
/** Name or abbreviation -> 1 (Monday) to 7. */
export const WEEKDAYS_BY_NAME = numbered(WEEKDAY_SPELLINGS);

const UNITS: ReadonlyMap<string, Grain> = new Map(
  (
    [
      ["day", "day days"],
      ["week", "week weeks wk wks"],
      ["month", "month months mth mths"],
      ["quarter", "quarter quarters qtr qtrs trimester trimesters"],
      ["half", "half halves semester semesters halfyear halfyears"],
      ["year", "year years yr yrs"],
    ] as const
  ).flatMap(([grain, words]) => words.split(" ").map((word): [string, Grain] => [word, grain])),
);

const ADVERBS: ReadonlyMap<string, Grain> = new Map([
  ["daily", "day"],
  ["weekly", "week"],
  ["monthly", "month"],
  ["quarterly", "quarter"],
  ["biannual", "half"],
  ["semiannual", "half"],
  ["biannually", "half"],
  ["yearly", "year"],
  ["annual", "year"],
  ["annually", "year"],
]);

const ORDINALS: ReadonlyMap<string, number> = new Map(
  "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
    .split(" ")
    .map((word, index) => [word, index + 1]),
);

/** The calendar unit that a word names, singular or plural. */
export function unitOf(word: string | undefined): Grain | null {
  return UNITS.get(word ?? "") ?? null;
}

export function isPlural(word: string | undefined): boolean {
  return word !== undefined && (word.endsWith("s") || word === "halves");
}

/** "monthly" -> month. */
export function adverbGrain(word: string | undefined): Grain | null {
  return ADVERBS.get(word ?? "") ?? null;
}

/** The fiscal unit for a calendar one; days, weeks and months have none. */
export function fiscalGrain(grain: Grain): Grain {
  if (grain === "quarter") return "fiscal_quarter";
  if (grain === "half") return "fiscal_half";
  return grain === "year" ? "fiscal_year" : grain;
}

/** "first", "2nd" -> 1, 2. */
export function ordinalOf(word: string | undefined): number | null {
  const numeric = /^(\d{1,2})(st|nd|rd|th)$/.exec(word ?? "");
  return numeric ? Number(numeric[1]) : (ORDINALS.get(word ?? "") ?? null);
}

/** Words that mark a fiscal unit. */
export function isFiscal(word: string | undefined): boolean {
  return word === "fiscal" || word === "financial";
}

/** Every word that only time uses, for correcting spellings. Abbreviations are too short to be corrected to. */
export const PERIOD_WORDS: readonly string[] = [
  ...[...MONTHS.keys(), ...WEEKDAYS_BY_NAME.keys(), ...UNITS.keys(), ...ADVERBS.keys()],
  ..."yesterday today weekend weekends weekday weekdays fiscal".split(" "),
].filter((word) => word.length >= 4);

function numbered(spellings: string[]): ReadonlyMap<string, number> {
  return new Map(
    spellings.flatMap((line, index) => line.split(" ").map((word) => [word, index + 1] as const)),
  );
}
