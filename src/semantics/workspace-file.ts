import { existsSync, statSync } from "node:fs";
import { dirname, isAbsolute, resolve } from "node:path";
import { WEEKDAYS } from "../contracts/dates.js";
import type { ConfigProblem } from "../contracts/errors.js";
import type { TableSource, Workspace } from "../contracts/semantic-model.js";
import { MapReader } from "./map-reader.js";
import { normalizeRelation } from "./relation-name.js";
import type { YamlEntry, YamlValue } from "./yaml-tree.js";

export const WORKSPACE_FILE = "workspace.yaml";

export type WorkspaceHead = Pick<
  Workspace,
  "name" | "description" | "timezone" | "asOf" | "calendar" | "currency" | "engine" | "catalog" | "tables"
>;

/** Reads workspace.yaml: engine, time, calendar, currency and local tables. Paths become absolute. */
export function readWorkspaceFile(
  root: string,
  value: YamlValue | null,
  problems: ConfigProblem[],
): WorkspaceHead {
  const keys = ["name", "description", "timezone", "as_of", "calendar", "currency", "warehouse"];
  const map = new MapReader(value, "the workspace", keys, WORKSPACE_FILE, problems);
  const calendar = new MapReader(
    map.value("calendar"),
    "`calendar`",
    ["week_starts", "fiscal_year_starts"],
    WORKSPACE_FILE,
    problems,
  );
  const warehouse = new MapReader(
    map.value("warehouse"),
    "`warehouse`",
    ["engine", "catalog", "tables"],
    WORKSPACE_FILE,
    problems,
  );
  const catalog = (warehouse.text("catalog") ?? "main").toLowerCase();
  return {
    name: map.requiredText("name"),
    description: map.text("description"),
    timezone: timezoneOf(map),
    asOf: asOfOf(map),
    calendar: {
      weekStarts: calendar.choice("week_starts", WEEKDAYS) ?? "monday",
      fiscalYearStarts: calendar.integer("fiscal_year_starts", 1, 12) ?? 1,
    },
    currency: currencyOf(map),
    engine: warehouse.choice("engine", ["duckdb", "databricks"] as const) ?? "duckdb",
    catalog,
    tables: tablesOf(root, warehouse.value("tables"), catalog, problems),
  };
}

function timezoneOf(map: MapReader): string {
  const zone = map.text("timezone") ?? "UTC";
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return zone;
  } catch {
    map.problem(
      map.place("timezone").line,
      `\`${zone}\` is not a time zone.`,
      "Write a name of the IANA list, such as Europe/Paris or UTC.",
    );
    return "UTC";
  }
}

function asOfOf(map: MapReader): string {
  const text = map.text("as_of") ?? "today";
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
  if (text === "today" || text === "latest" || isDate) return text;
  map.problem(
    map.place("as_of").line,
    `\`as_of\` is \`${text}\`.`,
    "Write a date (YYYY-MM-DD), today, or latest.",
  );
  return "today";
}

function currencyOf(map: MapReader): string | null {
  const text = map.text("currency");
  if (text === null || /^[A-Z]{3}$/.test(text)) return text;
  map.problem(
    map.place("currency").line,
    `\`${text}\` is not a currency code.`,
    "Write three capital letters, such as EUR.",
  );
  return null;
}

const KINDS = ["csv", "parquet", "delta", "sql"] as const;

function tablesOf(
  root: string,
  value: YamlValue | null,
  catalog: string,
  problems: ConfigProblem[],
): TableSource[] {
  const seen = new Set<string>();
  const map = new MapReader(value, "`tables`", null, WORKSPACE_FILE, problems);
  return map.entries().flatMap((entry) => {
    const name = normalizeRelation(entry.key, catalog);
    if (name === null) {
      map.problem(
        entry.line,
        `\`${entry.key}\` is not the name of a table.`,
        "Write <schema>.<table> or <catalog>.<schema>.<table>.",
      );
      return [];
    }
    if (seen.has(name)) map.problem(entry.line, `The table \`${name}\` stands here twice.`, "Keep one.");
    seen.add(name);
    return tableOf(root, name, entry, problems);
  });
}

function tableOf(root: string, name: string, entry: YamlEntry, problems: ConfigProblem[]): TableSource[] {
  const what = `the table \`${entry.key}\``;
  const map = new MapReader(entry.value, what, [...KINDS, "columns"], WORKSPACE_FILE, problems);
  const given = KINDS.filter((kind) => map.has(kind));
  const columns = map.has("columns") ? columnsOf(what, map.value("columns"), problems) : null;
  if (given.length > 1 || (given.length === 0 && columns === null)) {
    map.problem(
      entry.line,
      `${what} must have one of csv, parquet, delta, sql or columns.`,
      "Say where its rows are, or list its columns.",
    );
    return [];
  }
  const [kind] = given;
  if (kind === undefined) return [{ name, kind: "schema_only", path: null, columns }];
  const path = absolutePath(root, map.requiredText(kind));
  const missing = missingPart(path, kind);
  if (missing !== null) {
    map.problem(
      map.place(kind).line,
      `${what} reads \`${map.text(kind)}\`: ${missing}.`,
      "Correct the path.",
    );
  }
  return [{ name, kind, path, columns }];
}

function columnsOf(what: string, value: YamlValue | null, problems: ConfigProblem[]): Record<string, string> {
  const map = new MapReader(value, `columns of ${what}`, null, WORKSPACE_FILE, problems);
  const columns: Record<string, string> = {};
  let open: string | null = null;
  for (const { key } of map.entries()) {
    // In a flow map a comma ends a value, so `decimal(10,2)` arrives as `decimal(10` and a key `2)`.
    if (open !== null) columns[open] += `,${key}`;
    else columns[key] = map.requiredText(key).toLowerCase();
    const name: string = open ?? key;
    open = isOpen(columns[name] ?? "") ? name : null;
  }
  return columns;
}

function isOpen(type: string): boolean {
  return type.split("(").length > type.split(")").length;
}

function absolutePath(root: string, path: string): string {
  return isAbsolute(path) ? path : resolve(root, path);
}

function missingPart(path: string, kind: (typeof KINDS)[number]): string | null {
  const wild = path.search(/[*?[{]/);
  if (wild >= 0 && (kind === "parquet" || kind === "csv")) {
    const folder = dirname(`${path.slice(0, wild)}x`);
    return existsSync(folder) ? null : "the folder does not exist";
  }
  if (!existsSync(path)) return "it does not exist";
  if (kind === "delta") return statSync(path).isDirectory() ? null : "it is not a folder";
  if (kind === "sql") return statSync(path).isFile() ? null : "it is not a file";
  return null;
}
