import type { CalendarRules, DateRange } from "../contracts/dates.js";
import type { FieldProfile, ViewProfile } from "../contracts/metadata.js";
import type { Catalog, PolicySet } from "../contracts/policy.js";
import type { ModelView, Workspace } from "../contracts/semantic-model.js";
import { COST, type Entry } from "./entry.js";
import { GRAMMAR_WORDS } from "./grammar-words.js";
import { hiddenEntries, readsDenied } from "./hidden-entries.js";
import { entry, nameEntries } from "./name-entries.js";
import { PhraseIndex } from "./phrase-index.js";
import { buildSpellingIndex, type SpellingIndex } from "./spelling-index.js";
import { termEntries } from "./term-entries.js";
import { nameWords, valueWords } from "./words.js";

/** What a user's questions can be read with: made once per set of rights, never changed. */
export interface Lexicon {
  /** Views that the user may ask, without the fields and measures that read denied columns. */
  readonly views: readonly ModelView[];
  readonly calendar: CalendarRules;
  readonly currency: string | null;
  readonly phrases: PhraseIndex;
  readonly spellings: SpellingIndex;
  readonly profiles: ReadonlyMap<string, FieldProfile>;
  readonly loaded: ReadonlyMap<string, DateRange>;
  /** Distinct words of names and values, for near misses. */
  readonly hasNames: boolean;
}

export interface LexiconInput {
  workspace: Workspace;
  set: PolicySet;
  profiles: ViewProfile[];
  catalog: Catalog;
}

/** Builds the lexicon of one policy set. Values come from profiles alone, which hold only what the user may see. */
export function buildLexicon(input: LexiconInput): Lexicon {
  const { workspace, set } = input;
  const granted = new Set(set.views);
  const views = workspace.views
    .filter((view) => granted.has(view.name) || granted.has("*"))
    .map((view) => withoutDenied(view, set.deniedColumns));
  const phrases = new PhraseIndex();
  const vocabulary = new Set<string>(GRAMMAR_WORDS);
  const add = (item: Entry): void => {
    phrases.add(item);
    // Initials are too short to be misspelt: every short word would come near one.
    if (item.kind === "hidden" || item.kind === "ignorable" || item.cost === COST.initials) return;
    for (const word of item.norm.split(" ")) vocabulary.add(word);
  };
  for (const view of views) for (const item of nameEntries(view)) add(item);
  for (const item of termEntries(workspace.words.terms, views)) add(item);
  for (const word of workspace.words.ignore)
    add(entry("ignorable", "", word, nameWords(word), "exact", COST.exact));
  const profiles = new Map<string, FieldProfile>();
  for (const view of views) {
    const profile = input.profiles.find((candidate) => candidate.view === view.name);
    for (const field of view.fields) {
      const known = profile?.fields.find((candidate) => candidate.field === field.name) ?? null;
      if (known !== null) profiles.set(fieldKey(view.name, field.name), known);
      for (const item of valueEntries(view.name, field.name, field.valueAliases, known)) add(item);
    }
  }
  for (const item of hiddenEntries(input, views)) add(item);
  const loaded = new Map(
    input.profiles.map((profile): [string, DateRange] => [
      profile.view,
      { start: profile.firstDay, end: profile.lastDay },
    ]),
  );
  return {
    views,
    calendar: workspace.calendar,
    currency: workspace.currency,
    phrases,
    spellings: buildSpellingIndex(vocabulary),
    profiles,
    loaded,
    hasNames: views.length > 0,
  };
}

export function fieldKey(view: string, field: string): string {
  return `${view}\u0000${field}`;
}

function withoutDenied(view: ModelView, denied: readonly string[]): ModelView {
  if (denied.length === 0) return view;
  return {
    ...view,
    fields: view.fields.filter((field) => !readsDenied(field.expr, denied)),
    measures: view.measures.filter((measure) => !readsDenied(measure.expr, denied)),
  };
}

const ARTICLES = new Set(["the", "a", "an"]);

/** Values and their aliases. An alias of a value that the user's rows lack stays out: it would give the value away. */
function valueEntries(
  view: string,
  field: string,
  aliases: Record<string, string[]>,
  profile: FieldProfile | null,
): Entry[] {
  const values = profile?.values ?? null;
  const seen = values === null ? null : new Set(values);
  const own = (values ?? Object.keys(aliases)).flatMap((value) => {
    const words = valueWords(value);
    if (words.length === 0) return [];
    const named = entry("value", view, field, words, "exact", COST.exact, value);
    // "Silent River" for The Silent River.
    return words.length > 2 && ARTICLES.has(words[0] ?? "")
      ? [named, entry("value", view, field, words.slice(1), "alias", COST.alias, value)]
      : [named];
  });
  const also = Object.entries(aliases)
    .filter(([value]) => seen === null || seen.has(value))
    .flatMap(([value, names]) =>
      names.map((name) => entry("value", view, field, valueWords(name), "alias", COST.alias, value)),
    );
  return [...own, ...also.filter((item) => item.norm !== "")];
}
