import { groupingOf } from "../build/groups.js";
import type { Construct } from "../claim.js";
import { type Frame, groupIndex, measureSelection, nextContent, selectIndex, use } from "../frame.js";
import { phraseTable } from "../phrase-table.js";

type Direction = "asc" | "desc";

const BY = phraseTable<Direction | null>([
  ["and? sort|sorted|order|ordered|arrange|arranged|sorting|ordering them|it|that|these? by|on", null],
  ["in order of", null],
]);
const DIRECTIONS = phraseTable<Direction | "best" | "worst">([
  ["in? descending|decreasing|desc order?", "desc"],
  ["in? ascending|increasing|asc order?", "asc"],
  ["from? high|highest|largest|biggest|most|top to low|lowest|smallest|least|bottom", "desc"],
  ["from? low|lowest|smallest|least|bottom to high|highest|largest|biggest|most|top", "asc"],
  ["best first", "best"],
  ["worst first", "worst"],
  ["highest|largest|biggest|most|greatest|longest|heaviest|busiest|priciest first", "desc"],
  ["lowest|smallest|least|fewest|shortest|lightest|quietest|cheapest first", "asc"],
]);
const BY_NAME = phraseTable<Direction>([
  ["sort|sorted|order|ordered|arranged? alphabetically|alphabetic|alphabetical", "asc"],
  ["in? alphabetical|alphabetic order?", "asc"],
  ["sorted|ordered? a to z", "asc"],
  ["sorted|ordered? z to a", "desc"],
  ["in? reverse alphabetical order?", "desc"],
  ["sort|sorted|order|ordered by name", "asc"],
]);

const ONE_OF = /^(per|each|every|a|an|one)$/;

/** "Sorted by profit", "ascending", "alphabetically", "lowest first". */
export const ordering: Construct = {
  name: "ordering",
  turn: 110,
  propose: ({ words }) => [
    ...BY.matches(words)
      // "Units per order by category": one order, not an order.
      .filter(({ from }) => !ONE_OF.test(words[from - 1]?.norm ?? ""))
      .map(({ from, to }) => ({ from, to, as: "sorted", mark: markBy, finish: finishBy })),
    ...DIRECTIONS.matches(words).map(({ from, to, value }) => ({
      from,
      to,
      as: value === "asc" ? "ascending" : value === "desc" ? "descending" : `the ${value} first`,
      mark: (frame: Frame, at: number) => {
        use(frame, at);
        if (value === "asc" || value === "desc") frame.flags.set("direction", value);
      },
      finish: (frame: Frame) => finishDirection(frame, directionOf(frame, value)),
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

/** What is best may be the least: the return rate. */
function directionOf({ draft, base, view }: Frame, said: Direction | "best" | "worst"): Direction {
  if (said === "asc" || said === "desc") return said;
  const [order] = draft.order.length > 0 ? draft.order : (base?.order ?? []);
  const ordered = draft.select[order?.by.kind === "select" ? order.by.index : 0];
  const measure = view.measures.find(({ name }) => ordered?.kind === "measure" && name === ordered.measure);
  return (said === "best") === (measure?.good === "down") ? "asc" : "desc";
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
