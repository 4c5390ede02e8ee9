import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Cell } from "../contracts/result.js";
import { matchRows } from "./rows-match.js";

const columns = (text: string) =>
  text.split(", ").map((name) => ({
    name: name.replace("#", ""),
    role: name.startsWith("#") ? ("measure" as const) : ("dimension" as const),
  }));
const right = (rows: Cell[][], shown: { columns: string; rows: Cell[][] }, ordered = false) =>
  matchRows(
    { rows, width: rows[0]?.length ?? 1, ordered },
    { columns: columns(shown.columns), rows: shown.rows },
  ).right;

const REGIONS: Cell[][] = [
  ["East", 100.5],
  ["West", 200.25],
];

describe("row matching", () => {
  it("takes rows as a set and columns in any place and under any name", () => {
    expect(right(REGIONS, { columns: "Area, #Takings", rows: [...REGIONS].reverse() })).toBe(true);
    expect(right([[3, "East"]], { columns: "Region, #Orders", rows: [["East", 3]] })).toBe(true);
  });

  it("fails a wrong number, a missing row, a row too many and a wrong label", () => {
    const shown = (rows: Cell[][]) => ({ columns: "Region, #Sales", rows });
    expect(
      right(
        REGIONS,
        shown([
          ["East", 100.5],
          ["West", 202],
        ]),
      ),
    ).toBe(false);
    expect(right(REGIONS, shown([["East", 100.5]]))).toBe(false);
    expect(right(REGIONS, shown([...REGIONS, ["South", 1]]))).toBe(false);
    expect(
      right(
        REGIONS,
        shown([
          ["East", 100.5],
          ["South", 200.25],
        ]),
      ),
    ).toBe(false);
  });

  it("fails numbers that belong to other rows", () => {
    expect(
      right(REGIONS, {
        columns: "Region, #Sales",
        rows: [
          ["East", 200.25],
          ["West", 100.5],
        ],
      }),
    ).toBe(false);
  });

  it("keeps order only where it was asked for", () => {
    const shown = { columns: "Region, #Sales", rows: [...REGIONS].reverse() };
    expect(right(REGIONS, shown, false)).toBe(true);
    expect(right(REGIONS, shown, true)).toBe(false);
  });

  it("allows left-over dimensions and the previous, change and share columns of an asked number alone", () => {
    const one: Cell[][] = [[10]];
    expect(right(one, { columns: "Period, #Sales", rows: [["2017", 10]] })).toBe(true);
    expect(
      right(one, {
        columns: "#Sales, #Sales (previous), #Sales change, #Sales change %",
        rows: [[10, 8, 2, 0.25]],
      }),
    ).toBe(true);
    expect(right(one, { columns: "#Sales, #Sales share", rows: [[10, 1]] })).toBe(true);
    expect(right(one, { columns: "#Sales, #Profit", rows: [[10, 3]] })).toBe(false);
    expect(right(one, { columns: "#Sales, #Profit change", rows: [[10, 3]] })).toBe(false);
  });

  it("uses each answer column once", () => {
    expect(right([[5, 5]], { columns: "#Sales", rows: [[5]] })).toBe(false);
    expect(right([[5, 5]], { columns: "#Sales, #Profit", rows: [[5, 5]] })).toBe(true);
  });

  it("finds the assignment where several columns look alike one by one", () => {
    const rows: Cell[][] = [
      ["a", 1, 2],
      ["b", 2, 1],
    ];
    expect(
      right(rows, {
        columns: "Key, #X, #Y",
        rows: [
          ["a", 2, 1],
          ["b", 1, 2],
        ],
      }),
    ).toBe(true);
    expect(
      right(rows, {
        columns: "Key, #X, #Y",
        rows: [
          ["a", 1, 1],
          ["b", 2, 2],
        ],
      }),
    ).toBe(false);
  });

  it.each([
    [1000, 1004.9, true],
    [1000, 1005.1, false],
    [1.5, 1.509, true],
    [0.12, 0.1204, true],
    [0.12, 0.1206, false],
    [0, 0.0005, true],
    [0, 0.001, false],
    [9007199254740992, "9007199254740993", true],
    [null, 0, false],
    [0, null, false],
    [null, null, true],
    ["2017-01-01", "2017-01-01T00:00:00.000Z", true],
    ["2017-01-01 00:00:00", "2017-01-01", true],
    ["2017-01-01", "2017-01-02", false],
    ["East", "east", false],
    [true, "true", true],
  ] as [Cell, Cell, boolean][])("%s against %s: %s", (expected, given, same) => {
    expect(right([[expected]], { columns: "#X", rows: [[given]] })).toBe(same);
  });

  it("pairs rows under the tolerance even where sorting would pair them wrongly", () => {
    const expected: Cell[][] = [
      [1000, 5],
      [1004, 1],
    ];
    const shown: Cell[][] = [
      [1003, 5],
      [1001, 1],
    ];
    expect(right(expected, { columns: "#X, #Y", rows: shown })).toBe(true);
  });

  it("never tells a shuffled copy from the original, and always a changed one", () => {
    const table = fc.array(
      fc.tuple(fc.constantFrom("a", "b", "c", null), fc.integer({ min: 10, max: 10_000 })),
      {
        minLength: 1,
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(table, fc.infiniteStream(fc.nat()), (rows, random) => {
        const shuffled = rows
          .map((row) => ({ row, at: random.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ row }) => [...row] as Cell[]);
        expect(right(rows, { columns: "K, #V", rows: shuffled })).toBe(true);
        const changed = shuffled.map((row, index) =>
          index === 0 ? [row[0] ?? null, Number(row[1]) * 3] : row,
        );
        expect(right(rows, { columns: "K, #V", rows: changed })).toBe(false);
      }),
    );
  });
});
