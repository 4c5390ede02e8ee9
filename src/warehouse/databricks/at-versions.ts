import { AppError } from "../../contracts/errors.js";
import { parseStatement } from "../../sql/parse.js";
import { resolveScopes } from "../../sql/scopes.js";
import { splice } from "../../sql/splice.js";

/** True for a Delta version as receipts name it ("v12"). */
export function isPinned(version: string): boolean {
  return /^v\d+$/.test(version);
}

/**
 * A query in which every table that has a Delta version is read as of it. Text is inserted behind names and nothing
 * else changes. `catalog` completes two-part names. Throws AppError where the text is no query.
 */
export function atVersions(sql: string, versions: Readonly<Record<string, string>>, catalog: string): string {
  const parsed = parseStatement(sql);
  if (!parsed.ok) {
    throw new AppError(
      "warehouse_failed",
      "bug",
      "The statement can't be read.",
      "Report the question that led here.",
    );
  }
  const { tables } = resolveScopes(parsed.query, () => null);
  const edits = tables.flatMap(({ parts, nameTo, timeTravel }) => {
    const written = parts.map(({ name }) => name.toLowerCase());
    const full = (written.length === 2 ? [catalog, ...written] : written).join(".");
    const version = versions[full] ?? "";
    if (timeTravel !== null || !isPinned(version)) return [];
    return [{ from: nameTo, to: nameTo, text: ` VERSION AS OF ${version.slice(1)}` }];
  });
  return splice(sql, edits);
}
