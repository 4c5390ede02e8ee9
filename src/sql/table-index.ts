import type { Catalog } from "../contracts/policy.js";
import type { TableInfo } from "./scope.js";

const SEPARATOR = "\0";

export interface CatalogIndex {
  /** By the written parts: one, two or three names. */
  find(parts: readonly string[]): TableInfo | null;
  isAmbiguous(parts: readonly string[]): boolean;
}

const indexes = new WeakMap<Catalog, CatalogIndex>();

/** An index over a catalogue, made once. A name of fewer parts than three means the one table that ends so. */
export function catalogIndex(catalog: Catalog): CatalogIndex {
  const known = indexes.get(catalog);
  if (known) return known;
  const byName = new Map<string, TableInfo | "ambiguous">();
  for (const table of catalog.tables) {
    const parts = table.name.toLowerCase().split(".");
    const info: TableInfo = { name: parts.join("."), columns: table.columns };
    for (let length = 1; length <= parts.length; length++) {
      const key = parts.slice(-length).join(SEPARATOR);
      byName.set(key, byName.has(key) && length < parts.length ? "ambiguous" : info);
    }
  }
  const get = (parts: readonly string[]) => byName.get(parts.map((p) => p.toLowerCase()).join(SEPARATOR));
  const index: CatalogIndex = {
    find: (parts) => {
      const found = get(parts);
      return found === undefined || found === "ambiguous" ? null : found;
    },
    isAmbiguous: (parts) => get(parts) === "ambiguous",
  };
  indexes.set(catalog, index);
  return index;
}
