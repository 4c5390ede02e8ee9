import type { Cell, OutputColumn } from "../../../contracts/result.js";
import { formatCell } from "../../../format/cell.js";
import { fold } from "../../../language/words.js";
import { numberOf } from "../derivation.js";
import { numberMentions } from "../number-mentions.js";
import { type ClaimWords, claimWordsOf } from "./claim-words.js";

export interface TextFacts {
  columns: readonly OutputColumn[];
  rows: readonly Cell[][];
  /** The template's text, every number of which was proved. */
  proved: string;
  /** Names that may hold digits: of columns and periods. */
  names: readonly string[];
}

/**
 * What a written text says that its facts do not; one sentence each, none = it may go out. Numbers stand as they were given, unit
 * and rounding included, beside a member that has them; directions, extremes and periods agree with the rows; no cause is claimed.
 */
export function textFaults(text: string, facts: TextFacts, language: string): string[] {
  const claims = claimWordsOf(language);
  if (claims === null) return [`Texts in "${language}" cannot be checked.`];
  if (/https?:|www\.|[<>[\]`]|\bselect\b/i.test(text)) return ["The text has markup."];
  const faults = sentencesOf(text).flatMap((sentence) => sentenceFaults(sentence, facts, claims));
  return [...faults, ...periodFaults(text, facts, language)];
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?;])\s+/).filter((sentence) => sentence.trim() !== "");
}

function sentenceFaults(sentence: string, facts: TextFacts, claims: ClaimWords): string[] {
  const named = membersIn(sentence, facts);
  const rows = facts.rows.filter((row) =>
    row.some((cell) => typeof cell === "string" && named.includes(cell)),
  );
  const told = sentencesOf(facts.proved).filter((each) => {
    const members = membersIn(each, facts);
    return named.length === 0
      ? members.length === 0 || facts.rows.length === 1
      : members.some((member) => named.includes(member)) || members.length === 0;
  });
  const own = named.length > 0 ? rows : facts.rows;
  const allowed = new Set([
    ...own.flatMap((row) => tokensOfRow(row, facts)),
    ...told.flatMap((each) => tokens(masked(each, facts))),
  ]);
  const strange = tokens(masked(sentence, facts)).filter((token) => !allowed.has(token));
  if (strange.length > 0) return strange.map((token) => `"${token}" is not what the rows give there.`);
  const plain = foldKeeping(masked(sentence, facts));
  if (has(plain, claims.cause)) return ["The text claims a cause."];
  const signs = new Set([
    ...changesOf(own, facts),
    ...told.flatMap((each) => signsIn(foldKeeping(masked(each, facts)), EN)),
  ]);
  const wrong = signsIn(plain, claims).find((sign) => !signs.has(sign));
  if (wrong !== undefined) return [`A word says ${wrong > 0 ? "up" : "down"}, and the rows do not.`];
  if (has(plain, claims.extreme) && !named.some((member) => isExtreme(member, facts)))
    return ["A word claims the most or the least, and no member beside it has it."];
  return [];
}

const EN = claimWordsOf("en") as ClaimWords;

function has(text: string, pattern: RegExp): boolean {
  return text.search(pattern) >= 0;
}

function signsIn(text: string, { up, down }: Pick<ClaimWords, "up" | "down">): number[] {
  return [...(has(text, up) ? [1] : []), ...(has(text, down) ? [-1] : [])];
}

/** Signs of the changes that rows show; without a column of changes none is known. */
function changesOf(rows: readonly Cell[][], { columns }: TextFacts): number[] {
  const changed = columns.flatMap(({ of }, at) =>
    of.kind === "change" || of.kind === "change_ratio" ? [at] : [],
  );
  const values = rows.flatMap((row) => changed.map((at) => numberOf(row[at] ?? null)));
  return values.flatMap((value) => (value === null ? [] : [Math.sign(value)]));
}

function isExtreme(member: string, { columns, rows }: TextFacts): boolean {
  return columns.some(({ role }, at) => {
    if (role !== "measure") return false;
    const values = rows.map((row) => numberOf(row[at] ?? null)).filter((value) => value !== null);
    const own = rows.filter((row) => row.includes(member)).map((row) => numberOf(row[at] ?? null));
    return own.some(
      (value) => value !== null && (value === Math.max(...values) || value === Math.min(...values)),
    );
  });
}

function membersIn(sentence: string, { rows }: TextFacts): string[] {
  const members = rows.flatMap((row) =>
    row.filter((cell): cell is string => typeof cell === "string" && numberOf(cell) === null),
  );
  return [...new Set(members)].filter((member) => sentence.includes(member));
}

/** The text without names, which may hold digits and words of direction. */
function masked(text: string, { names, rows }: TextFacts): string {
  const members = rows.flatMap((row) =>
    row.filter((cell): cell is string => typeof cell === "string" && /\p{L}/u.test(cell)),
  );
  return [...new Set([...names, ...members])]
    .filter((name) => /\p{L}/u.test(name))
    .sort((a, b) => b.length - a.length)
    .reduce((rest, name) => rest.replaceAll(name, "_".repeat(name.length)), text);
}

/** Numbers as they are written, without their sign: a word of direction may stand for it. */
function tokens(text: string): string[] {
  return numberMentions(text).map(({ text: written }) =>
    written.replace(/[\s−–-]/g, "").replace(/points?$/, "pt"),
  );
}

function tokensOfRow(row: readonly Cell[], { columns }: TextFacts): string[] {
  return row.flatMap((cell, at) => {
    const column = columns[at];
    if (!column || numberOf(cell) === null) return [];
    const { type, unit, decimals } = column;
    return tokens(formatCell(cell, { type, unit, ...(decimals === null ? {} : { decimals }) }));
  });
}

const PERIODS = /\b(?:\d{4}-\d{2}-\d{2}|[QH][1-4]|FY ?\d{2,4}|(?:19|20)\d{2})\b/g;

/** Months, quarters and years that the facts do not name. */
function periodFaults(text: string, { proved, names, rows }: TextFacts, language: string): string[] {
  const known = fold([proved, ...names, ...rows.flat().map(String)].join(" "));
  const coded = [...text.matchAll(PERIODS)]
    .map(([found]) => found)
    .filter((found) => !known.includes(fold(found)));
  const said = ` ${fold(text).replace(/[^\p{L}\p{N}]+/gu, " ")} `;
  const months = Array.from({ length: 12 }, (_, month) => ({
    own: monthName(language, month),
    english: monthName("en", month),
    month,
  }))
    .filter(({ own }) => said.includes(` ${own} `))
    .filter(
      ({ english, month }) =>
        !known.includes(english) && !known.includes(`-${String(month + 1).padStart(2, "0")}-`),
    )
    .filter(({ english }) => english !== "may" || /\bMay\b(?! (?:be|have|not))/.test(text))
    .map(({ own }) => own);
  return [...coded, ...months].map((period) => `"${period}" is no period of the answer.`);
}

function monthName(language: string, month: number): string {
  return fold(
    new Intl.DateTimeFormat(language, { month: "long", timeZone: "UTC" }).format(Date.UTC(2026, month, 15)),
  );
}

function foldKeeping(text: string): string {
  return fold(text);
}
