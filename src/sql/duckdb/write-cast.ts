import type { DataType, Expr } from "../ast.js";
import { duckdbType } from "./data-type.js";
import { refuse } from "./refusal.js";
import { momentOf, type SqlWriter } from "./writer.js";

const INTEGERS = /^(tinyint|byte|smallint|short|int|integer|bigint|long)$/;

/** CAST with Databricks' values: numbers are cut, not rounded; a text must be a whole number; sizes of varchar are ignored. */
export function writeCast(w: SqlWriter, e: Extract<Expr, { kind: "cast" }>): string {
  const text = w.expr(e.operand);
  const kind = w.kind(e.operand);
  const cast = e.safe ? "TRY_CAST" : "CAST";
  const isSimple = e.type.kind === "simple";
  const name = e.type.kind === "simple" ? e.type.name : "";
  if (isSimple && INTEGERS.test(name)) {
    const type = castType(e.type);
    if (e.operand.kind === "null" || kind === "int" || kind === "boolean")
      return `${cast}(${text} AS ${type})`;
    if (kind === "decimal" || kind === "double") return `${cast}(trunc(${text}) AS ${type})`;
    if (kind === "timestamp") return `${cast}(floor(epoch(${momentOf(w, text)})) AS ${type})`;
    const dynamic = kind === "string" ? "text_int" : "int";
    return `${cast}(dbx_${e.safe ? "try_" : ""}${dynamic}(${text}) AS ${type})`;
  }
  if (isSimple && /^(string|varchar|char)$/.test(name)) {
    if (kind === "string") return text;
    if (kind === "double") return `dbx_double_text(${text})`;
    if (kind === "array" || kind === "map" || kind === "struct" || kind === "interval") {
      throw refuse(`CAST of ${kind} to string`, "the embedded engine writes it otherwise.");
    }
    return kind === null && e.operand.kind !== "null" ? `dbx_text(${text})` : `CAST(${text} AS VARCHAR)`;
  }
  if (isSimple && name === "interval")
    throw refuse("CAST to interval", "it is not known to the embedded engine.");
  if (kind === "timestamp" && isSimple && /^(double|float|decimal)$/.test(name)) {
    return `${cast}(epoch(${momentOf(w, text)}) AS ${castType(e.type)})`;
  }
  return `${cast}(${text} AS ${castType(e.type)})`;
}

/** The type of a CAST; the engine reads a text as bytes in a writing of its own. */
function castType(type: DataType): string {
  const name = duckdbType(type);
  const unknown = unknownPart(type);
  if (name === null || unknown !== null)
    throw refuse(`type ${unknown ?? type.kind}`, "the embedded engine has no such type.");
  return name;
}

function unknownPart(type: DataType): string | null {
  switch (type.kind) {
    case "array":
      return unknownPart(type.element);
    case "map":
      return unknownPart(type.key) ?? unknownPart(type.value);
    case "struct":
      return type.fields.map((field) => unknownPart(field.type)).find((part) => part !== null) ?? null;
    case "simple":
      return type.name === "binary" || duckdbType(type) === null ? type.name : null;
  }
}
