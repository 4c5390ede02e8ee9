import type { Construct } from "../claim.js";
import { type Frame, problem, use } from "../frame.js";
import { phraseTable } from "../phrase-table.js";

type Direction = "asc" | "desc";

const ORDERS = phraseTable<Direction>([
  ["and? sort|sorted|order|ordered? by? latest|newest|recent first", "desc"],
  ["and? sort|sorted|order|ordered? by? most recent first", "desc"],
  ["and? sort|sorted|order|ordered? from? newest|latest to|through oldest|earliest", "desc"],
  ["in? reverse chronological|chronologically|time|date order?", "desc"],
  ["and? sort|sorted|order|ordered? by? earliest|oldest first", "asc"],
  ["and? sort|sorted|order|ordered? from? oldest|earliest to|through newest|latest", "asc"],
  ["in? chronological|date|time order", "asc"],
  ["and? sort|sorted|order|ordered? chronologically", "asc"],
]);

/** "Latest first", "in chronological order": rows go by their dates, not by their numbers. */
export const timeOrder: Construct = {
  name: "time order",
  turn: 105,
  propose: ({ words }) =>
    ORDERS.matches(words).map(({ from, to, value }) => ({
      from,
      to,
      as: value === "desc" ? "latest first" : "earliest first",
      mark: (frame, at) => {
        use(frame, at);
      },
      finish: (frame) => finishTimeOrder(frame, value),
    })),
};

function finishTimeOrder(frame: Frame, direction: Direction): void {
  const { draft } = frame;
  if (draft.groupBy.length === 0 && frame.base !== null) draft.groupBy.push(...frame.base.groupBy);
  const dates = new Set(frame.view.fields.flatMap(({ name, type }) => (type === "date" ? [name] : [])));
  const index = draft.groupBy.findIndex(
    (grouping) => grouping.kind === "time" || (grouping.kind === "field" && dates.has(grouping.field)),
  );
  if (index < 0) {
    frame.problem = problem(
      "Rows without dates have no order in time. Should they go by day, by month or by year?",
    );
    return;
  }
  draft.order.splice(0, draft.order.length, { by: { kind: "group", index }, direction });
}
