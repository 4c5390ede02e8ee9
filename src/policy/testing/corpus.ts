import { readFileSync } from "node:fs";
import type { Catalog, Parameters, PolicySet } from "../../contracts/policy.js";
import { rightsOf } from "./rights.js";

/** One statement of the corpora: hostile ones are denied, good ones allowed, for the reason given. */
export interface CorpusStatement {
  id: string;
  category: string;
  reason: string;
  sql: string;
}

const text = (name: string) =>
  readFileSync(new URL(`../../../test/corpora/sql/${name}`, import.meta.url), "utf8");

const written = JSON.parse(text("corpus-rights.json")) as Catalog & {
  allowed: string[];
  deniedColumns: string[];
  parameters: Parameters;
};

/** The tables that the corpora speak of, what is bound, and the rights that they are judged under. */
export const CORPUS: { catalog: Catalog; parameters: Parameters; set: PolicySet } = {
  catalog: { tables: written.tables },
  parameters: written.parameters,
  set: rightsOf({ maxRows: 1000, relations: written.allowed, deniedColumns: written.deniedColumns }),
};

export function corpus(name: "hostile" | "good"): CorpusStatement[] {
  return text(`${name}.jsonl`)
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as CorpusStatement);
}
