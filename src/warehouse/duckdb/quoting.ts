/** A name as a DuckDB identifier. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Text as a DuckDB string literal. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The path of one file as a DuckDB string literal: what would be a pattern in it stands for itself. */
export function quoteFile(path: string): string {
  return quoteText(path.replace(/[*?[]/g, "[$&]"));
}

/** `schema.table` of a three-part name. */
export function quoteRelation(threePartName: string): string {
  return threePartName.split(".").slice(1).map(quoteName).join(".");
}
