import type { Frame } from "../frame.js";

/** What a follow-up keeps of the turn before: ranking, order, shares and conditions, as long as they still fit. */
export function inherit(frame: Frame): void {
  const { base, draft } = frame;
  if (base === null) return;
  const sameGroups = JSON.stringify(base.groupBy) === JSON.stringify(draft.groupBy);
  const sameNumbers =
    JSON.stringify(base.select) === JSON.stringify(draft.select.slice(0, base.select.length));
  if (draft.mode === "aggregate" && base.mode === "list" && draft.select.length === 0) draft.mode = "list";
  if (
    sameGroups &&
    draft.order.length === 0 &&
    base.order.every((order) => fits(order, draft.select.length))
  ) {
    const ranked = base.top !== null && draft.comparison === null && base.comparison !== null;
    if (!ranked) draft.order.push(...base.order);
  }
  if (sameGroups && draft.top === null && draft.order.length > 0 && !frame.flags.has("all of them"))
    draft.top = base.top;
  if (sameNumbers && draft.having.length === 0 && draft.groupBy.length > 0)
    draft.having.push(...base.having.filter((having) => having.of === "value" || draft.comparison !== null));
  if (draft.share === null && base.share !== null && draft.groupBy.length > 0)
    draft.share = sameGroups ? base.share : { within: [], only: base.share.only };
  if (draft.rank === null && sameGroups) draft.rank = base.rank;
  if (sameGroups && base.apart && !frame.flags.has("all of them")) draft.apart ??= base.apart;
}

function fits(order: { by: { kind: string; index: number } }, numbers: number): boolean {
  return order.by.kind === "group" || order.by.index < numbers;
}
