import { describe, expect, it } from "vitest";
import { resultCells } from "./result-cells.js";

const column = (columnName: string, type: number) => ({
  columnName,
  typeDesc: { types: [{ primitiveEntry: { type } }] },
});

const PARIS = { timezone: "Europe/Paris", zoneless: new Set<number>() };

describe("cells from Databricks", () => {
  it("show moments as the wall clock of the workspace's zone", () => {
    const schema = { columns: [column("at", 8)] };
    const rows = [{ at: new Date("2024-07-01T22:30:00.250Z") }, { at: null }];
    expect(resultCells(schema, rows, PARIS)).toEqual({
      columns: [{ name: "at", type: "string" }],
      rows: [["2024-07-02 00:30:00.25"], [null]],
    });
  });

  it("make dates of timestamps that are all midnights in that zone", () => {
    const schema = { columns: [column("at", 8), column("day", 17)] };
    const rows = [{ at: new Date("2024-06-30T22:00:00Z"), day: new Date("2024-07-01T00:00:00Z") }];
    expect(resultCells(schema, rows, PARIS)).toEqual({
      columns: [
        { name: "at", type: "date" },
        { name: "day", type: "date" },
      ],
      rows: [["2024-07-01", "2024-07-01"]],
    });
  });

  it("leave wall clocks without a zone as they are", () => {
    const schema = { columns: [column("at", 8), column("clock", 8)] };
    const moment = new Date("2024-07-01T22:30:00Z");
    expect(
      resultCells(schema, [{ at: moment, clock: moment }], { ...PARIS, zoneless: new Set([1]) }),
    ).toEqual({
      columns: [
        { name: "at", type: "string" },
        { name: "clock", type: "string" },
      ],
      rows: [["2024-07-02 00:30:00", "2024-07-01 22:30:00"]],
    });
  });

  it("keep numbers exact", () => {
    const schema = { columns: [column("a", 15), column("b", 4), column("c", 6)] };
    const rows = [
      { a: "-0.0500", b: 9007199254740993n, c: Number.NaN },
      { a: "12345678901234567.10", b: 5n, c: 0.1 },
    ];
    expect(resultCells(schema, rows, { ...PARIS, timezone: "UTC" }).rows).toEqual([
      [-0.05, "9007199254740993", null],
      ["12345678901234567.1", 5, 0.1],
    ]);
  });
});
