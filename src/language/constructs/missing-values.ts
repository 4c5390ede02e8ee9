import type { Construct } from "../claim.js";
import { type Frame, nextContent, problem, valuesFilter } from "../frame.js";
import { fieldKey } from "../lexicon.js";
import { phraseTable } from "../phrase-table.js";

const WITHOUT = phraseTable([
  ["with no|missing|blank|empty|unknown|unspecified", null],
  ["without a|an|any|known?", null],
  ["missing|blank|empty|unspecified|null|undefined", null],
  ["no", null],
]);
const AFTER = phraseTable([
  ["is|are? missing|blank|empty|null|unknown|unspecified", null],
  ["is|are not given|set|known|specified", null],
]);
const THERE = phraseTable([
  ["is|are not missing|blank|empty|null|unknown", null],
  ["is|are given|specified", null],
]);

/** "Without a region", "region is missing": rows whose field has no value. */
export const missingValues: Construct = {
  name: "missing values",
  turn: 120,
  propose: ({ words }) => [
    ...WITHOUT.matches(words).map(({ from, to }) => ({
      from,
      to,
      as: "has no value",
      mark: (frame: Frame, at: number) => markMissing(frame, at, 1),
    })),
    ...AFTER.matches(words).map(({ from, to }) => ({
      from,
      to,
      as: "has no value",
      mark: (frame: Frame, at: number) => markMissing(frame, at, -1),
    })),
    ...THERE.matches(words).map(({ from, to }) => ({ from, to, as: "has a value", mark: markThere })),
  ],
};

function markMissing(frame: Frame, at: number, step: 1 | -1): void {
  const own = frame.items[at];
  const item = frame.items[nextContent(frame, at + step, step)];
  if (own === undefined) return;
  const valueFollows = frame.items[nextContent(frame, at + 2)]?.kind === "value";
  if (item?.kind !== "field" || item.role !== "free" || (step === 1 && valueFollows)) {
    own.role = "open";
    return;
  }
  own.role = item.role = "used";
  const profile = frame.lexicon.profiles.get(fieldKey(frame.view.name, item.field.name));
  const no = noOf(profile?.values ?? null, item.field.type);
  if (no !== null) {
    own.as = `${item.field.name} is ${no}`;
    frame.draft.filters.push({ kind: "values", field: item.field.name, values: [no], negated: false });
    return;
  }
  if (profile !== undefined && profile.nulls === 0) {
    frame.problem = problem(
      `Every row has a ${item.field.name}. What does "${own.words} ${item.words}" leave out?`,
    );
    return;
  }
  own.as = `${item.field.name} has no value`;
  frame.draft.filters.push(valuesFilter(item.field.name, [null]));
}

function markThere(frame: Frame, at: number): void {
  const own = frame.items[at];
  const item = frame.items[nextContent(frame, at - 1, -1)];
  if (own === undefined) return;
  if (item?.kind !== "field" || item.role !== "free") {
    own.role = "open";
    return;
  }
  own.role = item.role = "used";
  own.as = `${item.field.name} has a value`;
  frame.draft.filters.push(valuesFilter(item.field.name, [null], true));
}

/** The value for "no" of a field that says yes or no. */
function noOf(values: readonly string[] | null, type: string | null): string | boolean | null {
  if (type === "boolean") return false;
  if (values === null || values.length === 0 || values.length > 2) return null;
  if (!values.every((value) => /^(yes|no|y|n|true|false)$/i.test(value))) return null;
  return values.find((value) => /^(no|n|false)$/i.test(value)) ?? null;
}
