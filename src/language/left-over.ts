import type { LedgerEntry, ReadingOption, ReadResult } from "../contracts/reading.js";
import { acrossViews } from "./across-views.js";
import type { Claim } from "./claim.js";
import { nearEntries, nearestNames } from "./near-entries.js";
import type { ReadState } from "./read-state.js";
import { optionsFor } from "./replacement-options.js";
import { isOtherLanguage, isOtherScript, refusal } from "./unreadable.js";

/** Longer questions without any sign of data in them are about something else. */
const FRAGMENT = 3;
const NAMES = new Set<Claim["meaning"]["kind"]>(["measure", "field", "value", "term"]);
const DATA_SIGNS = new Set([
  "breakdown",
  "count",
  "ranking",
  "average",
  "share",
  "ratio",
  "threshold",
  "change",
  "listing",
]);
const OTHER_TOPIC = "That is not a question about this data.";

/** The result where words were left over: hidden names are refused by name, near names are asked about, the rest is no such data. */
export function leftOverResult(state: ReadState): ReadResult {
  const claims = state.covers[0]?.claims ?? [];
  const hidden = claims.filter((claim) => claim.meaning.kind === "hidden");
  if (hidden.length > 0) {
    const names = hidden.map((claim) => `"${wordsOf(state, claim.from, claim.to)}"`).join(" and ");
    return {
      kind: "refusal",
      code: "not_allowed",
      message: `You may not see ${names}.`,
      ledger: ledgerOf(state, claims),
    };
  }
  const runs = unknownRuns(claims);
  if (runs.length === 0) return acrossViews(state);
  const unknown = state.words
    .filter((_, at) => runs.some(({ from, to }) => at >= from && at < to))
    .map(({ norm }) => norm);
  if (isOtherScript(state.text) || isOtherLanguage(unknown))
    return refusal("not_supported", "Only questions in English are read; ask again in English.");
  const named = claims.some((claim) => NAMES.has(claim.meaning.kind));
  const [first] = runs;
  const measured = claims.some(({ meaning }) => meaning.kind === "measure");
  const guesses = runs.map((run) => ({
    run,
    near: nearEntries(state, run).filter(
      ({ entry }) => !(measured && entry.kind === "measure" && !isListed(state, run)),
    ),
  }));
  for (const { run, near } of guesses) {
    const options = optionsFor(
      state,
      run,
      near,
      guesses.filter((other) => other.run !== run),
    );
    if (options.length > 0 && (named || near.some(({ close }) => close) || looksLikeData(state, claims)))
      return ask(state, run, options, claims);
  }
  if (first === undefined || (!named && !looksLikeData(state, claims)))
    return refusal("not_a_data_question", `${OTHER_TOPIC} ${nearestNames(state, null)}`);
  const words = runs.map((run) => `"${wordsOf(state, run.from, run.to)}"`).join(" or ");
  const counted = claims.some(({ meaning, to }) => meaning.kind === "number" && to === first.from);
  if (counted && runs.length === 1)
    return {
      kind: "refusal",
      code: "no_such_data",
      message: `No number in this data is counted in ${words}. ${nearestNames(state, null)}`,
      ledger: ledgerOf(state, claims),
    };
  return {
    kind: "refusal",
    code: "no_such_data",
    message: `Nothing in this data is called ${words}. ${nearestNames(state, first)}`,
    ledger: ledgerOf(state, claims),
  };
}

/** "Sales and margn", "sales vs margn", "sales, margn": only in a list is a second measure meant. */
function isListed({ words }: ReadState, run: Run): boolean {
  const LISTING = /^(and|or|vs|versus|per|by|plus|minus|than|over|against)$/;
  const [before, first, after] = [words[run.from - 1], words[run.from], words[run.to]];
  return (
    LISTING.test(before?.norm ?? "") ||
    LISTING.test(after?.norm ?? "") ||
    first?.gap === "comma" ||
    after?.gap === "comma" ||
    first?.gap === "slash"
  );
}

export interface Run {
  from: number;
  to: number;
}

function ask(state: ReadState, run: Run, options: ReadingOption[], claims: readonly Claim[]): ReadResult {
  const words = wordsOf(state, run.from, run.to);
  const labels = options.map(({ label }) => label).join(", ");
  return {
    kind: "clarification",
    question:
      options.length === 1
        ? `By "${words}", do you mean ${labels}?`
        : `What do you mean by "${words}": ${labels}?`,
    options,
    ledger: ledgerOf(state, claims),
  };
}

/** Words left over that stand together count as one name. */
function unknownRuns(claims: readonly Claim[]): Run[] {
  const runs: Run[] = [];
  for (const claim of claims) {
    if (claim.meaning.kind !== "unknown") continue;
    const last = runs.at(-1);
    if (last !== undefined && last.to === claim.from) last.to = claim.to;
    else runs.push({ from: claim.from, to: claim.to });
  }
  return runs;
}

function looksLikeData(state: ReadState, claims: readonly Claim[]): boolean {
  if (state.words.length <= FRAGMENT) return true;
  return claims.some(
    ({ meaning }) =>
      meaning.kind === "period" ||
      (meaning.kind === "operation" && DATA_SIGNS.has(meaning.operation.construct)),
  );
}

function ledgerOf(state: ReadState, claims: readonly Claim[]): LedgerEntry[] {
  return claims
    .filter(({ meaning }) => meaning.kind !== "link")
    .map((claim) => ({
      words: wordsOf(state, claim.from, claim.to),
      span: { from: claim.from, to: claim.to },
      kind: kindOf(claim),
      as: claim.meaning.kind === "unknown" ? "not understood" : wordsOf(state, claim.from, claim.to),
      strength: claim.strength,
      score: claim.meaning.kind === "unknown" ? 0 : claim.score,
    }));
}

function kindOf({ meaning }: Claim): LedgerEntry["kind"] {
  switch (meaning.kind) {
    case "unknown":
    case "hidden":
    case "view":
      return "ignorable";
    case "link":
      return "operation";
    default:
      return meaning.kind;
  }
}

function wordsOf(state: ReadState, from: number, to: number): string {
  return state.words
    .slice(from, to)
    .map(({ text }) => text)
    .join(" ");
}
