import type { MetricQuery } from "../../contracts/metric-query.js";
import type { LedgerEntry } from "../../contracts/reading.js";
import { isFunctionWord } from "../../language/function-words.js";
import type { Lexicon } from "../../language/lexicon.js";
import { fold, splitWords, type Word } from "../../language/words.js";
import { describeUse, type Use, usesOf } from "./draft-uses.js";
import type { Inherits } from "./inherited-uses.js";
import { isFiller, isPointing } from "./other-languages.js";
import { bound, type Outcome, problem } from "./outcome.js";
import type { DraftBinding, PlanDraft } from "./plan-draft.js";

/** Words that carry nothing in this question, in its language. */
export type Ignorable = (norm: string) => boolean;

/** `follows`: words that only point at the question before carry nothing either. */
export function ignorableIn(language: string, ignored: readonly string[], follows = false): Ignorable {
  const own = new Set(ignored.flatMap((phrase) => splitWords(phrase).map(({ norm }) => norm)));
  return (norm) =>
    isFunctionWord(norm) ||
    own.has(norm) ||
    isFiller(norm, language) ||
    (follows && isPointing(norm, language));
}

/**
 * The ledger of a model's reading. Both ways: every content word of the question is bound to something that the query does, and
 * everything that the query does was asked for by words of the question, or of the question before it where it goes on from
 * that. The first breach is the problem.
 */
export function ledgerOfDraft(
  draft: PlanDraft,
  query: MetricQuery,
  question: string,
  lexicon: Lexicon,
  ignorable: Ignorable,
  inherits: Inherits = () => false,
): Outcome<{ ledger: LedgerEntry[]; vouched: string[] }> {
  const words = splitWords(question);
  const invented = inventedWords(draft.words, words);
  if (invented !== null) return problem(`"${invented}" does not stand in the question.`);
  const uses = usesOf(draft, query);
  const asked = new Set<Use>();
  for (const binding of draft.words) {
    const complaint = bindingProblem(binding, uses, asked, lexicon, draft.view, ignorable);
    if (complaint !== null) return problem(complaint);
  }
  const dropped = droppedWords(draft.words, words, ignorable);
  if (dropped.length > 0)
    return problem(
      `It is not clear what ${dropped.map((text) => `"${text}"`).join(" and ")} should mean here.`,
    );
  const unsaid = uses.filter((use) => !asked.has(use));
  const unasked = unsaid.find((use) => !inherits(use));
  if (unasked) return problem(`No word of the question asks for ${describeUse(unasked)}.`);
  const { ledger, vouched } = entriesOf(draft, query, lexicon);
  return bound({ ledger: [...ledger, ...unsaid.map(inheritedEntry)], vouched });
}

/** Words of bindings that the question does not have. */
export function inventedWords(bindings: readonly DraftBinding[], words: readonly Word[]): string | null {
  const said = ` ${words.map(({ norm }) => norm).join(" ")} `;
  const found = bindings.find((binding) => {
    const norms = splitWords(binding.words).map(({ norm }) => norm);
    return norms.length === 0 || !said.includes(` ${norms.join(" ")} `);
  });
  return found?.words ?? null;
}

/** Content words of the question that no binding covers, as typed. */
export function droppedWords(
  bindings: readonly DraftBinding[],
  words: readonly Word[],
  ignorable: Ignorable,
): string[] {
  const covered = new Set(bindings.flatMap((binding) => splitWords(binding.words).map(({ norm }) => norm)));
  return words.filter(({ norm }) => !covered.has(norm) && !ignorable(norm)).map(({ text }) => text);
}

function bindingProblem(
  binding: DraftBinding,
  uses: readonly Use[],
  asked: Set<Use>,
  lexicon: Lexicon,
  view: string,
  ignorable: Ignorable,
): string | null {
  const norms = splitWords(binding.words).map(({ norm }) => norm);
  if (binding.as === "filler")
    return norms.every(ignorable) ? null : `"${binding.words}" may not be left out of the reading.`;
  const served = uses.filter((use) => serves(use, binding, norms));
  if (served.length === 0)
    return `"${binding.words}" is bound to ${binding.as} "${binding.name}", which the query does not use.`;
  for (const use of served) asked.add(use);
  const own = namesOf(norms, view, lexicon);
  const other = own.find(
    (entry) => entry.kind === "measure" || entry.kind === "field" || entry.kind === "value",
  );
  if (
    ["measure", "field", "value"].includes(binding.as) &&
    other &&
    !own.some((entry) => means(entry, binding))
  )
    return `"${binding.words}" is the name of ${other.value ?? other.name}, not of ${binding.name}.`;
  return null;
}

type Named = ReturnType<Lexicon["phrases"]["find"]>[number];

/** What the workspace itself calls by exactly these words. */
function namesOf(norms: readonly string[], view: string, lexicon: Lexicon): Named[] {
  const norm = norms.join(" ");
  const [first = ""] = norms;
  return lexicon.phrases
    .findWord(first)
    .filter((entry) => entry.norm === norm && (entry.view === view || entry.view === ""))
    .filter(({ strength }) => ["exact", "synonym", "alias"].includes(strength));
}

function means(entry: Named, { as, name }: DraftBinding): boolean {
  if (as === "value") return entry.kind === "value" && fold(entry.value ?? "") === fold(name);
  return entry.kind === as && entry.name === name;
}

function serves(use: Use, { as, name }: DraftBinding, norms: readonly string[]): boolean {
  switch (as) {
    case "measure":
      return use.kind === "measure" && use.name === name;
    case "field":
      return (use.kind === "field" || use.kind === "bucket") && use.name === name;
    case "value":
      return use.kind === "value" && fold(use.name) === fold(name);
    case "term":
      return use.kind === "term" && use.name === name;
    case "period":
      return (
        use.kind === "bucket" ||
        (use.kind === "period" && (use.name === name || norms.join(" ") === fold(use.name)))
      );
    case "number":
      return (
        use.kind === "number" && norms.some((word) => numberOf(word) === use.value || word === use.spelled)
      );
    case "operation":
      return use.kind === "operation" ? use.name === name : use.kind === "bucket" && name === "group";
    case "filler":
      return false;
  }
}

function numberOf(word: string): number {
  const scale = { k: 1e3, m: 1e6, bn: 1e9, b: 1e9 }[/[a-z]+$/.exec(word)?.[0] ?? ""] ?? 1;
  return Number(word.replace(/[$€£¥,%]/g, "").replace(/[a-z]+$/, "")) * scale;
}

function entriesOf({ words, view }: PlanDraft, query: MetricQuery, lexicon: Lexicon) {
  const vouched: string[] = [];
  const ledger = words.map((binding): LedgerEntry => {
    const own = namesOf(
      splitWords(binding.words).map(({ norm }) => norm),
      view,
      lexicon,
    );
    const known = own.find((entry) => means(entry, binding));
    const named = ["measure", "field", "value"].includes(binding.as);
    if (named && !known) vouched.push(`A language model read "${binding.words}" as ${binding.name}.`);
    return {
      words: binding.words,
      span: null,
      kind: binding.as === "filler" ? "ignorable" : binding.as,
      as: binding.as === "period" ? periodWords(query) : binding.name || binding.as,
      // That a model vouches for it is one doubt of the whole answer, not one more for each word.
      strength: known?.strength ?? "exact",
      score: 1,
    };
  });
  return { ledger, vouched: [...new Set(vouched)] };
}

function inheritedEntry(use: Use): LedgerEntry {
  return { words: "", span: null, kind: "context", as: describeUse(use), strength: "exact", score: 1 };
}

function periodWords({ periods }: MetricQuery): string {
  return periods
    .map(({ start, end, label }) => `${label} (from ${start ?? "the first day"} to before ${end ?? "today"})`)
    .join(", ");
}
