import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { superstoreCsv } from "../../src/warehouse/testing/superstore-tables.js";
import type { LakehouseTruth } from "./lakehouse-truth.js";

/** Two raw files over the shipped data: ragged and malformed lines, untrimmed keys, corrections in the later file. */
export async function plantFiles(folder: string, truth: LakehouseTruth) {
  mkdirSync(folder, { recursive: true });
  const connection = await (await DuckDBInstance.create()).connect();
  const reader = await connection.runAndReadAll(
    `SELECT * FROM read_csv('${superstoreCsv()}', all_varchar = true, header = true)`,
  );
  const header = reader.columnNames();
  const rows = reader.getRowsJson().map((row) => row.map((cell) => String(cell ?? "")));
  const names = header.map((name) => name.toLowerCase().replaceAll(/[^a-z]+/g, "_"));
  const sales = names.indexOf("sales");
  const early = rows.slice(0, 6000).map((row) => row.with(1, ` ${row[1]?.toLowerCase()} `));
  const later = [
    ...rows.slice(6000),
    ...early.slice(0, 100).map((row, i) => row.with(sales, `${i}.25`)),
    ...early.slice(200, 207).map((row) => row.with(sales, "unknown")),
  ].map((row) => [...row, "web"]);
  const quote = (row: string[]) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",");
  const ragged = ["1,2,3", "a line that is none"];
  const write = (name: string, lines: string[], time: string) => {
    writeFileSync(join(folder, name), `${lines.join("\n")}\n`);
    utimesSync(join(folder, name), new Date(time), new Date(time));
  };
  write("b-first.csv", [quote(header), ...early.map(quote), ...ragged], "2018-01-01T00:00:00Z");
  write("a-later.csv", [quote([...header, "Sold Through"]), ...later.map(quote)], "2018-01-01T12:00:00Z");
  const arrive = (row: string[], at: string, sequence: number) => {
    const line = Object.fromEntries(names.map((name, i) => [name, (row[i] ?? "").trim()]));
    if (line.sales !== "unknown") truth.take(line, at, sequence);
  };
  for (const [i, row] of early.entries()) arrive(row, "2018-01-01T00:00:00Z", i + 2);
  for (const [i, row] of later.entries()) arrive(row, "2018-01-01T12:00:00Z", i + 2);
  return {
    rows: early.length + later.length,
    ragged: ragged.length,
    malformed: 7,
    quarantined: ragged.map((text, i) => [early.length + 2 + i, text]),
  };
}
