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

/** A stretch of a sentence that speaks of one member, or of the whole. Members stand in it as single signs. */
interface Clause {
  text: string;
  members: number[];
}

const JOINTS = /,\s+|\s(?:and|while|but|whereas|und|während|aber|et|mais|y|pero|e|mas|ma|en|maar)\s/;

/** Clauses in order; one that names nobody goes on about the member before it. */
function clausesOf(sentence: string, facts: TextFacts): Clause[] {
  const clauses: Clause[] = [];
  for (const text of encoded(sentence, facts).split(JOINTS)) {
    const named = membersIn(text);
    clauses.push({ text, members: named.length > 0 ? named : (clauses.at(-1)?.members ?? []) });
  }
  return clauses;
}

function sentenceFaults(sentence: string, facts: TextFacts, claims: ClaimWords): string[] {
  return clausesOf(sentence, facts).flatMap((clause) => clauseFaults(clause, facts, claims));
}

function clauseFaults({ text, members }: Clause, facts: TextFacts, claims: ClaimWords): string[] {
  const plain = fold(text);
  if (has(plain, claims.cause)) return ["The text claims a cause."];
  const said = tokens(text);
  const signs = signsIn(plain, claims);
  const extremes = [...(has(plain, claims.most) ? [1] : []), ...(has(plain, claims.least) ? [-1] : [])];
  if (said.length + signs.length + extremes.length === 0) return [];
  if (members.length > 1) return ["A claim is made about several members at once."];
  const [member] = members;
  const own = member === undefined ? (facts.rows.length === 1 ? facts.rows : []) : rowsOf(member, facts);
  const told = sentencesOf(facts.proved)
    .flatMap((each) => clausesOf(each, facts))
    .filter((clause) =>
      member === undefined ? clause.members.length === 0 : clause.members.includes(member),
    );
  const allowed = new Set([
    ...own.flatMap((row) => tokensOfRow(row, facts)),
    ...told.flatMap((clause) => tokens(clause.text)),
  ]);
  const strange = said.filter((token) => !allowed.has(token));
  if (strange.length > 0) return strange.map((token) => `"${token}" is not what the rows give there.`);
  const gone = new Set([
    ...changesOf(own, facts),
    ...told.flatMap((clause) => signsIn(fold(clause.text), EN)),
  ]);
  const wrong = signs.find((sign) => !gone.has(sign));
  if (wrong !== undefined) return [`A word says ${wrong > 0 ? "up" : "down"}, and the rows do not.`];
  const untrue = extremes.some((sign) => member === undefined || !isExtreme(member, sign, said, facts));
  return untrue ? ["A word claims the most or the least, and the member beside it does not have it."] : [];
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

/** Has the member the greatest (or least) number in a column that the clause quotes; in any, where it quotes none? */
function isExtreme(member: number, sign: number, said: readonly string[], facts: TextFacts): boolean {
  const own = rowsOf(member, facts);
  return facts.columns.some(({ role }, at) => {
    const cell = own[0]?.[at] ?? null;
    const value = numberOf(cell);
    if (role !== "measure" || value === null) return false;
    const quoted = said.length === 0 || tokensOfCell(cell, at, facts).some((token) => said.includes(token));
    const all = facts.rows.flatMap((row) => numberOf(row[at] ?? null) ?? []);
    return quoted && value === (sign > 0 ? Math.max(...all) : Math.min(...all));
  });
}

const FIRST_SIGN = 0xe000;
const MOST_SIGNS = 6000;

function memberNames({ rows }: TextFacts): string[] {
  const names = rows.flatMap((row) =>
    row.filter((cell): cell is string => typeof cell === "string" && cell !== "" && numberOf(cell) === null),
  );
  return [...new Set(names)].slice(0, MOST_SIGNS);
}

/** The text with every member as one sign, and without other names: both may hold digits and words of direction. */
function encoded(text: string, facts: TextFacts): string {
  const members = memberNames(facts).map((name, at) => ({
    name,
    sign: String.fromCharCode(FIRST_SIGN + at),
  }));
  const others = facts.names.filter((name) => /\p{L}/u.test(name)).map((name) => ({ name, sign: "_" }));
  const free = [...members, ...others]
    .sort((a, b) => b.name.length - a.name.length)
    .reduce((rest, { name, sign }) => rest.replaceAll(name, sign), text.replace(/[\ue000-\uf8ff]/g, "?"));
  return free.replace(PERIODS, "_");
}

function membersIn(text: string): number[] {
  const signs = [...text.matchAll(/[\ue000-\uf8ff]/g)];
  return [...new Set(signs.map(([sign]) => sign.charCodeAt(0) - FIRST_SIGN))];
}

function rowsOf(member: number, facts: TextFacts): readonly Cell[][] {
  const name = memberNames(facts)[member];
  return facts.rows.filter((row) => name !== undefined && row.includes(name));
}

/** Numbers as they are written, without their sign: a word of direction may stand for it. */
function tokens(text: string): string[] {
  return numberMentions(text).map(({ text: written }) =>
    written
      .replace(/[\s−–-]/g, "")
      .replace(/[,.]+$/, "")
      .replace(/points?$/, "pt"),
  );
}

function tokensOfRow(row: readonly Cell[], facts: TextFacts): string[] {
  return row.flatMap((cell, at) => tokensOfCell(cell, at, facts));
}

function tokensOfCell(cell: Cell, at: number, { columns }: TextFacts): string[] {
  const column = columns[at];
  if (!column || numberOf(cell) === null) return [];
  const { type, unit, decimals } = column;
  return tokens(formatCell(cell, { type, unit, ...(decimals === null ? {} : { decimals }) }));
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
    .filter(({ own }) => own !== "may" || /\bMay\b(?! (?:be|have|not))/.test(text))
    .map(({ own }) => own);
  return [...coded, ...months].map((period) => `"${period}" is no period of the answer.`);
}

function monthName(language: string, month: number): string {
  return fold(
    new Intl.DateTimeFormat(language, { month: "long", timeZone: "UTC" }).format(Date.UTC(2026, month, 15)),
  );
}
