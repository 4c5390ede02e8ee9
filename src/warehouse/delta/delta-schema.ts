import { z } from "zod";
import { type DeltaType, deltaType } from "./delta-type.js";
import { unknownFeature } from "./protocol-check.js";

const PHYSICAL_NAME = "delta.columnMapping.physicalName";
const GENERATION = "delta.generationExpression";
const SIZED_TEXT = "__CHAR_VARCHAR_TYPE_STRING";

const schemaSchema = z.object({
  fields: z.array(
    z.object({
      name: z.string(),
      type: z.unknown(),
      metadata: z.record(z.string(), z.unknown()).nullish(),
    }),
  ),
});

/** A column of a Delta table. */
export interface DeltaColumn {
  name: string;
  /** Name inside the Parquet files and partition values. */
  physicalName: string;
  type: DeltaType;
  /** Length of a CHAR column, whose values are read with blanks up to it; null for all others. */
  charLength: number | null;
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
  const { fields } = schemaSchema.parse(JSON.parse(schemaString));
  return fields.map((field) => {
    const physical = field.metadata?.[PHYSICAL_NAME];
    const type = deltaType(tableFolder, field.type);
    if (
      mapping === "name" &&
      type.kind !== "primitive" &&
      JSON.stringify(field.type).includes(PHYSICAL_NAME)
    ) {
      throw unknownFeature(tableFolder, `column mapping inside ${field.name}`);
    }
    return {
      name: field.name,
      physicalName: mapping === "name" && typeof physical === "string" ? physical : field.name,
      type,
      charLength: charLength(field.metadata?.[SIZED_TEXT]),
      comment: text(field.metadata?.comment),
      generatedFrom: text(field.metadata?.[GENERATION]),
    };
  });
}

function charLength(sized: unknown): number | null {
  const length = typeof sized === "string" ? /^char\((\d+)\)$/i.exec(sized)?.[1] : undefined;
  return length === undefined ? null : Number(length);
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
