import { type Axes, axesOf } from "./chart-axes.js";
import { type MeasureGroup, measureGroups, numberOf } from "./chart-measures.js";
import type { Chartable, ChartPanel, ChartPlan } from "./chart-plan.js";

const MAX_BARS = 20;
const MAX_GROUPED_BARS = 36;
const MAX_SERIES = 6;
const MAX_COLUMNS = 31;

/** Chooses what to draw by the shape of the answer; null where a picture would say less than the table. */
export function planChart(answer: Chartable): ChartPlan | null {
  if (answer.status !== "answered" || answer.path === "defined" || answer.rows.length < 2) return null;
  const axes = axesOf(answer);
  const groups = measureGroups(answer);
  const [lead] = groups;
  if (axes === null || lead?.measures[0] === undefined) return null;
  const drawn = axes.seriesName === null ? groups : [{ measures: lead.measures.slice(0, 1), previous: null }];
  const spots = spotsOf(answer, axes, lead.measures[0].index);
  const mark = markOf(axes, spots.length);
  const kept = keep(mark, axes, spots, drawn, answer.truncated);
  const series = seriesOf(answer, axes, drawn, lead.measures[0].index);
  const panels = panelsOf(answer, axes, kept.panels, kept.spots, series.kept);
  if (panels.every((panel) => panel.points.every((point) => point.value === null))) return null;
  const dates = kept.spots.map((spot) => String(spot.axis));
  return {
    mark,
    title: titleOf(kept.panels, axes),
    note: [kept.note, series.note].filter((note) => note !== null).join(". ") || null,
    labels: kept.spots.map((spot) => spot.label),
    time: axes.grain === null ? null : { dates, grain: axes.grain },
    series: series.kept,
    muted: kept.panels[0]?.previous?.name ?? null,
    panels,
  };
}

type Spot = { axis: Axes["rows"][number]["axis"]; label: string; weight: number; value: number | null };

/** Places on the axis in drawing order, each with the size of the lead measure there. */
function spotsOf(answer: Chartable, axes: Axes, lead: number): Spot[] {
  const spots = new Map<unknown, Spot>();
  axes.rows.forEach((row, index) => {
    const value = numberOf(answer.rows[index]?.[lead]);
    const spot = spots.get(row.axis) ?? { axis: row.axis, label: row.label, weight: 0, value: null };
    spot.weight += Math.abs(value ?? 0);
    spot.value = value === null ? spot.value : (spot.value ?? 0) + value;
    spots.set(row.axis, spot);
  });
  const list = [...spots.values()];
  if (axes.kind === "time") return list.sort((a, b) => (String(a.axis) < String(b.axis) ? -1 : 1));
  if (axes.kind === "ordered") {
    return list.every((spot) => typeof spot.axis === "number")
      ? list.sort((a, b) => Number(a.axis) - Number(b.axis))
      : list;
  }
  return isMonotone(list) ? list : list.sort((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity));
}

function isMonotone(spots: Spot[]): boolean {
  const values = spots.map((spot) => spot.value ?? Number.NaN);
  return (
    values.slice(1).every((value, index) => value <= (values[index] ?? 0)) ||
    values.slice(1).every((value, index) => value >= (values[index] ?? 0))
  );
}

function markOf(axes: Axes, count: number): ChartPlan["mark"] {
  if (axes.kind === "time") return count > 2 ? "line" : "columns";
  return axes.kind === "ordered" && count <= MAX_COLUMNS ? "columns" : "bars";
}

/** Cuts what would not be legible, and says what was cut. */
function keep(
  mark: ChartPlan["mark"],
  axes: Axes,
  spots: Spot[],
  groups: MeasureGroup[],
  truncated: boolean,
): { spots: Spot[]; panels: MeasureGroup[]; note: string | null } {
  const cap = truncated ? "Rows were cut at the limit" : null;
  if (mark !== "bars") return { spots, panels: groups, note: cap };
  const seriesCount =
    axes.seriesName === null
      ? Math.max(...groups.map((group) => group.measures.length + (group.previous === null ? 0 : 1)))
      : Math.min(MAX_SERIES, new Set(axes.rows.map((row) => row.series)).size);
  const room = seriesCount > 1 ? Math.max(4, Math.floor(MAX_GROUPED_BARS / seriesCount)) : MAX_BARS;
  const limit = Math.min(MAX_BARS, room);
  const panels = spots.length * groups.length > MAX_GROUPED_BARS ? groups.slice(0, 1) : groups;
  if (spots.length <= limit) return { spots, panels, note: cap };
  const total = truncated ? `more than ${spots.length}` : String(spots.length);
  return {
    spots: spots.slice(0, limit),
    panels,
    note: `The first ${limit} of ${total} by ${panels[0]?.measures[0]?.name ?? axes.name}`,
  };
}

function seriesOf(
  answer: Chartable,
  axes: Axes,
  groups: MeasureGroup[],
  lead: number,
): { kept: string[]; note: string | null } {
  if (axes.seriesName === null) {
    const names = groups.flatMap((group) => [
      ...group.measures.map((measure) => measure.name),
      ...(group.previous === null ? [] : [group.previous.name]),
    ]);
    return { kept: [...new Set(names)], note: null };
  }
  const sizes = new Map<string, number>();
  axes.rows.forEach((row, index) => {
    const name = row.series ?? "";
    sizes.set(name, (sizes.get(name) ?? 0) + Math.abs(numberOf(answer.rows[index]?.[lead]) ?? 0));
  });
  const ranked = [...sizes].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  if (ranked.length <= MAX_SERIES) return { kept: [...sizes.keys()], note: null };
  return {
    kept: ranked.slice(0, MAX_SERIES),
    note: `The ${MAX_SERIES} largest of ${ranked.length} by ${axes.seriesName}`,
  };
}

function panelsOf(
  answer: Chartable,
  axes: Axes,
  groups: MeasureGroup[],
  spots: Spot[],
  kept: string[],
): ChartPanel[] {
  const place = new Map(spots.map((spot, index) => [spot.axis, index]));
  return groups.map((group) => ({
    name: group.measures.map((measure) => measure.name).join(", "),
    unit: group.measures[0]?.unit ?? null,
    points: [...group.measures, ...(group.previous === null ? [] : [group.previous])].flatMap((measure) =>
      axes.rows
        .flatMap((row, index) => {
          const at = place.get(row.axis);
          const series = axes.seriesName === null ? measure.name : (row.series ?? "");
          if (at === undefined || !kept.includes(series)) return [];
          return [{ at, series, value: numberOf(answer.rows[index]?.[measure.index]) }];
        })
        .sort((a, b) => a.at - b.at),
    ),
  }));
}

function titleOf(groups: MeasureGroup[], axes: Axes): string {
  const names = groups.flatMap((group) => group.measures.map((measure) => measure.name));
  const measures = new Intl.ListFormat("en-US").format(names);
  const by = axes.seriesName === null ? axes.name : `${axes.name} and ${axes.seriesName}`;
  return `${measures} by ${by}`;
}
