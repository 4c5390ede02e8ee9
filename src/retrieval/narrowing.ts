import type { ViewProfile } from "../contracts/metadata.js";
import type { RetrievalRequest } from "../contracts/retrieval.js";
import type { ModelField, ModelMeasure, ModelView } from "../contracts/semantic-model.js";
import { contentStems } from "./ranking/content-stems.js";

/** What the metadata index of one user's rights knows, ready to be asked which views can hold an answer. */
export interface Narrowing {
  /** Names of the views that can: rows in the period, and a name or value that the question says if any view has one. */
  views(question: string, period: RetrievalRequest["period"]): Set<string>;
}

/** `profiles` are those of the user's rights: nothing else may steer what they are shown. */
export function createNarrowing(views: readonly ModelView[], profiles: readonly ViewProfile[]): Narrowing {
  const profileOf = new Map(profiles.map((profile) => [profile.view, profile]));
  const known = views.filter(({ name }) => profileOf.has(name));
  const holders = vocabulary(known, profileOf);
  return {
    views: (question, period) => {
      const loaded = known.filter(({ name }) => hasDayOf(profileOf.get(name), period));
      const named = new Set(contentStems(question).flatMap((stem) => holders.get(stem) ?? []));
      const spoken = loaded.filter(({ name }) => named.has(name));
      return new Set((spoken.length > 0 ? spoken : loaded).map(({ name }) => name));
    },
  };
}

/** Stem -> views with a name, synonym or value that holds it. */
function vocabulary(
  views: readonly ModelView[],
  profiles: ReadonlyMap<string, ViewProfile>,
): Map<string, string[]> {
  const holders = new Map<string, string[]>();
  for (const view of views) {
    const texts = [
      view.name,
      ...[...view.measures, ...view.fields].flatMap(namesOf),
      ...view.fields.flatMap(({ valueAliases }) => Object.values(valueAliases).flat()),
      ...(profiles.get(view.name)?.fields.flatMap(({ values }) => values ?? []) ?? []),
    ];
    for (const stem of new Set(texts.flatMap(contentStems))) {
      const list = holders.get(stem);
      if (list) list.push(view.name);
      else holders.set(stem, [view.name]);
    }
  }
  return holders;
}

function namesOf(part: ModelField | ModelMeasure): string[] {
  return [part.name, ...(part.displayName === null ? [] : [part.displayName]), ...part.synonyms];
}

/** A view without time holds for every period; one without rows for none. */
function hasDayOf(profile: ViewProfile | undefined, period: RetrievalRequest["period"]): boolean {
  if (!profile || profile.rows === 0) return false;
  if (profile.firstDay === null || profile.lastDay === null || period === null) return true;
  const begins = period.from === null || period.from <= profile.lastDay;
  return begins && (period.to === null || period.to > profile.firstDay);
}
