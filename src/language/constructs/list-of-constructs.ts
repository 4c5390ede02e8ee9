import type { Construct } from "../claim.js";
import { approximately } from "./approximately.js";
import { average } from "./average.js";
import { breakdown } from "./breakdown.js";
import { catalog } from "./catalog.js";
import { change } from "./change.js";
import { command } from "./command.js";
import { contains } from "./contains.js";
import { count } from "./count.js";
import { currency } from "./currency.js";
import { definition } from "./definition.js";
import { exclusion } from "./exclusion.js";
import { followUpWords } from "./follow-up-words.js";
import { listing } from "./listing.js";
import { missingValues } from "./missing-values.js";
import { numberedField } from "./numbered-field.js";
import { only } from "./only.js";
import { ordering } from "./ordering.js";
import { outOfScope } from "./out-of-scope.js";
import { periodEnd } from "./period-end.js";
import { plainVerbs } from "./plain-verbs.js";
import { politeness } from "./politeness.js";
import { rankOf } from "./rank-of.js";
import { ranking } from "./ranking.js";
import { ratio } from "./ratio.js";
import { reference } from "./reference.js";
import { rest } from "./rest.js";
import { running } from "./running.js";
import { share } from "./share.js";
import { shiftedPeriod } from "./shifted-period.js";
import { sideBySide } from "./side-by-side.js";
import { signOfLoss } from "./sign-of-loss.js";
import { threshold } from "./threshold.js";
import { totals } from "./totals.js";
import { trend } from "./trend.js";
import { which } from "./which.js";
import { who } from "./who.js";
import { why } from "./why.js";
import { widening } from "./widening.js";
import { yesFields } from "./yes-fields.js";
import { yesNo } from "./yes-no.js";

/** Every construct of language. Adding one is a file and a line here; the order decides who takes words first. */
export const CONSTRUCTS: readonly Construct[] = [
  outOfScope,
  politeness,
  command,
  followUpWords,
  yesNo,
  reference,
  shiftedPeriod,
  widening,
  ranking,
  rankOf,
  ordering,
  missingValues,
  yesFields,
  exclusion,
  running,
  average,
  ratio,
  count,
  share,
  why,
  trend,
  change,
  sideBySide,
  rest,
  contains,
  currency,
  threshold,
  numberedField,
  signOfLoss,
  breakdown,
  which,
  who,
  listing,
  definition,
  catalog,
  only,
  totals,
  periodEnd,
  approximately,
  plainVerbs,
];
