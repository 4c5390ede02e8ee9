import { describeFilter, describeGrouping, describeSelection } from "./describe.js";
import type { Frame } from "./frame.js";

/** A short label for each of several readings that tells it from the others. */
export function rivalLabels(frames: readonly Frame[]): string[] {
  const aspects = [selections, groups, filters, periods, orders, (frame: Frame) => frame.view.name];
  const chosen = frames.length < 2 ? [selections] : aspects.filter((aspect) => differs(frames, aspect));
  const used = chosen.length > 0 ? chosen : [selections];
  return frames.map(
    (frame) =>
      used
        .map((aspect) => aspect(frame))
        .filter((text) => text !== "")
        .join(", ") || frame.view.name,
  );
}

function differs(frames: readonly Frame[], aspect: (frame: Frame) => string): boolean {
  return new Set(frames.map(aspect)).size > 1;
}

function selections(frame: Frame): string {
  return frame.draft.select.map(describeSelection).join(" and ");
}

function groups(frame: Frame): string {
  const names = frame.draft.groupBy.map(describeGrouping);
  return names.length === 0 ? "in total" : `by ${names.join(" and ")}`;
}

function filters(frame: Frame): string {
  return frame.draft.filters.map(describeFilter).join(", ");
}

function periods(frame: Frame): string {
  return frame.draft.periods.map(({ label }) => label).join(", ");
}

function orders(frame: Frame): string {
  const [order] = frame.draft.order;
  if (order === undefined || order.by.kind === "group") return "";
  return { value: "", change: "by absolute change", change_ratio: "by percent change", share: "by share" }[
    order.by.of
  ];
}
