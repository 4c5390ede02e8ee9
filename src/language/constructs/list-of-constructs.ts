import type { Construct } from "../claim.js";
import { breakdown } from "./breakdown.js";
import { count } from "./count.js";
import { exclusion } from "./exclusion.js";
import { listing } from "./listing.js";
import { only } from "./only.js";
import { ordering } from "./ordering.js";
import { ranking } from "./ranking.js";
import { totals } from "./totals.js";
import { which } from "./which.js";

/** Every construct of language. Adding one is a file and a line here; the order decides who takes words first. */
export const CONSTRUCTS: readonly Construct[] = [
  ranking,
  ordering,
  exclusion,
  count,
  breakdown,
  which,
  listing,
  only,
  totals,
];
