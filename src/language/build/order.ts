import type { Frame } from "../frame.js";

/** Order where no words gave one: time first to last, otherwise the first number from the greatest down; a list by its names. */
export function buildOrder(frame: Frame): void {
  const { draft } = frame;
  if (draft.mode === "list") draft.select.length = 0;
  if (draft.order.length > 0 || draft.groupBy.length === 0) return;
  draft.groupBy.forEach((grouping, index) => {
    if (grouping.kind !== "field" || draft.mode === "list")
      draft.order.push({ by: { kind: "group", index }, direction: "asc" });
  });
  if (draft.select.length > 0 && draft.groupBy.some(({ kind }) => kind === "field"))
    draft.order.push({ by: { kind: "select", index: 0, of: "value" }, direction: "desc" });
}
