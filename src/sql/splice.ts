import { AppError } from "../contracts/errors.js";
import type { Span } from "./tokens.js";

/** Replaces `from`..`to` by `text`; an empty range inserts. */
export interface Edit extends Span {
  text: string;
}

/**
 * Applies edits to SQL by code-point offsets; everything between them stays byte for byte. Edits at one place are
 * applied in the order given. Overlapping edits are a bug of the caller and throw.
 */
export function splice(sql: string, edits: readonly Edit[]): string {
  if (edits.length === 0) return sql;
  const points = /[\ud800-\udbff]/.test(sql) ? Array.from(sql) : null;
  const slice = (from: number, to?: number) =>
    points ? points.slice(from, to).join("") : sql.slice(from, to);
  const sorted = edits.map((edit, order) => ({ edit, order }));
  sorted.sort((a, b) => a.edit.from - b.edit.from || a.edit.to - b.edit.to || a.order - b.order);
  let out = "";
  let done = 0;
  for (const { edit } of sorted) {
    if (edit.from < done) {
      throw new AppError(
        "bug",
        "bug",
        `Two edits overlap at ${edit.from}.`,
        "Report this with the statement.",
      );
    }
    out += slice(done, edit.from) + edit.text;
    done = edit.to;
  }
  return out + slice(done);
}
