import type { Period } from "../../contracts/metric-query.js";
import type { Parameters } from "../../contracts/policy.js";
import type { LedgerEntry } from "../../contracts/reading.js";
import type { VerifiedQuery } from "../../contracts/semantic-model.js";
import { readPeriods } from "../../language/periods/read-periods.js";
import { splitWords } from "../../language/words.js";
import type { RunScope } from "../run-scope.js";
import type { Work } from "../state.js";

/**
 * The verified question that these words are, once the words of its period are taken out on both sides. SQL that takes a period
 * needs one in the question; SQL that takes none must have the very same words. Null where there is none.
 */
export function verifiedWork(text: string, scope: RunScope): Work | null {
  const { workspace } = scope.ports;
  if (workspace.verified.length === 0) return null;
  const asked = wordingOf(text, scope);
  const found = workspace.verified.find((candidate) => matches(asked, candidate, scope));
  if (!found) return null;
  const takes = takesPeriod(found.sql);
  // Without an end in its SQL a verified question can't be held to an earlier date.
  if (!takes && scope.question.asOf !== null) return null;
  const period = takes ? asked.period : null;
  const parameters = period ? boundsOf(period, found.sql, scope) : {};
  return parameters ? workOf(found, asked, period, parameters) : null;
}

interface Wording {
  text: string;
  rest: string;
  period: Period | null;
  periodWords: string;
  /** More said about time than one period. */
  tangled: boolean;
}

function matches(asked: Wording, candidate: VerifiedQuery, scope: RunScope): boolean {
  const own = wordingOf(candidate.question, scope);
  if (!takesPeriod(candidate.sql)) return own.text === asked.text;
  return !asked.tangled && asked.period !== null && own.rest === asked.rest;
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
    workspace.words.ignore.flatMap((phrase) => splitWords(phrase).map(({ norm }) => norm)),
  );
  const spoken = (at: number): boolean => !ignored.has(words[at]?.norm ?? "");
  const join = (keep: (at: number) => boolean): string =>
    words.flatMap(({ norm }, at) => (spoken(at) && keep(at) ? [norm] : [])).join(" ");
  return {
    text: join(() => true),
    rest: join((at) => !only || at < only.from || at >= only.to),
    period: only?.periods.length === 1 ? (only.periods[0] ?? null) : null,
    periodWords: only?.words ?? "",
    tangled: found.length > 1 || (only?.alternatives.length ?? 0) > 0 || only?.strength === "fuzzy",
  };
}

/** `:start` and `:end` of the period, never past `asOf`; null where the SQL wants an end that the period leaves open at its start. */
function boundsOf(period: Period, sql: string, { asOf }: RunScope): Parameters | null {
  const end = period.end === null || period.end > asOf ? asOf : period.end;
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
    given: { sql: found.sql, parameters, columns: null, reconcile: null },
    verified: found.name,
    ledger: [question, ...range],
    notes: [],
    label: found.name,
    question: asked.text,
    weight: 1,
    statement: null,
    problem: null,
    extracted: null,
  };
}

function parameterText(value: Parameters[string] | undefined): string {
  return value !== null && typeof value === "object" ? value.value : String(value ?? "");
}
