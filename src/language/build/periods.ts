import { type Frame, problem } from "../frame.js";

/** Bounds time by the periods that were named; one of them or, side by side, several. */
export function buildPeriods(frame: Frame): void {
  const asked = frame.items.flatMap((item) =>
    item.kind === "period" && item.role === "free" && item.match.kind === "period" ? item.match.periods : [],
  );
  const timed = frame.items.some((item) => item.kind === "period" && item.role !== "used");
  if (timed && frame.view.timeField === null) {
    frame.problem = problem(`${frame.view.name} has no dates, so it cannot be asked by time.`);
    return;
  }
  const seen = new Set<string>();
  const distinct = asked.filter((period) => {
    if (period.start === null && period.end === null) return false;
    const key = `${period.start} ${period.end}`;
    return !seen.has(key) && seen.add(key);
  });
  const kept = frame.flags.has("all time") ? [] : (frame.base?.periods ?? []);
  frame.draft.periods.push(...(distinct.length > 0 ? distinct : kept));
}
