import { expect, it } from "vitest";
import { parseTypeText } from "../type-text.js";
import { duckdbType } from "./data-type.js";
import { toDuckdb } from "./translate.js";

const nameOf = (text: string) => {
  const type = parseTypeText(text);
  return type === null ? null : duckdbType(type);
};

it.each([
  ["DECIMAL", "DECIMAL(10,0)"],
  ["numeric(12, 3)", "DECIMAL(12,3)"],
  ["varchar(10)", "VARCHAR"],
  ["double precision", "DOUBLE"],
  ["timestamp_ntz", "TIMESTAMP"],
  ["binary", "BLOB"],
  ["map<string, array<decimal(5, 1)>>", "MAP(VARCHAR, DECIMAL(5,1)[])"],
  ["STRUCT<`a b`: int, From string NOT NULL>", 'STRUCT("a b" INTEGER, "From" VARCHAR)'],
  ['struct<`q``t"u`: array<binary>>', 'STRUCT("q`t""u" BLOB[])'],
])("names the type %s for DuckDB", (text, name) => {
  expect(nameOf(text)).toBe(name);
});

it("knows no name for what DuckDB can't hold, alone or inside", () => {
  const texts = [
    "interval day",
    "variant",
    "void",
    "array<void>",
    "map<int, variant>",
    "struct<a: variant>",
    "struct<>",
  ];
  const wrong = [
    "decimal(5,-2)",
    "decimal(1,2,3)",
    "int(3)",
    "string(3)",
    "map<int>",
    "hugeint",
    "int x",
    "",
  ];
  expect([...texts, ...wrong].map(nameOf).filter((name) => name !== null)).toEqual([]);
});

it("casts to sized texts inside a list, and to bytes nowhere", () => {
  const cast = (type: string) => toDuckdb(`SELECT CAST(x AS ${type}) AS y FROM gold.t`, { catalog: "main" });
  expect(cast("ARRAY<VARCHAR(3)>")).toMatchObject({ ok: true, sql: expect.stringContaining("VARCHAR[]") });
  for (const type of ["BINARY", "ARRAY<BINARY>", "MAP<STRING, BINARY>", "STRUCT<a: BINARY>"])
    expect(cast(type)).toMatchObject({ ok: false, construct: "type binary" });
});
