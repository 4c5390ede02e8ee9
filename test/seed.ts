import fc from "fast-check";

/**
 * One seed for all generated tests, so that a run says the same of the same code; ASSAY_TEST_SEED explores others.
 * A failure prints its seed and path.
 */
fc.configureGlobal({ seed: Number(process.env.ASSAY_TEST_SEED ?? 20_261_122) });
