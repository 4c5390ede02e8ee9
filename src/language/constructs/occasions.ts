import type { ModelMeasure } from "../../contracts/semantic-model.js";
import { countsMembersOf } from "../build/self-count.js";
import type { Construct } from "../claim.js";
import { isVerb } from "../event-claims.js";
import { type Frame, type Item, lacksMeasure } from "../frame.js";

const COUNT = /^\s*count\s*\(/i;
/** "3 times as many", "4 times the average" multiply. */
const MULTIPLYING = new Set("as more less fewer higher lower larger smaller bigger the".split(" "));
const COST = 0.3;
const VERB_AS_THING = 1;

/** "More than 10 times": a number of occasions, counted by the measure that counts what happens, where only one does. */
export const occasions: Construct = {
  name: "occasions",
  turn: 265,
  propose: ({ words, numberAt }) =>
    words.flatMap((word, at) =>
      word.norm === "times" &&
      !word.quoted &&
      !MULTIPLYING.has(words[at + 1]?.norm ?? "") &&
      (numberAt(at - 1) !== null || words[at - 1]?.quoted === true)
        ? [{ from: at, to: at + 1, as: "number of times", mark: markOccasions }]
        : [],
    ),
};

function markOccasions(frame: Frame, at: number): void {
  const own = frame.items[at];
  if (own === undefined) return;
  own.role = "used";
  if (frame.items[at - 1]?.kind === "measure") return;
  const verb = frame.items[at - 2];
  if (verb !== undefined && isVerb(frame.words[verb.from]?.norm ?? "")) {
    // "Ordered more than 10 times": the verb counts.
    if (verb.kind === "measure") return;
    if (verb.kind === "field") frame.cost += VERB_AS_THING;
  }
  const fitting = frame.view.measures.filter((measure) => countsOccasions(frame, measure));
  const [only, ...others] = fitting;
  if (only === undefined || others.length > 0) {
    frame.problem = lacksMeasure(`"${own.words}" counted by which measure?`, own.from, fitting);
    return;
  }
  frame.cost += COST;
  const { from, to, words, gap, cost, strength, score } = own;
  frame.items[at] = {
    from,
    to,
    words,
    gap,
    cost,
    strength,
    score,
    role: "free",
    as: null,
    kind: "measure",
    measure: only,
  };
}

/** A count of something else than the things whose occasions are asked for. */
function countsOccasions(frame: Frame, measure: ModelMeasure): boolean {
  if (!COUNT.test(measure.expr) || measure.ratio || frame.items.some((item) => isNamed(item, measure)))
    return false;
  const things = frame.items.flatMap((item) => (item.kind === "field" ? [item.field] : []));
  return !things.some((field) => countsMembersOf(frame, measure, field));
}

function isNamed(item: Item, measure: ModelMeasure): boolean {
  return item.kind === "measure" && item.measure.name === measure.name;
}
