import { groupingOf } from "../build/groups.js";
import type { Construct } from "../claim.js";
import { type Frame, groupIndex, measureSelection, nextContent, selectIndex } from "../frame.js";
import { phraseTable } from "../phrase-table.js";

type Direction = "asc" | "desc";

const BY = phraseTable<Direction | null>([
  ["and? sort|sorted|order|ordered|arrange|arranged|sorting|ordering them|it|that|these? by|on", null],
  ["in order of", null],
]);
const DIRECTIONS = phraseTable<Direction>([
  ["in? descending|decreasing|desc order?", "desc"],
  ["in? ascending|increasing|asc order?", "asc"],
  ["from? high|highest|largest|biggest|most|top to low|lowest|smallest|least|bottom", "desc"],
  ["from? low|lowest|smallest|least|bottom to high|highest|largest|biggest|most|top", "asc"],
  ["highest|largest|biggest|most|best|greatest|longest|heaviest|busiest|priciest first", "desc"],
  ["lowest|smallest|least|worst|fewest|shortest|lightest|quietest|cheapest first", "asc"],
]);
const BY_NAME = phraseTable<Direction>([
  ["sort|sorted|order|ordered|arranged? alphabetically|alphabetic|alphabetical", "asc"],
  ["in? alphabetical|alphabetic order?", "asc"],
  ["sorted|ordered? a to z", "asc"],
  ["sorted|ordered? z to a", "desc"],
  ["in? reverse alphabetical order?", "desc"],
  ["sort|sorted|order|ordered by name", "asc"],
]);

/** "Sorted by profit", "ascending", "alphabetically", "lowest first". */
export const ordering: Construct = {
  name: "ordering",
  turn: 110,
  propose: ({ words }) => [
    ...BY.matches(words).map(({ from, to }) => ({ from, to, as: "sorted", mark: markBy, finish: finishBy })),
    ...DIRECTIONS.matches(words).map(({ from, to, value }) => ({
      from,
      to,
      as: value === "asc" ? "ascending" : "descending",
      mark: (frame: Frame, at: number) => {
        use(frame, at);
        frame.flags.set("direction", value);
      },
      finish: (frame: Frame) => finishDirection(frame, value),
    })),
    ...BY_NAME.matches(words).map(({ from, to, value }) => ({
      from,
      to,
      as: "sorted by name",
      mark: use,
      finish: (frame: Frame) => {
        frame.draft.order.splice(
          0,
          frame.draft.order.length,
          ...frame.draft.groupBy.map((_, index) => ({
            by: { kind: "group" as const, index },
            direction: value,
          })),
        );
      },
    })),
  ],
};

function use(frame: Frame, at: number): void {
  const own = frame.items[at];
  if (own !== undefined) own.role = "used";
}

function markBy(frame: Frame, at: number): void {
  use(frame, at);
  // "Sort by profit", said alone, sorts the answer before.
  if (frame.items.findIndex((item) => item.kind !== "link") === at) {
    frame.flags.set("follow-up", true);
    frame.flags.set("also", true);
  }
  const item = frame.items[nextContent(frame, at + 1)];
  const own = frame.items[at];
  if (item?.kind === "field" || item?.kind === "period") item.role = "group";
  else if (item?.kind !== "measure" && own !== undefined) own.role = "open";
}

function finishBy(frame: Frame, at: number): void {
  const item = frame.items[nextContent(frame, at + 1)];
  const { draft } = frame;
  const asked = frame.flags.get("direction") as Direction | undefined;
  if (item?.kind === "measure") {
    const index = selectIndex(draft, measureSelection(item.measure));
    draft.order.splice(0, draft.order.length, {
      by: { kind: "select", index, of: "value" },
      direction: asked ?? "desc",
    });
  } else if (item !== undefined) {
    const grouping = groupingOf(frame, item);
    if (grouping === null) return;
    const index = groupIndex(draft, grouping);
    draft.order.splice(0, draft.order.length, { by: { kind: "group", index }, direction: asked ?? "asc" });
  }
}

function finishDirection(frame: Frame, direction: Direction): void {
  const { draft } = frame;
  if (draft.order.length === 0 && frame.base !== null)
    draft.order.push(...frame.base.order.map((order) => ({ ...order })));
  const [first] = draft.order;
  if (first !== undefined) first.direction = direction;
  else if (draft.select.length > 0)
    draft.order.push({ by: { kind: "select", index: 0, of: "value" }, direction });
  else if (draft.groupBy.length > 0) draft.order.push({ by: { kind: "group", index: 0 }, direction });
}
