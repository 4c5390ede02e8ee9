import { describe, expect, it } from "vitest";
import { hasMoments, resultCells } from "./result-cells.js";

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

  it("keep the warehouse's own text of timestamps to the microsecond", () => {
    const schema = { columns: [column("at", 8), column("day", 8)] };
    const texts = [
      "1969-12-31 23:59:59.999999",
      "2024-02-29 13:45:07.250000",
      "2024-02-29T13:45:07",
      "2024-07-01T22:30:00.000001Z",
      "2024-07-01 22:30:00+02:00",
    ];
    const rows = texts.map((at) => ({ at, day: "0001-01-01 00:00:00" }));
    const { columns, rows: cells } = resultCells(schema, rows, PARIS);
    expect(columns.map(({ type }) => type)).toEqual(["string", "date"]);
    expect(cells).toEqual(
      [
        "1969-12-31 23:59:59.999999",
        "2024-02-29 13:45:07.25",
        "2024-02-29 13:45:07",
        "2024-07-02 00:30:00.000001",
        "2024-07-01 22:30:00",
      ].map((at) => [at, "0001-01-01"]),
    );
    expect(hasMoments(schema, rows)).toBe(false);
    expect(hasMoments(schema, [{ at: null }, { at: new Date() }])).toBe(true);
  });

  it("read decimals in Java's scientific notation", () => {
    const schema = { columns: [column("a", 15)] };
    const written = ["1E-18", "0E-18", "-1.5E+3", "12E2", "1.50"];
    const rows = written.map((a) => ({ a }));
    expect(resultCells(schema, rows, PARIS).rows.flat()).toEqual([1e-18, 0, -1500, 1200, 1.5]);
  });

  it("write nested values as JSON with whole integers", () => {
    const schema = { columns: [column("a", 12)] };
    const nested = { a: [9007199254740993n, null, { b: new Uint8Array([0, 255]), c: 'x"' }] };
    expect(resultCells(schema, [nested], PARIS).rows).toEqual([
      ['[9007199254740993,null,{"b":"00ff","c":"x\\""}]'],
    ]);
  });
});
