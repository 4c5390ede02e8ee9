import { axisFormat, shortNumber } from "./chart-numbers.js";
import type { ChartPanel, ChartPlan } from "./chart-plan.js";
import type { ChartTheme } from "./chart-theme.js";

/** One panel to draw: where it stands and how wide. */
export interface PanelFrame {
  plan: ChartPlan;
  panel: ChartPanel;
  theme: ChartTheme;
  width: number;
  /** Several panels under one another: each carries its own name. */
  many: boolean;
}

/** A unit or layered Vega-Lite view. */
export type PanelSpec = Record<string, unknown>;

const LABEL_MAX = 190;
const LETTER = 7.5;
const SHAPES = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down"];
const MAX_MARKED_POINTS = 40;
/** From here on, leaving out the zero of a line tells more than it hides. */
const FLAT_SHARE = 0.8;

/** A line for each series over time; nulls break it. */
export function linePanel(frame: PanelFrame): PanelSpec {
  const { plan, panel } = frame;
  const dates = plan.time?.dates ?? [];
  const values = panel.points.map((point) => ({
    t: Date.parse(`${dates[point.at] ?? ""}T00:00:00Z`),
    s: point.series,
    v: point.value,
  }));
  const every = Math.max(1, Math.ceil(dates.length / Math.max(2, Math.floor((frame.width - 70) / 92))));
  const ticks = dates
    .filter((_, index) => index % every === 0)
    .map((date) => Date.parse(`${date}T00:00:00Z`));
  return {
    ...base(frame, values),
    height: frame.many ? 170 : 260,
    mark: {
      type: "line",
      strokeWidth: 2.25,
      strokeJoin: "round",
      ...(dates.length <= MAX_MARKED_POINTS ? { point: { size: 46, filled: true } } : {}),
    },
    encoding: {
      x: {
        field: "t",
        type: "temporal",
        title: null,
        scale: { type: "utc" },
        axis: { values: ticks, labelExpr: timeLabel(plan), grid: false, labelOverlap: "greedy" },
      },
      y: {
        field: "v",
        type: "quantitative",
        title: null,
        scale: { zero: !isFlat(panel) },
        axis: { ...axisFormat(greatest(panel), panel.unit), tickCount: 5, domain: false, ticks: false },
      },
      ...colour(frame, true),
    },
  };
}

/** Upright columns over ordered values or few dates. */
export function columnPanel(frame: PanelFrame): PanelSpec {
  const { panel } = frame;
  const grouped = seriesOf(frame).length > 1;
  return {
    ...base(frame, labelled(frame)),
    height: frame.many ? 170 : 260,
    mark: { type: "bar" },
    encoding: {
      x: {
        field: "c",
        type: "nominal",
        sort: null,
        title: null,
        axis: { labelAngle: 0, labelOverlap: "greedy", grid: false, ticks: false },
        scale: { paddingInner: 0.3, paddingOuter: 0.2 },
      },
      ...(grouped ? { xOffset: { field: "s", type: "nominal", sort: seriesOf(frame) } } : {}),
      y: {
        field: "v",
        type: "quantitative",
        title: null,
        axis: { ...axisFormat(greatest(panel), panel.unit), tickCount: 5, domain: false, ticks: false },
      },
      ...colour(frame, false),
    },
  };
}

/** Lying bars beside their categories, each with its value at its end. */
export function barPanel(frame: PanelFrame): PanelSpec {
  const { plan, panel } = frame;
  const names = seriesOf(frame);
  const grouped = names.length > 1;
  const known = panel.points.flatMap((point) => (point.value === null ? [] : [point.value]));
  const [low, high] = [Math.min(0, ...known), Math.max(0, ...known)];
  const inner = Math.max(120, frame.width - labelWidth(frame) - 40);
  // The value text stands outside the bar, so the scale leaves it about sixty pixels on each used side.
  const margin = ((high - low) * 64) / Math.max(80, inner - 64);
  const domain = [low < 0 ? low - margin : 0, high > 0 ? high + margin : 0];
  const text = (sign: "positive" | "negative"): PanelSpec => ({
    transform: [{ filter: sign === "positive" ? "datum.v >= 0" : "datum.v < 0" }],
    mark: {
      type: "text",
      align: sign === "positive" ? "left" : "right",
      dx: sign === "positive" ? 5 : -5,
      baseline: "middle",
      fontSize: grouped ? 10.5 : 12,
      color: frame.theme.label,
    },
    encoding: { text: { field: "l" } },
  });
  return {
    ...base(frame, labelled(frame)),
    height: plan.labels.length * (grouped ? names.length * 15 + 10 : 28),
    encoding: {
      y: {
        field: "c",
        type: "nominal",
        sort: null,
        title: null,
        axis: { labelLimit: labelWidth(frame), domain: false, ticks: false, labelColor: frame.theme.title },
        scale: { paddingInner: grouped ? 0.22 : 0.34, paddingOuter: 0.1 },
      },
      ...(grouped ? { yOffset: { field: "s", type: "nominal", sort: names } } : {}),
      x: {
        field: "v",
        type: "quantitative",
        title: null,
        axis: low < 0 ? { labels: false, ticks: false, domain: false, values: [0] } : null,
        scale: { domain: domain[0] === domain[1] ? [0, 1] : domain, nice: false },
      },
    },
    layer: [{ mark: { type: "bar" }, encoding: colour(frame, false) }, text("positive"), text("negative")],
  };
}

function base(frame: PanelFrame, values: object[]): PanelSpec {
  return {
    data: { values },
    ...(frame.many
      ? {
          width: Math.max(120, frame.width - (frame.plan.mark === "bars" ? labelWidth(frame) : 48) - 40),
          title: {
            text: frame.panel.name,
            fontSize: 12,
            color: frame.theme.label,
            offset: 8,
            frame: "group",
          },
        }
      : {}),
  };
}

function labelled({ plan, panel }: PanelFrame): object[] {
  return panel.points.map((point) => ({
    c: plan.labels[point.at] ?? "",
    s: point.series,
    v: point.value,
    l: point.value === null ? "" : shortNumber(point.value, panel.unit),
  }));
}

function seriesOf({ plan, panel }: PanelFrame): string[] {
  return plan.series.filter((name) => panel.points.some((point) => point.series === name));
}

/** One series takes the first colour and no legend; shapes tell lines apart without colour. */
function colour(frame: PanelFrame, shapes: boolean): PanelSpec {
  const names = seriesOf(frame);
  const [first] = frame.theme.series;
  if (names.length < 2) return { color: { value: first } };
  const bright = names.filter((name) => name !== frame.plan.muted);
  const range = names.map((name) =>
    name === frame.plan.muted
      ? frame.theme.muted
      : frame.theme.series[bright.indexOf(name) % frame.theme.series.length],
  );
  const columns = frame.width < 480 ? 2 : 4;
  const encoding = { field: "s", type: "nominal", scale: { domain: names, range }, legend: { columns } };
  if (!shapes) return { color: encoding };
  return {
    color: encoding,
    shape: { field: "s", type: "nominal", scale: { domain: names, range: SHAPES }, legend: { columns } },
  };
}

function timeLabel(plan: ChartPlan): string {
  switch (plan.time?.grain) {
    case "year":
      return "utcFormat(datum.value, '%Y')";
    case "quarter":
      return "utcFormat(datum.value, 'Q%q %Y')";
    case "month":
      return "utcFormat(datum.value, '%b %Y')";
    default:
      return "utcFormat(datum.value, '%-d %b %Y')";
  }
}

function labelWidth({ plan, width }: PanelFrame): number {
  const longest = Math.max(...plan.labels.map((label) => label.length));
  return Math.min(LABEL_MAX, Math.floor(width * 0.4), longest * LETTER + 10);
}

function greatest(panel: ChartPanel): number {
  return panel.points.reduce((most, point) => Math.max(most, Math.abs(point.value ?? 0)), 0);
}

function isFlat(panel: ChartPanel): boolean {
  const known = panel.points.flatMap((point) => (point.value === null ? [] : [point.value]));
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return low > FLAT_SHARE * high;
}
