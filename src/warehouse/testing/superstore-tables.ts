import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import type { TableSource } from "../../contracts/semantic-model.js";

const WORKSPACE = join(import.meta.dirname, "..", "..", "..", "workspaces", "superstore");

/** Tables of the shipped workspace; `csv` replaces the raw file. */
export function superstoreTables(csv: string | null = null): TableSource[] {
  const { warehouse } = parse(readFileSync(join(WORKSPACE, "workspace.yaml"), "utf8"));
  const declared: Record<string, { csv?: string; sql?: string; columns?: Record<string, string> }> =
    warehouse.tables;
  return Object.entries(declared).map(([name, entry]) => ({
    name: `${warehouse.catalog}.${name}`,
    kind: entry.csv ? "csv" : "sql",
    path: entry.csv && csv ? csv : resolve(WORKSPACE, entry.csv ?? entry.sql ?? ""),
    columns: entry.columns ?? null,
  }));
}

/** The raw file of the shipped workspace. */
export function superstoreCsv(): string {
  return superstoreTables().find((table) => table.kind === "csv")?.path ?? "";
}
