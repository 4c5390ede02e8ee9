import type { Construct } from "../claim.js";
import { type Frame, nextContent, use } from "../frame.js";
import { phraseTable } from "../phrase-table.js";
import type { Word } from "../words.js";

const ALL = phraseTable([
  ["for|in|across|over|of|from|at|with|show? all|any|every|whatever of? the|our?", null],
  ["all|any|every of? the?", null],
  ["regardless|irrespective of the?", null],
  ["not? just|only? any", null],
]);
const EVERYTHING = phraseTable([
  ["without any|the? filter|filters", null],
  ["remove|clear|drop|reset all|the|any? filter|filters", null],
  ["no filter|filters", null],
  ["everywhere", null],
  ["for everything|everyone|everybody|all", null],
]);
const REMOVING = phraseTable([["remove|drop|clear|undo|delete|lose|without the|that|this?", null]]);
const FILTER_NOUN = /^(filter|filters|restriction|condition)$/;
const LONGEST_NAME = 6;
/** Said with "filter", it is no fall of a number and no exclusion. */
const NAMED_FILTER = -1;
const FILTER_WORD = phraseTable([["filter|filters|restriction|condition", null]]);

/** "For all regions", "remove the region filter", "everywhere": takes filters of the turn before away. */
export const widening: Construct = {
  name: "widening",
  turn: 80,
  propose: ({ words, thread }) =>
    thread.queries.length === 0
      ? []
      : [
          ...ALL.matches(words).map(({ from, to }) => ({ from, to, as: "all of them", mark: markField })),
          ...EVERYTHING.matches(words).map(({ from, to }) => ({
            from,
            to,
            as: "no filter",
            mark: (frame: Frame, at: number) => {
              use(frame, at);
              frame.flags.set("widened", "all");
            },
          })),
          ...namedFilters(words).map(({ from, to }) => ({
            from,
            to,
            as: "without the filter",
            cost: NAMED_FILTER,
            mark: markNamedFilter,
          })),
          ...FILTER_WORD.matches(words).map(({ from, to }) => ({ from, to, as: "filter", mark: use })),
        ],
};

/** "Drop" and "remove" with "filter" later in the same sentence. */
function namedFilters(words: readonly Word[]): { from: number; to: number }[] {
  return REMOVING.matches(words).filter(({ to }) =>
    words.slice(to, to + LONGEST_NAME).some(({ norm }) => FILTER_NOUN.test(norm)),
  );
}

function markNamedFilter(frame: Frame, at: number): void {
  const named = frame.items[nextContent(frame, at + 1)];
  if (named?.kind === "field") markField(frame, at);
  else markValueFilter(frame, at);
}

/** "Remove the nurses filter": the filter that a value of the same field made. */
function markValueFilter(frame: Frame, at: number): void {
  const own = frame.items[at];
  const item = frame.items[nextContent(frame, at + 1)];
  const last = frame.thread.queries.at(-1);
  const filtered =
    item?.kind === "value" &&
    last?.filters.some(
      (filter) =>
        filter.kind === "values" && filter.field === item.field.name && filter.values.includes(item.value),
    );
  if (own === undefined) return;
  if (item?.kind !== "value" || !filtered) {
    own.role = "open";
    return;
  }
  own.role = item.role = "used";
  item.as = `without ${item.value}`;
  frame.flags.set("follow-up", true);
  const widened = (frame.flags.get("widened") as Set<string> | undefined) ?? new Set<string>();
  frame.flags.set("widened", widened.add(item.field.name));
}

function markField(frame: Frame, at: number): void {
  const item = frame.items[nextContent(frame, at + 1)];
  const own = frame.items[at];
  const last = frame.thread.queries.at(-1);
  const filtered = last?.filters.some(
    (filter) =>
      filter.kind !== "any" &&
      filter.kind !== "term" &&
      item?.kind === "field" &&
      filter.field === item.field.name,
  );
  if (item?.kind === "field" && filtered) {
    item.role = "used";
    use(frame, at);
    const widened = (frame.flags.get("widened") as Set<string> | undefined) ?? new Set<string>();
    frame.flags.set("widened", widened.add(item.field.name));
  } else if (own !== undefined) own.role = "open";
}
