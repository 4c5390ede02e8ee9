import { z } from "zod";

const vectorSchema = z.object({
  storageType: z.enum(["u", "p", "i"]),
  pathOrInlineDv: z.string(),
  offset: z.number().nullish(),
  sizeInBytes: z.number(),
  cardinality: z.number(),
});

const fileSchema = z.object({
  path: z.string(),
  partitionValues: z.record(z.string(), z.string().nullable()).nullish(),
  size: z.number().nullish(),
  deletionVector: vectorSchema.nullish(),
});

const protocolSchema = z.object({
  minReaderVersion: z.number(),
  readerFeatures: z.array(z.string()).nullish(),
});

const metadataSchema = z.object({
  id: z.string().nullish(),
  description: z.string().nullish(),
  schemaString: z.string().nullish(),
  partitionColumns: z.array(z.string()),
  configuration: z.record(z.string(), z.string().nullable()).nullish(),
});

const actionSchema = z.object({
  add: fileSchema.nullish(),
  remove: fileSchema.nullish(),
  protocol: protocolSchema.nullish(),
  metaData: metadataSchema.nullish(),
  sidecar: z.object({ path: z.string() }).nullish(),
});
/** One line of a Delta log, or one row of its checkpoint; what else it holds changes no row. */
export type LogAction = z.infer<typeof actionSchema>;
export type FileAction = z.infer<typeof fileSchema>;
export type ProtocolAction = z.infer<typeof protocolSchema>;
export type MetadataAction = z.infer<typeof metadataSchema>;

/** Reads an action from JSON. Throws ZodError or SyntaxError. */
export function parseAction(json: string): LogAction {
  return actionSchema.parse(JSON.parse(json));
}
