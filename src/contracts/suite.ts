import { z } from "zod";

const cellSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const expectationSchema = z.strictObject({
  /** Gold SQL (Databricks), run on the same engine without the gate's row rules. */
  sql: z.string().optional(),
  rows: z.array(z.array(cellSchema)).optional(),
  ordered: z.boolean().optional(),
  status: z.enum(["answered", "clarification", "refused", "failed"]).optional(),
  /** Words that the text of the answer must name. */
  mentions: z.array(z.string()).optional(),
  code: z.string().optional(),
});
export type Expectation = z.infer<typeof expectationSchema>;

const turnSchema = z.strictObject({
  ask: z.string(),
  as: z.string().optional(),
  as_of: z.string().optional(),
  expect: expectationSchema,
});
export type SuiteTurn = z.infer<typeof turnSchema>;

export const suiteSchema = z.strictObject({
  name: z.string(),
  workspace: z.string().optional(),
  gates: z.record(z.string(), z.number()).optional(),
  cases: z.array(
    z.union([
      turnSchema.extend({
        id: z.string(),
        tags: z.array(z.string()).optional(),
        model: z.boolean().optional(),
      }),
      z.strictObject({
        id: z.string(),
        tags: z.array(z.string()).optional(),
        model: z.boolean().optional(),
        as: z.string().optional(),
        as_of: z.string().optional(),
        turns: z.array(turnSchema).min(1),
      }),
    ]),
  ),
});
/** An evaluation suite; section 4 of the contracts. */
export type Suite = z.infer<typeof suiteSchema>;
