import type { TopLevelSpec } from "vega-lite";
import { describeChart } from "./chart-description.js";
import type { Chartable, ChartPlan } from "./chart-plan.js";
import { CHART_THEMES, type ChartTheme, type ChartThemeName } from "./chart-theme.js";
import { barPanel, columnPanel, linePanel, type PanelFrame, type PanelSpec } from "./panel-spec.js";
import { planChart } from "./plan-chart.js";

/** A Vega-Lite specification that holds its own data; it never refers to anything outside. */
export type VegaLiteSpec = TopLevelSpec;

export interface ChartOptions {
  theme: ChartThemeName;
  /** Width of the picture in pixels. */
  width: number;
  /** Empty edge in pixels, inside the width; 12 unless told. */
  padding?: number;
}

const PADDING = 12;
const FONT = "DejaVu Sans, system-ui, Segoe UI, Roboto, Helvetica, Arial, sans-serif";
const PICTURE: ChartOptions = { theme: "light", width: 720 };

/** The chart of an answer, or null where its shape has none: one row, nothing that varies, too many crossings. */
export function chartFor(answer: Chartable, options: ChartOptions = PICTURE): VegaLiteSpec | null {
  const plan = planChart(answer);
  return plan === null ? null : specOf(plan, options);
}

/** The chart in words, for alternative texts; null exactly where `chartFor` gives null. */
export function chartDescription(answer: Chartable): string | null {
  const plan = planChart(answer);
  return plan === null ? null : describeChart(plan);
}

function specOf(plan: ChartPlan, options: ChartOptions): VegaLiteSpec {
  const theme = CHART_THEMES[options.theme];
  const many = plan.panels.length > 1;
  const frames = plan.panels.map((panel): PanelFrame => ({ plan, panel, theme, width: options.width, many }));
  const panels = frames.map(panelOf);
  const head = {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    description: describeChart(plan),
    title: {
      text: wrap(plan.title, options.width),
      ...(plan.note === null ? {} : { subtitle: wrap(plan.note, options.width) }),
    },
    background: theme.surface,
    padding: options.padding ?? PADDING,
    config: configOf(theme),
  };
  const [only] = panels;
  const spec: object =
    !many && only !== undefined
      ? { ...head, ...only, width: options.width, autosize: { type: "fit-x", contains: "padding" } }
      : { ...head, vconcat: panels, spacing: 22 };
  return spec as VegaLiteSpec;
}

function panelOf(frame: PanelFrame): PanelSpec {
  switch (frame.plan.mark) {
    case "line":
      return linePanel(frame);
    case "columns":
      return columnPanel(frame);
    case "bars":
      return barPanel(frame);
  }
}

/** Titles don't wrap by themselves; about 8 pixels go to a letter at their size. */
function wrap(text: string, width: number): string[] {
  const room = Math.floor((width - 2 * PADDING) / 8);
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < room) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function configOf(theme: ChartTheme): object {
  return {
    font: FONT,
    view: { stroke: null },
    title: {
      anchor: "start",
      frame: "bounds",
      color: theme.title,
      subtitleColor: theme.label,
      fontSize: 14,
      fontWeight: 600,
      subtitleFontSize: 12,
      subtitlePadding: 4,
      offset: 14,
    },
    axis: {
      labelColor: theme.label,
      titleColor: theme.label,
      labelFontSize: 12,
      titleFontSize: 12,
      titleFontWeight: "normal",
      gridColor: theme.grid,
      domainColor: theme.grid,
      tickColor: theme.grid,
      labelPadding: 6,
    },
    legend: {
      orient: "top",
      direction: "horizontal",
      title: null,
      labelColor: theme.title,
      labelFontSize: 12,
      labelLimit: 180,
      symbolSize: 90,
      offset: 8,
    },
  };
}
