import type { DataType } from "./ast.js";
import { Cursor, SyntaxFault } from "./cursor.js";
import { READERS } from "./parse.js";
import { parseType } from "./parse-type.js";
import { tokenize } from "./tokens.js";

const known = new Map<string, DataType | null>();

/** Reads the text of a Databricks type: `array<struct<a: int>>`; null where it is none. */
export function parseTypeText(text: string): DataType | null {
  const before = known.get(text);
  if (before !== undefined) return before;
  const type = read(text);
  if (known.size < 1_000) known.set(text, type);
  return type;
}

function read(text: string): DataType | null {
  const lexed = tokenize(text);
  if (!lexed.ok) return null;
  try {
    const cursor = new Cursor(lexed.tokens, text.length, READERS);
    const type = parseType(cursor);
    return cursor.done ? type : null;
  } catch (fault) {
    if (!(fault instanceof SyntaxFault)) throw fault;
    return null;
  }
}
