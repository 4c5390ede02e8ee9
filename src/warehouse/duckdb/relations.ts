import { parseStatement } from "../../sql/parse.js";
import { resolveScopes } from "../../sql/scopes.js";

/** Relations that SQL reads, three-part, lower case; names of its own CTEs are none. Empty where the SQL can't be read. */
export function relationsOf(sql: string, catalogName: string): string[] {
  const parsed = parseStatement(sql);
  if (!parsed.ok) return [];
  const { tables } = resolveScopes(parsed.query, () => null);
  const names = tables.map(({ parts }) => {
    const written = parts.map((part) => part.name.toLowerCase());
    return (written.length === 2 ? [catalogName, ...written] : written).join(".");
  });
  return [...new Set(names)];
}
