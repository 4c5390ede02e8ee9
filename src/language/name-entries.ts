import type { ModelField, ModelMeasure, ModelView } from "../contracts/semantic-model.js";
import { COST, type Entry } from "./entry.js";
import { isFunctionWord } from "./function-words.js";
import { nameWords } from "./words.js";

/** Last words of a field's name that people leave out: "products" means Product Name. */
export const DROPPED_HEADS = new Set(
  "name id key code number no nr identifier label title desc description".split(" "),
);
const MIN_INITIALS = 3;

/** All names of a view's measures and fields, longest claims of ownership first: name, display name, synonyms, then shortened forms. */
export function nameEntries(view: ModelView): Entry[] {
  return [
    ...view.measures.flatMap((measure) => entriesOf("measure", view.name, measure)),
    ...view.fields.flatMap((field) => [
      ...entriesOf("field", view.name, field),
      ...shortened(view.name, field),
    ]),
    entry("view", view.name, view.name, nameWords(view.name), "exact", COST.exact),
  ];
}

/** Forms of one name: as it is, without what stands in parentheses, and without a leading article. */
function nameForms(name: string): string[][] {
  const full = nameWords(name);
  const plain = nameWords(name.replace(/\([^)]*\)/g, " "));
  const forms = [full, plain, full[0] === "the" ? full.slice(1) : full];
  const seen = new Set<string>();
  return forms.filter((words) => {
    const key = words.join(" ");
    return words.length > 0 && !seen.has(key) && seen.add(key);
  });
}

function entriesOf(kind: "measure" | "field", view: string, item: ModelMeasure | ModelField): Entry[] {
  const own = [item.name, ...(item.displayName === null ? [] : [item.displayName])];
  const entries = [
    ...own.flatMap((name) =>
      nameForms(name).map((words) => entry(kind, view, item.name, words, "exact", COST.exact)),
    ),
    ...item.synonyms.flatMap((name) =>
      nameForms(name).map((words) => entry(kind, view, item.name, words, "synonym", COST.synonym)),
    ),
  ];
  if (kind === "measure") entries.push(...initials(view, item), ...bare(view, item));
  return entries;
}

function shortened(view: string, field: ModelField): Entry[] {
  const words = nameWords(field.name);
  const head = words.at(-1) ?? "";
  if (words.length < 2 || !DROPPED_HEADS.has(head)) return [];
  const short = words.slice(0, -1);
  if (short.every(isFunctionWord)) return [];
  return [entry("field", view, field.name, short, "synonym", COST.shortened)];
}

/** "Revenue" for Total Revenue, "orders" for Number of Orders or Order Count. */
function bare(view: string, item: ModelMeasure | ModelField): Entry[] {
  const words = nameWords(item.name);
  const text = words.join(" ");
  const short = text.replace(
    /^(total|sum of|number of|count of|no of|total number of|#) |( count| total| sum| #)$/g,
    "",
  );
  return short === text || short === ""
    ? []
    : [entry("measure", view, item.name, short.split(" "), "synonym", COST.shortened)];
}

function initials(view: string, item: ModelMeasure | ModelField): Entry[] {
  const words = nameWords(item.name).filter((word) => !isFunctionWord(word) || word.length > 3);
  if (words.length < MIN_INITIALS) return [];
  const letters = words.map((word) => word[0] ?? "").join("");
  return [entry("measure", view, item.name, [letters], "synonym", COST.initials)];
}

export function entry(
  kind: Entry["kind"],
  view: string,
  name: string,
  words: readonly string[],
  strength: Entry["strength"],
  cost: number,
  value: string | null = null,
): Entry {
  return { kind, view, name, value, norm: words.join(" "), strength, cost };
}
