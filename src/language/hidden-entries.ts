import type { Catalog, PolicySet } from "../contracts/policy.js";
import type { ModelView, Workspace } from "../contracts/semantic-model.js";
import { COST, type Entry } from "./entry.js";
import { isFunctionWord } from "./function-words.js";
import { entry } from "./name-entries.js";
import { nameWords } from "./words.js";

/** Names that the user may not ask for, so that they are refused by name. Values are never among them. */
export function hiddenEntries(
  input: { workspace: Workspace; set: PolicySet; catalog: Catalog },
  visible: readonly ModelView[],
): Entry[] {
  const { workspace, set, catalog } = input;
  const shown = new Map(visible.map((view) => [view.name, view]));
  const withheld = new Set<string>(set.deniedColumns.map((column) => column.split(".").at(-1) ?? column));
  for (const view of workspace.views) {
    const open = shown.get(view.name);
    if (open === undefined) withheld.add(view.name);
    for (const item of [...view.measures, ...view.fields]) {
      const there = open?.measures.some(same(item.name)) || open?.fields.some(same(item.name));
      if (there) continue;
      for (const name of [item.name, item.displayName, ...item.synonyms])
        if (name !== null) withheld.add(name);
    }
  }
  const names = new Set<string>();
  const readable = new Set(set.relations);
  for (const table of catalog.tables) {
    if (readable.has(table.name)) continue;
    names.add(table.name.split(".").at(-1) ?? table.name);
    for (const column of table.columns) names.add(column.name);
  }
  return [...withheld, ...[...names].filter((name) => !withheld.has(name))].flatMap((name) => {
    const words = nameWords(name);
    if (words.length === 0 || words.every((word) => isFunctionWord(word) || word.length < 3)) return [];
    return [entry("hidden", "", name, words, "exact", withheld.has(name) ? COST.exact : COST.unlisted)];
  });
}

/** True where an expression reads a column that nobody may see. */
export function readsDenied(expr: string, denied: readonly string[]): boolean {
  const bare = expr.replace(/'[^']*'/g, "''").toLowerCase();
  const words = new Set(bare.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []);
  const quoted = new Set([...bare.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ""));
  return denied.some((column) => {
    const name = (column.split(".").at(-1) ?? column).toLowerCase();
    return words.has(name) || quoted.has(name);
  });
}

function same(name: string): (item: { name: string }) => boolean {
  return (item) => item.name === name;
}
