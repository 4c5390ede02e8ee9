import type { Call, Name } from "../ast.js";
import { identifier } from "./quoting.js";
import { refuse } from "./refusal.js";
import type { SqlWriter } from "./writer.js";

const GENERATORS =
  /^(explode|explode_outer|posexplode|posexplode_outer|inline|inline_outer|stack|json_tuple)$/;

export function isGenerator(call: Call): boolean {
  return GENERATORS.test(call.name);
}

/** Select items with UNNEST that give the rows of a generator; several of them advance together. */
export function writeGenerator(w: SqlWriter, call: Call, names: readonly Name[], outer: boolean): string[] {
  const [first, ...rest] = call.args.map((a) => a.value);
  if (first === undefined) throw refuse(call.name, "it has no argument.");
  const isOuter = outer || call.name.endsWith("_outer");
  const base = call.name.replace(/_outer$/, "");
  const list = (text: string) =>
    isOuter ? `CASE WHEN coalesce(len(${text}), 0) = 0 THEN [NULL] ELSE ${text} END` : text;
  const named = (i: number, fallback: string) => identifier(names[i]?.name ?? fallback);
  if (base === "stack") return writeStack(w, first, rest, names);
  if (base === "inline") {
    if (names.length > 0 || isOuter)
      throw refuse(call.name, "names of its columns are not known to the embedded engine.");
    return [`unnest(${w.expr(first)}, max_depth := 2)`];
  }
  if (base === "json_tuple") {
    return rest.map((key, i) => {
      if (key.kind !== "string") throw refuse("json_tuple", "keys must be plain texts.");
      return `dbx_json(${w.expr(first)}, '$."' || ${w.expr(key)} || '"') AS ${named(i, `c${i}`)}`;
    });
  }
  const value = w.expr(first);
  const isMap = w.kind(first) === "map" || (base === "explode" && names.length === 2);
  if (isMap && isOuter) throw refuse(call.name, "maps are not known there.");
  const columns = isMap
    ? [`unnest(map_keys(${value}))`, `unnest(map_values(${value}))`]
    : [`unnest(${list(value)})`];
  const fallback = isMap ? ["key", "value"] : ["col"];
  if (base === "posexplode") {
    const size = isMap ? `len(map_keys(${value}))` : `len(${value})`;
    columns.unshift(`unnest(${list(`range(${size})`)})`);
    fallback.unshift("pos");
  }
  return columns.map((text, i) => `${text} AS ${named(i, fallback[i] ?? "col")}`);
}

/** stack(2, 'a', x, 'b', y) gives rows (a, x) and (b, y). */
function writeStack(
  w: SqlWriter,
  count: Call["args"][0]["value"],
  values: Call["args"][0]["value"][],
  names: readonly Name[],
): string[] {
  if (count.kind !== "number") throw refuse("stack", "the number of rows must be plain.");
  const rows = Number(count.text);
  const width = Math.ceil(values.length / rows);
  return Array.from({ length: width }, (_, column) => {
    const cells = Array.from({ length: rows }, (_, row) => {
      const value = values[row * width + column];
      return value ? w.expr(value) : "NULL";
    });
    return `unnest([${cells.join(", ")}]) AS ${identifier(names[column]?.name ?? `col${column}`)}`;
  });
}
