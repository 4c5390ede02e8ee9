/** Colours of one chart, readable beside each other with any common kind of colour blindness. */
export interface ChartTheme {
  surface: string;
  title: string;
  label: string;
  grid: string;
  /** Backdrop series, such as the previous period. */
  muted: string;
  series: string[];
}

export type ChartThemeName = "light" | "dark";

export const CHART_THEMES: Record<ChartThemeName, ChartTheme> = {
  light: {
    surface: "#ffffff",
    title: "#1f1d1a",
    label: "#5c574f",
    grid: "#e9e5dc",
    muted: "#8b8d92",
    series: ["#17608f", "#d9652b", "#1f9e83", "#9c2f6e", "#b08b00", "#3b3f46"],
  },
  dark: {
    surface: "#1d1f23",
    title: "#efece5",
    label: "#b3aea4",
    grid: "#34373d",
    muted: "#8a8d94",
    series: ["#5aa9e6", "#ff8f4f", "#33c9a0", "#d678b8", "#f5dc5b", "#e3e5ea"],
  },
};
