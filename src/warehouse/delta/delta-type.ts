import { z } from "zod";
import { assertUnreachable } from "../../contracts/errors.js";
import { unknownFeature } from "./protocol-check.js";

const PRIMITIVES =
  /^(string|long|integer|short|byte|float|double|boolean|binary|date|timestamp|timestamp_ntz|decimal\(\d+,\s*-?\d+\))$/;

const structSchema = z.object({
  type: z.literal("struct"),
  fields: z.array(z.object({ name: z.string(), type: z.unknown() })),
});
const arraySchema = z.object({ type: z.literal("array"), elementType: z.unknown() });
const mapSchema = z.object({ type: z.literal("map"), keyType: z.unknown(), valueType: z.unknown() });

/** The type of a column, or of a part of it. */
export type DeltaType =
  | { kind: "primitive"; name: string }
  | { kind: "array"; element: DeltaType }
  | { kind: "map"; key: DeltaType; value: DeltaType }
  | { kind: "struct"; fields: { name: string; type: DeltaType }[] };

/** Reads a type of a table's schema. Throws AppError (delta_feature_unknown) for those that the reader can't follow. */
export function deltaType(tableFolder: string, written: unknown): DeltaType {
  const inner = (part: unknown) => deltaType(tableFolder, part);
  if (typeof written === "string") {
    if (!PRIMITIVES.test(written)) throw unknownFeature(tableFolder, `the type ${written}`);
    return { kind: "primitive", name: written };
  }
  const array = arraySchema.safeParse(written);
  if (array.success) return { kind: "array", element: inner(array.data.elementType) };
  const map = mapSchema.safeParse(written);
  if (map.success) return { kind: "map", key: inner(map.data.keyType), value: inner(map.data.valueType) };
  const struct = structSchema.safeParse(written);
  if (!struct.success) throw unknownFeature(tableFolder, `the type ${JSON.stringify(written)}`);
  return {
    kind: "struct",
    fields: struct.data.fields.map(({ name, type }) => ({ name, type: inner(type) })),
  };
}

/** True where a type is one of the named ones, or has one of them inside. */
export function holdsType(type: DeltaType, names: readonly string[]): boolean {
  switch (type.kind) {
    case "primitive":
      return names.includes(type.name);
    case "array":
      return holdsType(type.element, names);
    case "map":
      return holdsType(type.key, names) || holdsType(type.value, names);
    case "struct":
      return type.fields.some((field) => holdsType(field.type, names));
    default:
      return assertUnreachable(type);
  }
}

/** Databricks' text of a type. */
export function typeText(type: DeltaType): string {
  switch (type.kind) {
    case "primitive":
      return type.name;
    case "array":
      return `array<${typeText(type.element)}>`;
    case "map":
      return `map<${typeText(type.key)},${typeText(type.value)}>`;
    case "struct":
      return `struct<${type.fields.map((field) => `${quotedField(field.name)}:${typeText(field.type)}`).join(",")}>`;
    default:
      return assertUnreachable(type);
  }
}

function quotedField(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}
