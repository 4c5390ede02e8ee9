import { suitingGrain } from "../build/groups.js";
import type { Construct } from "../claim.js";
import { type Frame, groupIndex, use } from "../frame.js";
import { phraseTable } from "../phrase-table.js";

const TREND = phraseTable([
  [
    "the? trend|trends|trendline|trending|timeline|progression|trajectory|development|evolution|history of|in|for|on?",
    null,
  ],
  ["time series of|for?", null],
  ["how has|have|did|does|is|was", null],
  ["evolve|evolved|evolving|develop|developed|developing|trend|trended|trending|progressed", null],
]);

/** "Trend of sales", "how have sales developed": time buckets, unless a unit of time is named anyway. */
export const trend: Construct = {
  name: "trend",
  turn: 210,
  propose: ({ words }) => {
    const said = words.some(({ stem }) =>
      /^(trend|timelin|progression|trajectory|evolution|history|series|evolv|develop|progress)/.test(stem),
    );
    if (!said) return [];
    return TREND.matches(words).map(({ from, to }) => ({
      from,
      to,
      as: "over time",
      mark: (frame, at) => {
        use(frame, at);
      },
      build: buildTrend,
    }));
  },
};

function buildTrend(frame: Frame): void {
  const field = frame.view.timeField;
  const timed = frame.items.some(
    ({ kind, role, ...item }) =>
      kind === "period" && role !== "used" && "match" in item && item.match.kind === "grain",
  );
  const kept = frame.base?.groupBy.some(({ kind }) => kind === "time") ?? false;
  if (field === null || timed || kept || frame.flags.has("trend")) return;
  frame.flags.set("trend", true);
  groupIndex(frame.draft, { kind: "time", field, grain: suitingGrain(frame) });
}
