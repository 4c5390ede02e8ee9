import type { Construct } from "../claim.js";
import { type Frame, nextContent, valuesFilter } from "../frame.js";
import { phraseTable } from "../phrase-table.js";

const WITHOUT = phraseTable([
  ["with no|missing|blank|empty|unknown|unspecified", null],
  ["without a|an|any|known?", null],
  ["missing|blank|empty|unspecified|null|undefined", null],
  ["no", null],
]);
const AFTER = phraseTable([
  ["is|are? missing|blank|empty|null|unknown|unspecified", null],
  ["is|are not? given|set|known|specified", null],
]);

/** "Without a region", "region is missing": rows whose field has no value. */
export const missingValues: Construct = {
  name: "missing values",
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
  own.as = `${item.field.name} has no value`;
  frame.draft.filters.push(valuesFilter(item.field.name, [null]));
}
