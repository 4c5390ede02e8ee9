import type { Construct } from "../claim.js";
import { type Frame, nextContent } from "../frame.js";
import { phraseTable } from "../phrase-table.js";

const ALL = phraseTable([
  ["for|in|across|over|of|from|at|with|show? all|any|every|whatever of? the|our?", null],
  ["all|any|every of? the?", null],
  ["regardless|irrespective of the?", null],
  ["not? just|only? any", null],
  ["remove|drop|clear|undo|without|ignore|delete|lose the|that|this|any?", null],
]);
const EVERYTHING = phraseTable([
  ["without any|the? filter|filters", null],
  ["remove|clear|drop|reset all|the|any? filter|filters", null],
  ["no filter|filters", null],
  ["everywhere", null],
  ["for everything|everyone|everybody|all", null],
]);
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
          ...FILTER_WORD.matches(words).map(({ from, to }) => ({ from, to, as: "filter", mark: use })),
        ],
};

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
  const grouped = last?.groupBy.some(
    (grouping) => grouping.kind === "field" && item?.kind === "field" && grouping.field === item.field.name,
  );
  if (
    item?.kind === "field" &&
    grouped &&
    !filtered &&
    /^(remove|drop|without|lose|delete)/i.test(own?.words ?? "")
  ) {
    item.role = "used";
    use(frame, at);
    frame.flags.set("drilled", new Set([item.field.name]));
    return;
  }
  if (item?.kind === "field" && filtered) {
    item.role = "used";
    use(frame, at);
    const widened = (frame.flags.get("widened") as Set<string> | undefined) ?? new Set<string>();
    frame.flags.set("widened", widened.add(item.field.name));
  } else if (own !== undefined) own.role = "open";
}

function use(frame: Frame, at: number): void {
  const own = frame.items[at];
  if (own !== undefined) own.role = "used";
}
