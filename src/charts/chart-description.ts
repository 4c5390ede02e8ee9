import { shortNumber } from "./chart-numbers.js";
import type { ChartPlan } from "./chart-plan.js";

const KINDS: Record<ChartPlan["mark"], string> = {
  line: "Line chart",
  columns: "Column chart",
  bars: "Bar chart",
};

/** What a person who can't see the chart should know of it: what it shows, its range, its highest and lowest points. */
export function describeChart(plan: ChartPlan): string {
  const first = plan.labels[0] ?? "";
  const last = plan.labels.at(-1) ?? "";
  const extent = plan.time === null ? `${plan.labels.length} values` : `from ${first} to ${last}`;
  const sentences = plan.panels.flatMap((panel) => {
    const known = panel.points.flatMap((point) =>
      point.value === null ? [] : [{ ...point, value: point.value }],
    );
    const sorted = known.sort((a, b) => b.value - a.value);
    const [most, least] = [sorted[0], sorted.at(-1)];
    if (most === undefined || least === undefined || most === least) return [];
    const place = (point: typeof most): string => {
      const label = plan.labels[point.at] ?? "";
      const series = plan.series.length > 1 ? `, ${point.series}` : "";
      return `${label}${series} with ${shortNumber(point.value, panel.unit)}`;
    };
    return [`Highest: ${place(most)}. Lowest: ${place(least)}.`];
  });
  const note = plan.note === null ? [] : [`${plan.note}.`];
  return [`${KINDS[plan.mark]}: ${plan.title}, ${extent}.`, ...sentences, ...note].join(" ");
}
