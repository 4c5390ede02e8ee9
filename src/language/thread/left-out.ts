import type { MetricQuery } from "../../contracts/metric-query.js";
import { usualOrder } from "../build/order.js";
import type { Frame } from "../frame.js";

type Order = MetricQuery["order"][number];

/** A part of the turn before, by its place there. */
export type LeftOut = { kind: "number" | "group" | "period"; at: number } | { kind: "comparison" };

const FLAG = "left out";

/** Says that this turn goes on without a part of the one before. */
export function leaveOut(frame: Frame, part: LeftOut): void {
  partsOf(frame).add(keyOf(part));
}

export function isLeftOut(frame: Frame, part: LeftOut): boolean {
  return partsOf(frame).has(keyOf(part));
}

/** The query of the turn before less what was left out: order, conditions and shares that name a place are moved or go along. */
export function withoutLeftOut(frame: Frame, base: MetricQuery): MetricQuery {
  if (partsOf(frame).size === 0) return base;
  const numbers = placesOf(base.select.length, (at) => isLeftOut(frame, { kind: "number", at }));
  const groups = placesOf(base.groupBy.length, (at) => isLeftOut(frame, { kind: "group", at }));
  const regrouped = groups.includes(null);
  const compared = !isLeftOut(frame, { kind: "comparison" });
  const kept = <T>(list: readonly T[], places: readonly (number | null)[]) =>
    list.filter((_, at) => places[at] !== null);
  const moved = {
    ...base,
    select: kept(base.select, numbers),
    groupBy: kept(base.groupBy, groups),
    periods: base.periods.filter((_, at) => !isLeftOut(frame, { kind: "period", at })),
    comparison: compared ? base.comparison : null,
    having: base.having.flatMap((having) => {
      const select = numbers[having.select];
      return select == null || (!compared && having.of !== "value" && having.of !== "share")
        ? []
        : [{ ...having, select }];
    }),
    top: regrouped ? null : base.top,
    rank: regrouped ? null : base.rank,
    share:
      base.share === null || groups.every((place) => place === null)
        ? null
        : { ...base.share, within: base.share.within.flatMap((at) => groups[at] ?? []) },
  };
  if (regrouped) delete moved.apart;
  const usual = JSON.stringify(base.order) === JSON.stringify(usualOrder(base));
  return {
    ...moved,
    order: usual
      ? usualOrder(moved)
      : base.order.flatMap((order) => movedOrder(order, numbers, groups, compared)),
  };
}

function movedOrder(
  { by, direction }: Order,
  numbers: readonly (number | null)[],
  groups: readonly (number | null)[],
  compared: boolean,
): Order[] {
  const index = (by.kind === "select" ? numbers : groups)[by.index] ?? null;
  const gone = by.kind === "select" && !compared && (by.of === "change" || by.of === "change_ratio");
  return index === null || gone ? [] : [{ by: { ...by, index }, direction }];
}

/** Where each of `count` parts stands once some are gone; null for those. */
function placesOf(count: number, gone: (at: number) => boolean): (number | null)[] {
  let next = 0;
  return Array.from({ length: count }, (_, at) => (gone(at) ? null : next++));
}

function partsOf(frame: Frame): Set<string> {
  const there = frame.flags.get(FLAG);
  if (there instanceof Set) return there;
  const parts = new Set<string>();
  frame.flags.set(FLAG, parts);
  return parts;
}

function keyOf(part: LeftOut): string {
  return part.kind === "comparison" ? part.kind : `${part.kind} ${part.at}`;
}
