import { z } from "zod";
import { unknownFeature } from "./protocol-check.js";

const PHYSICAL_NAME = "delta.columnMapping.physicalName";
const GENERATION = "delta.generationExpression";
const PRIMITIVES =
  /^(string|long|integer|short|byte|float|double|boolean|binary|date|timestamp|timestamp_ntz|decimal\(\d+,\s*-?\d+\))$/;

const fieldSchema = z.object({
  name: z.string(),
  type: z.unknown(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
});
const structSchema = z.object({ type: z.literal("struct"), fields: z.array(fieldSchema) });
const arraySchema = z.object({ type: z.literal("array"), elementType: z.unknown() });
const mapSchema = z.object({ type: z.literal("map"), keyType: z.unknown(), valueType: z.unknown() });

/** A column of a Delta table. */
export interface DeltaColumn {
  name: string;
  /** Name inside the Parquet files and partition values. */
  physicalName: string;
  /** Databricks type text. */
  type: string;
  nested: boolean;
  comment: string | null;
  /** The expression that the column is generated from. */
  generatedFrom: string | null;
}

/** Columns of the table's schema. Throws AppError (delta_feature_unknown) for mappings and types that the reader can't follow. */
export function deltaColumns(
  tableFolder: string,
  schemaString: string,
  configuration: Readonly<Record<string, string | null>>,
): DeltaColumn[] {
  const mapping = configuration["delta.columnMapping.mode"] ?? "none";
  if (mapping !== "none" && mapping !== "name")
    throw unknownFeature(tableFolder, `column mapping by ${mapping}`);
  const { fields } = structSchema.parse(JSON.parse(schemaString));
  return fields.map((field) => {
    const nested = typeof field.type !== "string";
    const physical = field.metadata?.[PHYSICAL_NAME];
    if (mapping === "name" && nested && JSON.stringify(field.type).includes(PHYSICAL_NAME)) {
      throw unknownFeature(tableFolder, `column mapping inside ${field.name}`);
    }
    return {
      name: field.name,
      physicalName: mapping === "name" && typeof physical === "string" ? physical : field.name,
      type: typeText(tableFolder, field.type),
      nested,
      comment: text(field.metadata?.comment),
      generatedFrom: text(field.metadata?.[GENERATION]),
    };
  });
}

function typeText(tableFolder: string, type: unknown): string {
  if (typeof type === "string") {
    if (!PRIMITIVES.test(type)) throw unknownFeature(tableFolder, `the type ${type}`);
    return type;
  }
  const array = arraySchema.safeParse(type);
  if (array.success) return `array<${typeText(tableFolder, array.data.elementType)}>`;
  const map = mapSchema.safeParse(type);
  if (map.success) {
    return `map<${typeText(tableFolder, map.data.keyType)},${typeText(tableFolder, map.data.valueType)}>`;
  }
  const struct = structSchema.safeParse(type);
  if (!struct.success) throw unknownFeature(tableFolder, `the type ${JSON.stringify(type)}`);
  return `struct<${struct.data.fields.map((field) => `${field.name}:${typeText(tableFolder, field.type)}`).join(",")}>`;
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
