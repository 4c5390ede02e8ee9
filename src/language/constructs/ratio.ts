import type { SimpleSelection } from "../../contracts/metric-query.js";
import type { Construct } from "../claim.js";
import { type Frame, problem, selectIndex } from "../frame.js";
import { fieldKey } from "../lexicon.js";
import { phraseTable } from "../phrase-table.js";

const PER = phraseTable([
  ["per", null],
  ["divided by", null],
  ["for each|every", null],
]);
/** With this many different values a field names things that are counted ("per customer"), not a split ("per region"). */
const MANY_VALUES = 60;
const FIELD_INSTEAD = 0.3;
const FEW_VALUES = 1.5;

/** "Orders per customer": one number divided by another. A field of few values is a breakdown instead. */
export const ratio: Construct = {
  name: "ratio",
  propose: ({ words }) =>
    PER.matches(words).map(({ from, to }) => ({ from, to, as: "divided by", mark: markRatio })),
};

function markRatio(frame: Frame, at: number): void {
  const own = frame.items[at];
  const left = frame.items[at - 1];
  const right = frame.items[at + 1];
  if (own === undefined || left?.role === "used" || right?.role === "used") return;
  const counted = left?.kind === "field" || left?.kind === "measure";
  if (!counted || (right?.kind !== "measure" && right?.kind !== "field")) {
    // Nothing to divide here: the breakdown of the same word is the reading.
    frame.problem = problem(`What does "${own.words}" divide?`);
    frame.cost += FEW_VALUES;
    return;
  }
  if (right.kind === "field") frame.cost += FIELD_INSTEAD + costOfField(frame, right.field.name, right.words);
  const numerator: SimpleSelection =
    left.kind === "measure"
      ? { kind: "measure", measure: left.measure.name }
      : { kind: "count_distinct", field: left.field.name };
  const denominator: SimpleSelection =
    right.kind === "measure"
      ? { kind: "measure", measure: right.measure.name }
      : { kind: "count_distinct", field: right.field.name };
  own.role = left.role = right.role = "used";
  frame.flags.set("own selection", true);
  selectIndex(frame.draft, { kind: "ratio", numerator, denominator });
}

function costOfField(frame: Frame, field: string, words: string): number {
  const profile = frame.lexicon.profiles.get(fieldKey(frame.view.name, field));
  const many = (profile?.distinctCount ?? 0) > MANY_VALUES && !/s$/i.test(words);
  return many ? 0 : FEW_VALUES;
}
