/** Weights of the logistic confidence, on the log-odds scale. `base` is an exact reading with a margin and rows; calibration replaces them all. */
export const CONFIDENCE_WEIGHTS = {
  base: 4,
  synonym: -0.05,
  inflection: -0.1,
  alias: -0.05,
  fuzzy: -0.3,
  /** Times 1 − similarity, summed over fuzzy bindings. */
  distance: -4,
  default: -0.2,
  context: -0.15,
  /** Notes beyond those that name a corrected spelling. */
  assumption: -0.3,
  /** Times the rival's weight relative to the best reading, 0..1. */
  rival: -0.8,
  /** A binding that only a model vouches for is best effort until calibration has seen answers of it. */
  model: -2.4,
  generatedSql: -0.9,
  noRows: -1.2,
  nullResult: -0.8,
  partlyCovered: -0.2,
  failedCheck: -3.2,
  ungrounded: -0.4,
  verified: 1.5,
} as const;

export type SignalName = Exclude<keyof typeof CONFIDENCE_WEIGHTS, "base">;
