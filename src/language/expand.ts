import type { ModelView } from "../contracts/semantic-model.js";
import type { Claim } from "./claim.js";
import type { Cover } from "./cover.js";
import type { Entry } from "./entry.js";
import type { Item } from "./frame.js";
import type { Word } from "./words.js";

/** One meaning for every claim of a cover in one view. */
export interface Choice {
  items: Item[];
  /** Cost of the cover, with the chosen meanings instead of the cheapest ones. */
  cost: number;
}

const MOST_CHOICES = 16;

/**
 * All ways to give the claims of a cover one meaning each within a view, cheapest first, at most sixteen.
 * Null where a claim has no meaning in the view: `missing` names its words.
 */
export function choicesIn(
  cover: Cover,
  view: ModelView,
  words: readonly Word[],
): { choices: Choice[]; missing: Claim[] } {
  const missing: Claim[] = [];
  let choices: Choice[] = [{ items: [], cost: cover.cost }];
  for (const claim of cover.claims) {
    const options = itemsOf(claim, view, words);
    if (options.length === 0) {
      missing.push(claim);
      continue;
    }
    choices = choices
      .flatMap((choice) =>
        options.map((item) => ({
          items: [...choice.items, item],
          cost: choice.cost + item.cost - claim.cost,
        })),
      )
      .sort((a, b) => a.cost - b.cost)
      .slice(0, MOST_CHOICES);
  }
  return { choices: missing.length > 0 ? [] : choices, missing };
}

function itemsOf(claim: Claim, view: ModelView, words: readonly Word[]): Item[] {
  const run = words.slice(claim.from, claim.to);
  const base = {
    from: claim.from,
    to: claim.to,
    words: run.map((word) => word.corrected ?? word.text).join(" "),
    gap: run[0]?.gap ?? ("none" as const),
    cost: claim.cost,
    strength: claim.strength,
    score: Math.min(claim.score, ...run.map((word) => (word.corrected === null ? 1 : word.likeness))),
    role: "free" as const,
    as: null,
  };
  const meaning = claim.meaning;
  switch (meaning.kind) {
    case "period":
      return [{ ...base, kind: "period", match: meaning.match }];
    case "number":
      return [{ ...base, kind: "number", number: meaning.number }];
    case "operation":
      return [{ ...base, kind: "operation", operation: meaning.operation }];
    case "link":
      return [{ ...base, kind: "link", word: meaning.word }];
    case "unknown":
      return [{ ...base, kind: "unknown" }];
    case "ignorable":
      return [{ ...base, kind: "ignorable" }];
    case "hidden":
      return [{ ...base, kind: "hidden", name: meaning.entries[0]?.name ?? base.words }];
    default:
      return cheapest(meaning.entries.filter((entry) => entry.view === view.name)).flatMap((entry) =>
        named(entry, view, {
          ...base,
          cost: entry.cost,
          strength: claim.strength === "fuzzy" ? "fuzzy" : entry.strength,
        }),
      );
  }
}

type NamedBase = Omit<Item, "kind"> & { role: Item["role"] };

function named(entry: Entry, view: ModelView, base: NamedBase): Item[] {
  switch (entry.kind) {
    case "measure": {
      const measure = view.measures.find((candidate) => candidate.name === entry.name);
      return measure ? [{ ...base, kind: "measure", measure }] : [];
    }
    case "field": {
      const field = view.fields.find((candidate) => candidate.name === entry.name);
      return field ? [{ ...base, kind: "field", field }] : [];
    }
    case "value": {
      const field = view.fields.find((candidate) => candidate.name === entry.name);
      return field && entry.value !== null ? [{ ...base, kind: "value", field, value: entry.value }] : [];
    }
    case "term":
      return [{ ...base, kind: "term", term: entry.name }];
    case "view":
      return [{ ...base, kind: "view" }];
    default:
      return [];
  }
}

/** One entry for each thing: its cheapest. */
function cheapest(entries: readonly Entry[]): Entry[] {
  const best = new Map<string, Entry>();
  for (const entry of entries) {
    const key = `${entry.name}\u0000${entry.value}`;
    const there = best.get(key);
    if (there === undefined || entry.cost < there.cost) best.set(key, entry);
  }
  return [...best.values()];
}
