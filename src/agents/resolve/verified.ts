import type { IsoDate } from "../../contracts/dates.js";
import type { Period } from "../../contracts/metric-query.js";
import type { Parameters } from "../../contracts/policy.js";
import { type LedgerEntry, NO_STRAIN, type ReadResult } from "../../contracts/reading.js";
import type { VerifiedQuery, Workspace } from "../../contracts/semantic-model.js";
import { readPeriods } from "../../language/periods/read-periods.js";
import { splitWords } from "../../language/words.js";
import type { RunScope } from "../run-scope.js";
import type { Work } from "../state.js";

/**
 * The verified question that these words are, once the words of its period are taken out on both sides. SQL that takes a period
 * needs one in the question; SQL that takes none must have the very same words. Null where there is none.
 */
export function verifiedWork(text: string, read: ReadResult, scope: RunScope): Work | null {
  const candidates = candidatesOf(scope);
  const said = new Set(splitWords(text).map(({ norm }) => norm));
  if (!candidates.some(({ wording }) => wording.rest.split(" ").every((word) => said.has(word)))) return null;
  const asked = wordingOf(text, scope);
  const found = candidates.find((candidate) => matches(asked, candidate))?.query;
  if (!found) return null;
  const takes = takesPeriod(found.sql);
  // Without an end in its SQL a verified question can't be held to an earlier date.
  if (!takes && scope.question.asOf !== null) return null;
  const period = takes ? asked.period : null;
  const parameters = period ? boundsOf(period, found.sql, scope) : {};
  const [reading] = read.kind === "readings" ? read.readings : [];
  return parameters ? { ...workOf(found, asked, period, parameters), readAs: reading?.query ?? null } : null;
}

const POLITE = ["please", "pls", "thanks"];
/** Words that change nothing of what is asked, where only the rest has to be the same. "Which" and "how many" do. */
const FRAMING = new Set(
  "what is are was were the a an show give tell me us our in for during over".split(" "),
);

interface Wording {
  text: string;
  rest: string;
  period: Period | null;
  periodWords: string;
  /** More said about time than one period. */
  tangled: boolean;
}

interface Candidate {
  query: VerifiedQuery;
  wording: Wording;
}

const known = new WeakMap<Workspace, { asOf: IsoDate; candidates: Candidate[] }>();

/** The verified questions in their words, read once a day. */
function candidatesOf(scope: RunScope): Candidate[] {
  const { workspace } = scope.ports;
  const kept = known.get(workspace);
  if (kept?.asOf === scope.asOf) return kept.candidates;
  const candidates = workspace.verified.map((query) => ({
    query,
    wording: wordingOf(query.question, scope),
  }));
  known.set(workspace, { asOf: scope.asOf, candidates });
  return candidates;
}

function matches(asked: Wording, { query, wording }: Candidate): boolean {
  if (!takesPeriod(query.sql)) return wording.text === asked.text;
  return !asked.tangled && asked.period !== null && wording.rest === asked.rest;
}

function takesPeriod(sql: string): boolean {
  return /:(start|end)\b/.test(sql);
}

function wordingOf(text: string, scope: RunScope): Wording {
  const { workspace } = scope.ports;
  const words = splitWords(text);
  const typed = words.map((word) => ({ text: word.norm, raw: word.text, gap: word.gap }));
  const found = readPeriods(typed, { asOf: scope.asOf, rules: workspace.calendar, loaded: null });
  const periods = found.filter((match) => match.kind === "period");
  const [only] = periods;
  const ignored = new Set(
    [...POLITE, ...workspace.words.ignore].flatMap((phrase) => splitWords(phrase).map(({ norm }) => norm)),
  );
  const spoken = (at: number): boolean => !ignored.has(words[at]?.norm ?? "");
  const join = (keep: (at: number) => boolean): string =>
    words.flatMap(({ norm }, at) => (spoken(at) && keep(at) ? [norm] : [])).join(" ");
  return {
    text: join(() => true),
    rest: join((at) => !FRAMING.has(words[at]?.norm ?? "") && (!only || at < only.from || at >= only.to)),
    period: only?.periods.length === 1 ? (only.periods[0] ?? null) : null,
    periodWords: only?.words ?? "",
    tangled: found.length > 1 || (only?.alternatives.length ?? 0) > 0 || only?.strength === "fuzzy",
  };
}

/** `:start` and `:end` of the period, never past `asOf`; null where it has no start that the SQL wants, or lies in the future. */
function boundsOf(period: Period, sql: string, { asOf }: RunScope): Parameters | null {
  const end = period.end === null || period.end > asOf ? asOf : period.end;
  if (period.start !== null && period.start >= end) return null;
  const day = (value: string) => ({ type: "date" as const, value });
  if (/:start\b/.test(sql) && period.start === null) return null;
  return {
    ...(/:start\b/.test(sql) && period.start !== null ? { start: day(period.start) } : {}),
    ...(/:end\b/.test(sql) ? { end: day(end) } : {}),
  };
}

function workOf(found: VerifiedQuery, asked: Wording, period: Period | null, parameters: Parameters): Work {
  const by = found.verifiedBy ? ` by ${found.verifiedBy}` : "";
  const on = found.verifiedAt ? ` on ${found.verifiedAt}` : "";
  const question: LedgerEntry = {
    words: asked.rest,
    span: null,
    kind: "operation",
    as: `the verified question "${found.name}"${by ? `, verified${by}${on}` : ""}`,
    strength: "exact",
    score: 1,
  };
  const range: LedgerEntry[] = period
    ? [
        {
          ...question,
          words: asked.periodWords,
          kind: "period",
          as: `from ${period.start} to before ${parameterText(parameters.end)}`,
        },
      ]
    : [];
  return {
    role: "reading",
    source: "verified",
    query: null,
    readAs: null,
    given: { sql: found.sql, parameters, columns: null, reconcile: null },
    verified: found.name,
    flaw: null,
    language: null,
    ledger: [question, ...range],
    notes: [],
    vouched: [],
    label: found.name,
    question: asked.text,
    weight: 1,
    strain: NO_STRAIN,
    statement: null,
    problem: null,
    extracted: null,
  };
}

function parameterText(value: Parameters[string] | undefined): string {
  return value !== null && typeof value === "object" ? value.value : String(value ?? "");
}
