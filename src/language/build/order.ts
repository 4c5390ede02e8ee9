import type { MetricQuery } from "../../contracts/metric-query.js";
import type { Frame } from "../frame.js";

/** Order where no words gave one: time first to last, otherwise the first number from the greatest down; a list by its names. */
export function buildOrder(frame: Frame): void {
  const { draft } = frame;
  if (draft.mode === "list") draft.select.length = 0;
  if (draft.order.length > 0) return;
  draft.order.push(...usualOrder(draft));
}

/** The order of a query where no words gave one. */
export function usualOrder({
  mode,
  select,
  groupBy,
}: Pick<MetricQuery, "mode" | "select" | "groupBy">): MetricQuery["order"] {
  const order = groupBy.flatMap((grouping, index): MetricQuery["order"] =>
    grouping.kind !== "field" || mode === "list" ? [{ by: { kind: "group", index }, direction: "asc" }] : [],
  );
  if (select.length > 0 && groupBy.some(({ kind }) => kind === "field"))
    order.push({ by: { kind: "select", index: 0, of: "value" }, direction: "desc" });
  return order;
}
