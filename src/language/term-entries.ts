import type { ModelView } from "../contracts/semantic-model.js";
import { COST, type Entry } from "./entry.js";
import { entry } from "./name-entries.js";
import { valueWords } from "./words.js";

/** The named filters of the overlay, one entry for every view that has all the fields they name. */
export function termEntries(terms: Record<string, string>, views: readonly ModelView[]): Entry[] {
  return Object.entries(terms).flatMap(([term, condition]) =>
    views
      .filter((view) => appliesTo(condition, view))
      .map((view) => entry("term", view.name, term, valueWords(term), "exact", COST.exact)),
  );
}

function appliesTo(condition: string, view: ModelView): boolean {
  const bare = condition.replace(/'[^']*'/g, "''");
  const quoted = [...bare.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? "");
  if (quoted.length > 0) return quoted.every((name) => view.fields.some((field) => field.name === name));
  const words = new Set((bare.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []).map((word) => word.toLowerCase()));
  return view.fields.some((field) => words.has(field.name.toLowerCase()));
}
