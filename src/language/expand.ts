import type { ModelView } from "../contracts/semantic-model.js";
import type { Claim } from "./claim.js";
import type { Cover } from "./cover.js";
import type { Entry } from "./entry.js";
import type { Item } from "./frame.js";
import { isSummable, quantityMeasure, sumsUp } from "./quantity.js";
import type { Word } from "./words.js";

/** One meaning for every claim of a cover in one view. */
export interface Choice {
  items: Item[];
  /** Cost of the cover, with the chosen meanings instead of the cheapest ones. */
  cost: number;
  /** What the cover would cost if every word were a plain name. */
  plain: number;
}

const MOST_CHOICES = 16;
/** A field of numbers is no measure: its sum is what is meant where nothing else makes sense, or where an amount is asked for. */
const QUANTITY = 0.5;
const ASKED_QUANTITY = 0.3;
const AMOUNTS = new Set(["average", "totals", "count"]);

/** A cover whose claims are ready to be given a meaning in any view. */
export interface Prepared {
  cover: Cover;
  bases: ItemBase[];
}

type ItemBase = Omit<Extract<Item, { kind: "unknown" }>, "kind">;

export function prepare(cover: Cover, words: readonly Word[]): Prepared {
  return { cover, bases: cover.claims.map((claim) => baseOf(claim, words)) };
}

/** Names of the views that have a meaning for every claim; null where no claim names anything of a view. */
export function viewsOf(cover: Cover): Set<string> | null {
  let common: Set<string> | null = null;
  for (const { meaning } of cover.claims) {
    if (!("entries" in meaning) || meaning.kind === "ignorable" || meaning.kind === "hidden") continue;
    const own = new Set(meaning.entries.map(({ view }) => view));
    if (common === null) common = own;
    else for (const view of common) if (!own.has(view)) common.delete(view);
  }
  return common;
}

/** All ways to give the claims of a cover one meaning each within a view, cheapest first, at most sixteen; none where a claim has no meaning there. */
export function choicesIn(prepared: Prepared, view: ModelView): Choice[] {
  const { claims, cost } = prepared.cover;
  const plain = cost - claims.reduce((sum, claim) => sum + claim.cost, 0);
  let choices: Choice[] = [{ items: [], cost, plain }];
  for (const [index, claim] of prepared.cover.claims.entries()) {
    const base = prepared.bases[index];
    const options = base === undefined ? [] : itemsOf(claim, view, base, asksAmount(prepared.cover, index));
    if (options.length === 0) return [];
    if (options.length === 1) {
      const [item] = options;
      for (const choice of choices) {
        if (item === undefined) break;
        choice.items.push({ ...item });
        choice.cost += item.cost - claim.cost;
      }
      continue;
    }
    choices = choices
      .flatMap((choice) =>
        options.map((item) => ({
          items: [...choice.items.map((other) => ({ ...other })), { ...item }],
          cost: choice.cost + item.cost - claim.cost,
          plain,
        })),
      )
      .sort((a, b) => a.cost - b.cost)
      .slice(0, MOST_CHOICES);
  }
  return choices;
}

/** Claims of a cover that mean nothing in a view. */
export function missingIn(cover: Cover, view: ModelView): Claim[] {
  return cover.claims.filter(
    ({ meaning }) =>
      "entries" in meaning &&
      meaning.kind !== "ignorable" &&
      meaning.kind !== "hidden" &&
      !meaning.entries.some((entry) => entry.view === view.name),
  );
}

/** "Total weight", "average rating", "how many nights". */
function asksAmount({ claims }: Cover, index: number): boolean {
  for (let at = index - 1; at >= 0; at--) {
    const meaning = claims[at]?.meaning;
    if (meaning?.kind === "operation") return AMOUNTS.has(meaning.operation.construct);
    if (meaning?.kind !== "link") return false;
  }
  return false;
}

function baseOf(claim: Claim, words: readonly Word[]): ItemBase {
  const run = words.slice(claim.from, claim.to);
  return {
    from: claim.from,
    to: claim.to,
    words: run.map((word) => word.corrected ?? word.text).join(" "),
    gap: run[0]?.gap ?? "none",
    cost: claim.cost,
    strength: claim.strength,
    score: run.reduce((least, word) => Math.min(least, word.likeness), claim.score),
    role: "free",
    as: null,
  };
}

function itemsOf(claim: Claim, view: ModelView, base: ItemBase, asked: boolean): Item[] {
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
        named(
          entry,
          view,
          {
            ...base,
            cost: entry.cost,
            strength: claim.strength === "fuzzy" ? "fuzzy" : entry.strength,
          },
          asked,
        ),
      );
  }
}

function named(entry: Entry, view: ModelView, base: ItemBase, asked: boolean): Item[] {
  switch (entry.kind) {
    case "measure": {
      const measure = view.measures.find((candidate) => candidate.name === entry.name);
      return measure ? [{ ...base, kind: "measure", measure }] : [];
    }
    case "field": {
      const field = view.fields.find((candidate) => candidate.name === entry.name);
      if (field === undefined) return [];
      const plain: Item = { ...base, kind: "field", field };
      if (entry.strength === "fuzzy" || !(asked ? isSummable(view, field) : sumsUp(view, field)))
        return [plain];
      const cost = base.cost + (asked ? ASKED_QUANTITY : QUANTITY);
      return [plain, { ...base, cost, kind: "measure", measure: quantityMeasure(field) }];
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
function cheapest(entries: readonly Entry[]): readonly Entry[] {
  if (entries.length < 2) return entries;
  const best = new Map<string, Entry>();
  for (const entry of entries) {
    const key = `${entry.name}\u0000${entry.value}`;
    const there = best.get(key);
    if (there === undefined || entry.cost < there.cost) best.set(key, entry);
  }
  return [...best.values()];
}
