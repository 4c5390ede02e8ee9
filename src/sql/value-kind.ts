/** Coarse type of a value, as far as it is known without asking an engine; `number` where its width is not known. */
export type ValueKind =
  | "int"
  | "decimal"
  | "double"
  | "number"
  | "string"
  | "date"
  | "timestamp"
  | "boolean"
  | "interval"
  | "array"
  | "map"
  | "struct";

/** Kind of a type's text, as Databricks or an engine that is read for it names types: `decimal(10,2)`; null where unknown. */
export function kindOfText(text: string): ValueKind | null {
  const name = /^[a-z]+/.exec(text.trim().toLowerCase())?.[0] ?? "";
  return KINDS[name] ?? null;
}

const KINDS: Readonly<Record<string, ValueKind>> = {
  tinyint: "int",
  byte: "int",
  smallint: "int",
  short: "int",
  int: "int",
  integer: "int",
  bigint: "int",
  long: "int",
  hugeint: "int",
  utinyint: "int",
  usmallint: "int",
  uint: "int",
  uinteger: "int",
  ubigint: "int",
  uhugeint: "int",
  decimal: "decimal",
  dec: "decimal",
  numeric: "decimal",
  float: "double",
  real: "double",
  double: "double",
  string: "string",
  varchar: "string",
  char: "string",
  date: "date",
  datetime: "timestamp",
  timestamp: "timestamp",
  boolean: "boolean",
  bool: "boolean",
  interval: "interval",
  array: "array",
  map: "map",
  struct: "struct",
};

const NUMBERS: readonly (ValueKind | null)[] = ["int", "decimal", "double", "number"];

export function isNumber(kind: ValueKind | null): boolean {
  return NUMBERS.includes(kind);
}

/** Kind of a value that is one of several, as COALESCE and CASE give it; null = one of them is not known. */
export function widest(kinds: readonly (ValueKind | null)[]): ValueKind | null {
  if (kinds.includes("double")) return "double";
  const known = kinds.filter((kind) => kind !== null);
  const [first] = known;
  if (first === undefined) return null;
  if (isNumber(first)) {
    if (known.length < kinds.length || known.includes("number")) return "number";
    return known.includes("decimal") ? "decimal" : first;
  }
  return first === "date" && known.includes("timestamp") ? "timestamp" : first;
}
