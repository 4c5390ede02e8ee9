import { describe, expect, it } from "vitest";
import type { AnswerColumn } from "../contracts/answer.js";
import type { Cell } from "../contracts/result.js";
import type { Chartable } from "./chart-plan.js";
import { chartDescription, chartFor } from "./chart-spec.js";
import { CHART_THEMES } from "./chart-theme.js";
import { planChart } from "./plan-chart.js";

describe("planChart", () => {
  const months = ["2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01"];

  it("draws a line over time and keeps a hole where a value is missing", () => {
    const plan = planChart(
      table(
        [date("Sold"), money("Takings")],
        months.map((month, n) => [month, n === 1 ? null : n]),
      ),
    );
    expect(plan).toMatchObject({ mark: "line", title: "Takings by month", series: ["Takings"] });
    expect(plan?.labels).toEqual(["Jan 2025", "Feb 2025", "Mar 2025", "Apr 2025"]);
    expect(plan?.panels[0]?.points.map(({ value }) => value)).toEqual([0, null, 2, 3]);
  });

  it("puts dates in order, whatever the order of the rows", () => {
    const plan = planChart(
      table(
        [date("Sold"), money("Takings")],
        [...months].reverse().map((m) => [m, 1]),
      ),
    );
    expect(plan?.time?.dates).toEqual(months);
  });

  it("gives a line to each value of a second dimension, and says which it leaves out", () => {
    const shops = Array.from({ length: 9 }, (_, n) => `Shop ${n}`);
    const rows = months.flatMap((month) => shops.map((shop, n): Cell[] => [month, shop, (n + 1) * 10]));
    const plan = planChart(table([date("Sold"), text("Shop"), money("Takings")], rows));
    expect(plan?.series).toEqual(["Shop 8", "Shop 7", "Shop 6", "Shop 5", "Shop 4", "Shop 3"]);
    expect(plan?.note).toBe("The 6 largest of 9 by Shop");
  });

  it("stands two dates as columns: a line between two points claims a course", () => {
    expect(
      planChart(
        table(
          [date("Sold"), money("Takings")],
          [
            [months[0] ?? "", 1],
            [months[1] ?? "", 2],
          ],
        ),
      ),
    ).toMatchObject({
      mark: "columns",
    });
  });

  it("lays categories as bars, largest first, and keeps an order that the rows have", () => {
    const columns = [text("Shop"), money("Takings")];
    const labels = (rows: Cell[][]) => planChart(table(columns, rows))?.labels;
    expect(
      labels([
        ["b", 2],
        ["c", 3],
        ["a", 1],
      ]),
    ).toEqual(["c", "b", "a"]);
    expect(
      labels([
        ["a", -3],
        ["b", 1],
        ["c", 5],
      ]),
    ).toEqual(["a", "b", "c"]);
  });

  it("cuts bars at 20 and says of how many", () => {
    const rows = Array.from({ length: 49 }, (_, n): Cell[] => [`Shop ${n}`, n % 7]);
    const plan = planChart(table([text("Shop"), money("Takings")], rows));
    expect(plan?.labels).toHaveLength(20);
    expect(plan?.note).toBe("The first 20 of 49 by Takings");
    expect(planChart({ ...table([text("Shop"), money("Takings")], rows), truncated: true })?.note).toBe(
      "The first 20 of more than 49 by Takings",
    );
  });

  it("keeps the order of numbers, weekdays and months as columns", () => {
    const hours = planChart(
      table(
        [number("Hour"), money("Takings")],
        [
          [3, 9],
          [1, 2],
          [2, 5],
        ],
      ),
    );
    expect(hours).toMatchObject({ mark: "columns", labels: ["1", "2", "3"] });
    const days = planChart(
      table(
        [text("Day"), money("Takings")],
        [
          ["Monday", 1],
          ["Tuesday", 7],
          ["Sunday", 3],
        ],
      ),
    );
    expect(days).toMatchObject({ mark: "columns", labels: ["Monday", "Tuesday", "Sunday"] });
  });

  it("groups bars by the dimension with fewer values", () => {
    const rows = ["n", "s", "w"].flatMap((shop) => ["x", "y"].map((kind): Cell[] => [shop, kind, 4]));
    const plan = planChart(table([text("Shop"), text("Kind"), money("Takings")], rows));
    expect(plan).toMatchObject({ mark: "bars", series: ["x", "y"], title: "Takings by Shop and Kind" });
  });

  it("sets a previous period behind the present one, and leaves changes to the table", () => {
    const plan = planChart(
      table(
        [
          text("Shop"),
          money("Takings"),
          money("Takings (previous)"),
          money("Takings change"),
          ratio("Takings change %"),
        ],
        [
          ["a", 4, 2, 2, 1],
          ["b", 3, 3, 0, 0],
        ],
      ),
    );
    expect(plan).toMatchObject({
      series: ["Takings", "Takings (previous)"],
      muted: "Takings (previous)",
      title: "Takings by Shop",
    });
    expect(plan?.panels).toHaveLength(1);
  });

  it("gives measures of other units their own panel, and shares one scale among like ones", () => {
    const rows = months.map((month): Cell[] => [month, 100, 80, 0.2]);
    const plan = planChart(table([date("Sold"), money("Takings"), money("Costs"), ratio("Margin")], rows));
    expect(plan?.panels.map(({ name }) => name)).toEqual(["Takings, Costs", "Margin"]);
  });

  it("reads exact numbers that arrive as text", () => {
    const plan = planChart(
      table(
        [text("Shop"), number("Items", "measure")],
        [
          ["a", "9007199254740993"],
          ["b", "12"],
        ],
      ),
    );
    expect(plan?.panels[0]?.points[0]?.value).toBe(9007199254740992);
  });

  it.each<[string, Chartable]>([
    ["one row", table([text("Shop"), money("Takings")], [["a", 1]])],
    ["no rows", table([text("Shop"), money("Takings")], [])],
    ["no measure", table([text("Shop")], [["a"], ["b"]])],
    ["no dimension", table([money("Takings")], [[1], [2]])],
    [
      "nothing but nulls",
      table(
        [text("Shop"), money("Takings")],
        [
          ["a", null],
          ["b", null],
        ],
      ),
    ],
    [
      "one spot twice",
      table(
        [text("Shop"), money("Takings")],
        [
          ["a", 1],
          ["a", 2],
          ["b", 1],
        ],
      ),
    ],
    [
      "too many crossings",
      table(
        [text("Shop"), text("Item"), money("Takings")],
        Array.from({ length: 100 }, (_, n): Cell[] => [`s${n % 10}`, `i${Math.floor(n / 10)}`, n]),
      ),
    ],
    [
      "a refusal",
      {
        ...table(
          [text("Shop"), money("Takings")],
          [
            ["a", 1],
            ["b", 2],
          ],
        ),
        status: "refused",
      },
    ],
    [
      "a definition",
      {
        ...table(
          [text("Name"), number("Uses", "measure")],
          [
            ["a", 1],
            ["b", 2],
          ],
        ),
        path: "defined",
      },
    ],
  ])("draws nothing for %s", (_, answer) => {
    expect(planChart(answer)).toBeNull();
    expect(chartFor(answer)).toBeNull();
    expect(chartDescription(answer)).toBeNull();
  });
});

describe("chartFor", () => {
  const answer = table(
    [text("Shop"), money("Takings")],
    [
      ["a", 1_500_000],
      ["b", -20],
    ],
  );

  it("describes the chart for people who don't see it", () => {
    expect(chartDescription(answer)).toBe(
      "Bar chart: Takings by Shop, 2 values. Highest: a with $1.5M. Lowest: b with -$20.",
    );
    expect(chartFor(answer)).toMatchObject({ description: chartDescription(answer) });
  });

  it("is plain JSON without any address of data", () => {
    const spec = chartFor(answer, { theme: "dark", width: 400 });
    expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
    expect(JSON.stringify(spec)).not.toContain('"url"');
    expect(spec).toMatchObject({ background: CHART_THEMES.dark.surface, width: 400 });
  });
});

describe("chart themes", () => {
  it.each(["light", "dark"] as const)("keep 3:1 of contrast and stay apart when colour-blind: %s", (name) => {
    const { series, surface, muted } = CHART_THEMES[name];
    for (const colour of [...series, muted]) expect(contrast(colour, surface)).toBeGreaterThan(3);
    for (const sight of Object.values(SIGHTS)) {
      series.forEach((a, i) => {
        for (const b of series.slice(0, i)) expect(distance(a, b, sight)).toBeGreaterThan(7);
      });
    }
  });
});

function table(columns: AnswerColumn[], rows: Cell[][]): Chartable {
  return { status: "answered", path: "compiled", columns, rows, truncated: false };
}
function text(name: string): AnswerColumn {
  return { name, type: "string", role: "dimension" };
}
function date(name: string): AnswerColumn {
  return { name, type: "date", role: "dimension" };
}
function number(name: string, role: AnswerColumn["role"] = "dimension"): AnswerColumn {
  return { name, type: "number", role };
}
function money(name: string): AnswerColumn {
  return { name, type: "number", role: "measure", unit: "USD" };
}
function ratio(name: string): AnswerColumn {
  return { name, type: "number", role: "measure", unit: "ratio" };
}

/** Machado, Oliveira, Fernandes 2009, severity 1: linear RGB as seen without one kind of cone. */
const SIGHTS = {
  full: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

function linear(hex: string): number[] {
  return [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
}

/** WCAG 2 contrast ratio. */
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [a, b]
    .map((hex) => linear(hex).reduce((sum, v, i) => sum + v * ([0.2126, 0.7152, 0.0722][i] ?? 0), 0))
    .sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** CIE76 distance of two colours as seen. */
function distance(a: string, b: string, sight: number[]): number {
  const [p, q] = [lab(a, sight), lab(b, sight)];
  return Math.hypot(...p.map((v, i) => v - (q[i] ?? 0)));
}

function lab(hex: string, sight: number[]): number[] {
  const rgb = linear(hex);
  const [r = 0, g = 0, b = 0] = [0, 1, 2].map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        rgb.reduce((sum, v, i) => sum + v * (sight[3 * row + i] ?? 0), 0),
      ),
    ),
  );
  const f = (t: number): number => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
