import type { DataType } from "./ast.js";
import { type Cursor, SyntaxFault } from "./cursor.js";

const TYPES =
  /^(array|bigint|binary|boolean|byte|char|date|dec|decimal|double|float|geography|geometry|int|integer|long|map|numeric|object|real|short|smallint|string|struct|time|timestamp|timestamp_ltz|timestamp_ntz|tinyint|varchar|variant|void)$/;

/** Reads a Databricks type: `decimal(10,2)`, `array<struct<a: int>>`, `interval day to second`. */
export function parseType(c: Cursor): DataType {
  return c.nested(() => {
    const name = c.name().name.toLowerCase();
    if (name === "array" && c.isOp("<")) return { kind: "array", element: angled(c, () => parseType(c)) };
    if (name === "map" && c.isOp("<")) {
      return angled(c, () => {
        const key = parseType(c);
        c.expectOp(",");
        return { kind: "map", key, value: parseType(c) };
      });
    }
    if (name === "struct" && (c.isOp("<") || c.isOp("<>")))
      return { kind: "struct", fields: structFields(c) };
    if (name === "interval") return { kind: "simple", name: intervalType(c), args: [] };
    if (name === "double" && c.acceptWords("PRECISION")) return { kind: "simple", name, args: [] };
    if (!TYPES.test(name)) throw new SyntaxFault(`There is no type ${name}.`, c.from);
    const args: number[] = [];
    if (c.acceptOp("(")) {
      args.push(...c.list(() => wholeNumber(c)));
      c.expectOp(")");
    }
    if (c.isWord("COLLATE")) {
      c.next();
      c.name();
    }
    return { kind: "simple", name, args };
  });
}

function structFields(c: Cursor) {
  if (c.acceptOp("<>")) return [];
  return angled(c, () =>
    c.list(() => {
      const name = c.name().name;
      c.acceptOp(":");
      const type = parseType(c);
      if (c.acceptWords("NOT")) c.expectWords("NULL");
      if (c.acceptWords("COMMENT")) c.next();
      return { name, type };
    }),
  );
}

function intervalType(c: Cursor): string {
  let text = "interval";
  if (/^(YEAR|MONTH|DAY|HOUR|MINUTE|SECOND)$/.test(c.peek()?.upper ?? "")) {
    text += ` ${c.next().text.toLowerCase()}`;
    if (c.acceptWords("TO")) text += ` to ${c.name().name.toLowerCase()}`;
  }
  return text;
}

function angled<T>(c: Cursor, read: () => T): T {
  c.expectOp("<");
  const value = read();
  c.expectOp(">");
  return value;
}

function wholeNumber(c: Cursor): number {
  const negative = c.acceptOp("-");
  const token = c.next();
  if (token.kind !== "number" && !/^\d+$/.test(token.text)) throw c.unexpected("a number");
  return Number(token.text) * (negative ? -1 : 1);
}
