import { type Frame, refusing } from "../frame.js";

/** "Which regions grew": only members whose number went that way. How many of them did is not counted. */
export function boundByChange(frame: Frame, direction: "up" | "down"): void {
  const { draft, flags } = frame;
  if (flags.has("ranking") || flags.has("why") || flags.has("yes or no")) return;
  const bounded = frame.items.some(
    (item) => item.kind === "operation" && item.operation.construct === "threshold",
  );
  if (bounded || draft.having.some(({ of }) => of !== "value")) return;
  const counted = draft.select.find((selection) => selection.kind === "count_distinct");
  if (counted !== undefined && draft.select.length > 1) {
    const way = direction === "up" ? "rise" : "fall";
    frame.problem = refusing({
      code: "not_supported",
      message: `How many had a ${way} is not counted. Ask which ${counted.field} had one: they are listed.`,
      statistic: true,
    });
    return;
  }
  if (draft.comparison === null || !flags.has("which groups")) return;
  const zero = { value: 0, inclusive: false };
  draft.having.push({
    select: 0,
    of: "change",
    min: direction === "up" ? zero : null,
    max: direction === "down" ? zero : null,
    negated: false,
  });
}
