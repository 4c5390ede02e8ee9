import { describe, expect, it } from "vitest";
import { type MetricQuery, queryOn } from "../../contracts/metric-query.js";
import type { LedgerEntry } from "../../contracts/reading.js";
import type { Cell, OutputColumn } from "../../contracts/result.js";
import { askedBound } from "./asked-bound.js";
import { narrate } from "./narrate.js";
import type { Scene } from "./scene.js";
import { unevenNotes } from "./uneven-periods.js";

function measure(name: string, index: number, unit: string | null): OutputColumn {
  return { name, type: "number", role: "measure", unit, of: { kind: "select", index }, decimals: null };
}

function ledger(words: string, as: string): LedgerEntry[] {
  return [{ words, as, span: null, kind: "operation", strength: "exact", score: 1 }];
}

interface Given {
  question: string;
  rows: Cell[][];
  columns?: OutputColumn[];
  query?: Partial<MetricQuery>;
  bound?: [words: string, as: string];
}

const RATE = [measure("Rate", 0, "ratio")];
const COUNT = [measure("Rides", 0, null)];

function sceneOf({ question, rows, columns = COUNT, query, bound }: Given): Scene {
  return {
    question,
    query: queryOn("rides", {
      select: columns.map(({ name }) => ({ kind: "measure", measure: name })),
      ...query,
    }),
    periodWords: "",
    view: {
      name: "rides",
      source: "a.b.c",
      comment: null,
      timeField: "Day",
      fields: [],
      measures: [],
      joins: [],
    } as unknown as Scene["view"],
    columns,
    rows,
    truncated: false,
    rules: { weekStarts: "monday", fiscalYearStarts: 1 },
    summable: [],
    loaded: { asOf: "2017-10-20", days: { Day: { first: "2015-01-01", last: "2017-10-19" } } },
    asked: bound ? askedBound(ledger(...bound)) : null,
  };
}

function headline(given: Given): string {
  const told = narrate(sceneOf(given));
  expect(told.grounded).toBe(true);
  return told.headline;
}

describe("a question for yes or no", () => {
  it.each([
    ["above 20%", "asked whether it is more than 20", "No. Rate was 18.4%."],
    ["above 18%", "asked whether it is more than 18", "Yes. Rate was 18.4%."],
    ["at most 18.4 percent", "asked whether it is at most 18.4", "Yes. Rate was 18.4%."],
    ["between 10% and 15%", "asked whether it is from 10 to 15", "No. Rate was 18.4%."],
    // Whether 20 is meant as 20 % is not known.
    ["above 20", "asked whether it is more than 20", "Rate was 18.4%."],
  ])("about a ratio %s says which", (words, as, expected) => {
    const question = `is the rate ${words}?`;
    expect(headline({ question, columns: RATE, rows: [[0.184]], bound: [words, as] })).toBe(expected);
  });

  it("about an amount says which, and not where the bound is a share that was not computed", () => {
    const bound = (words: string, value: number): Given => ({
      question: `are rides above ${words}?`,
      rows: [[60]],
      bound: [`above ${words}`, `asked whether it is more than ${value}`],
    });
    expect(headline(bound("50", 50))).toBe("Yes. Rides were 60.");
    expect(headline(bound("5k", 5000))).toBe("No. Rides were 60.");
    expect(headline(bound("50%", 50))).toBe("Rides were 60.");
  });

  it("about a change weighs the change, and a fall by its size", () => {
    const added = (kind: "previous" | "change" | "change_ratio", unit: string | null): OutputColumn => ({
      ...measure(`Rides ${kind}`, 0, unit),
      of: { kind, index: 0 },
    });
    const columns = [
      ...COUNT,
      added("previous", null),
      added("change", null),
      added("change_ratio", "ratio"),
    ];
    const ask = (question: string): string =>
      headline({
        question,
        columns,
        rows: [[80, 100, -20, -0.2]],
        bound: ["more than 10%", "asked whether it is more than 10"],
      });
    expect(ask("did rides fall by more than 10%?")).toMatch(/^Yes\. /);
    expect(ask("did rides rise by more than 10%?")).toMatch(/^No\. /);
  });

  it("about any says whether there is one", () => {
    expect(headline({ question: "are there any rides in the docks?", rows: [[1]] })).toBe(
      "Yes. Rides were 1.",
    );
    expect(headline({ question: "are there any rides in the docks?", rows: [[0]] })).toBe(
      "No. Rides were 0.",
    );
    expect(headline({ question: "how many rides are there?", rows: [[1]] })).toBe("Rides were 1.");
  });

  it("about any member says whether one passed, and only where something was to be passed", () => {
    const area: OutputColumn = {
      ...measure("Area", 0, null),
      type: "string",
      role: "dimension",
      of: { kind: "group", index: 0 },
    };
    const groupBy: MetricQuery["groupBy"] = [{ kind: "field", field: "Area" }];
    const having: MetricQuery["having"] = [
      { select: 0, of: "value", min: { value: 50, inclusive: false }, max: null, negated: false },
    ];
    const ask = (rows: Cell[][], query: Partial<MetricQuery>): string =>
      headline({ question: "do any areas have rides above 50?", columns: [area, ...COUNT], rows, query });
    expect(ask([["Docks", 60]], { groupBy, having })).toBe("Yes. Only Docks had Rides of more than 50: 60.");
    expect(ask([], { groupBy, having })).toBe("No areas had Rides of more than 50.");
    expect(ask([["Docks", 60]], { groupBy })).not.toMatch(/^Yes/);
  });

  it("about two numbers says whether the first is on that side of the second", () => {
    const columns = [measure("Sales", 0, "USD"), measure("Target", 1, "USD")];
    const rows = [[90, 100]];
    expect(headline({ question: "were sales below target?", columns, rows })).toMatch(/^Yes\. Sales were/);
    expect(headline({ question: "were sales above target?", columns, rows })).toMatch(/^No\. Sales were/);
  });
});

describe("periods that are not equally long", () => {
  const year = {
    label: "2016",
    start: "2016-01-01",
    end: "2017-01-01",
    grain: "year",
    toDate: false,
  } as const;
  const running = { ...year, label: "2017 to date", start: "2017-01-01", end: "2017-10-20", toDate: true };
  const period: OutputColumn = {
    ...measure("Period", 0, null),
    type: "string",
    role: "dimension",
    of: { kind: "period" },
  };

  function compared(periods: MetricQuery["periods"], columns: OutputColumn[]): Scene {
    const rows = periods.map(({ label }, at) => [label, 80 + at]);
    const scene = sceneOf({ question: "", columns, rows });
    return {
      ...scene,
      query: queryOn("rides", { select: [{ kind: "measure", measure: "Rides" }], periods }),
    };
  }

  it("are called so beside sums and counts, with the days that count", () => {
    const scene = compared([running, year], [period, ...COUNT]);
    const names = "2017 to date (1 January to 19 October 2017) and 2016";
    expect(narrate(scene).narrative).toBe(
      `2017 to date is 1 (1.2%) lower than 2016. Not equally long: ${names}.`,
    );
    expect(unevenNotes(scene)).toEqual([`The periods compared are not equally long: ${names}.`]);
  });

  it("are noted alone beside ratios", () => {
    const scene = compared([running, year], [period, ...RATE]);
    expect(narrate(scene).narrative).not.toContain("equally");
    expect(unevenNotes(scene)).toHaveLength(1);
  });

  it("are none where both are whole, or differ by next to nothing", () => {
    const before = { ...year, label: "2015", start: "2015-01-01", end: "2016-01-01" };
    expect(unevenNotes(compared([year, before], [period, ...COUNT]))).toEqual([]);
    const same = { ...running, label: "2016 to 19 October", start: "2016-01-01", end: "2016-10-20" };
    expect(unevenNotes(compared([running, same], [period, ...COUNT]))).toEqual([]);
    const [february, march] = [
      { ...year, label: "February 2017", start: "2017-02-01", end: "2017-03-01", grain: "month" as const },
      { ...year, label: "March 2017", start: "2017-03-01", end: "2017-04-01", grain: "month" as const },
    ];
    expect(unevenNotes(compared([february, march], [period, ...COUNT]))).toEqual([]);
  });
});
