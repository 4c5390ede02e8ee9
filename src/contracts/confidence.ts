import { createHash } from "node:crypto";
import { z } from "zod";

/** Changes when the file's form or the way a signal is counted does: a model fitted before then says nothing. */
export const CONFIDENCE_VERSION = 2;

export const confidenceFileSchema = z.strictObject({
  version: z.number().int(),
  /** Log-odds of an answer without any doubt. */
  base: z.number(),
  /** Signal -> what one unit of it takes off the log-odds. */
  weights: z.record(z.string(), z.number().max(0)),
  data: z.strictObject({
    /** SHA-256 over the signals and outcomes of every answer, both halves. */
    hash: z.string(),
    /** Suite -> SHA-256 of its cases: a suite that changed since shows. */
    suites: z.record(z.string(), z.string()),
    fitted: z.number().int(),
    /** Of the suites that were made to measure confidence. */
    answers: z.number().int(),
    wrong: z.number().int(),
  }),
  /** On the half of those that was not fitted. */
  report: z.strictObject({
    answers: z.number().int(),
    wrong: z.number().int(),
    auroc: z.number().nullable(),
    ece: z.number().nullable(),
    brier: z.number().nullable(),
    reliability: z.array(
      z.strictObject({ from: z.number(), answers: z.number(), confidence: z.number(), right: z.number() }),
    ),
    /** Share of wrong answers among the most confident. */
    riskAt: z.array(z.strictObject({ coverage: z.number(), risk: z.number() })),
    /** Of the same answers, those sure enough to be given in use (0.5 and above). */
    inUse: z.strictObject({
      answers: z.number().int(),
      wrong: z.number().int(),
      auroc: z.number().nullable(),
    }),
  }),
  /** Plain suite -> how its answers do under models that were fitted without their questions (five folds). */
  crossFitted: z.record(
    z.string(),
    z.strictObject({ answers: z.number().int(), wrong: z.number().int(), ece: z.number().nullable() }),
  ),
  /** SHA-256 over all the rest. */
  seal: z.string(),
});
/** What `assay eval --calibrate` writes: a logistic model over the signals of an answer, and what it was fitted on. */
export type ConfidenceFile = z.infer<typeof confidenceFileSchema>;

/** The part that answers are scored with. */
export type ConfidenceModel = Pick<ConfidenceFile, "base" | "weights">;

/** Signal -> how much of that doubt an answer has, 0 or more. */
export type Signals = Readonly<Record<string, number>>;

/** The seal of a file's content, in hexadecimal. */
export function confidenceSeal({ seal: _, ...content }: ConfidenceFile): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}
