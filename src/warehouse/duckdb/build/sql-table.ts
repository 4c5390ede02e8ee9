import { AppError } from "../../../contracts/errors.js";
import type { TableSource } from "../../../contracts/semantic-model.js";
import { readCatalog } from "../catalog.js";
import { firstLine } from "../engine-error.js";
import { relationsOf } from "../relations.js";
import { translator } from "../translation.js";
import { createFromScan } from "./parquet-table.js";
import type { LoadedTable, TableBuild } from "./table-build.js";

/** Builds a table from a SELECT over the others. Throws AppError naming the file. */
export async function loadSql(build: TableBuild, source: TableSource, sql: string): Promise<LoadedTable> {
  try {
    const translate = translator(
      build.catalog,
      await readCatalog(build.connection, build.catalog),
      build.timezone,
    );
    await createFromScan(build, source, `(${translate(sql)}\n)`);
  } catch (cause) {
    throw new AppError(
      "bad_source",
      "configuration",
      `${source.path} can't be built: ${cause instanceof AppError ? cause.message : firstLine(cause)}`,
      "Correct the SQL.",
      { cause },
    );
  }
  return { notices: [] };
}

/** Sources in an order in which each SQL table comes after what it reads. Throws AppError on a circle. */
export function buildOrder(
  sources: readonly TableSource[],
  sqlOf: ReadonlyMap<string, string>,
  catalog: string,
): { source: TableSource; reads: string[] }[] {
  const names = new Set(sources.map((source) => source.name));
  const waiting = sources.map((source) => {
    const sql = sqlOf.get(source.name);
    const reads = sql === undefined ? [] : relationsOf(sql, catalog).filter((name) => names.has(name));
    return { source, reads };
  });
  const ordered: typeof waiting = [];
  const done = new Set<string>();
  while (waiting.length > 0) {
    const at = waiting.findIndex(({ reads }) => reads.every((name) => done.has(name)));
    if (at < 0) {
      throw new AppError(
        "bad_source",
        "configuration",
        `These tables read each other in a circle: ${waiting.map(({ source }) => source.name).join(", ")}.`,
        "Break the circle in their SQL.",
      );
    }
    for (const entry of waiting.splice(at, 1)) {
      ordered.push(entry);
      done.add(entry.source.name);
    }
  }
  return ordered;
}
