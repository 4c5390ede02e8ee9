import { daysBetween } from "../../calendar/day.js";
import type { TableProfile } from "../../contracts/metadata.js";
import type { MetricQuery } from "../../contracts/metric-query.js";
import type { ApprovedSql } from "../../contracts/policy.js";
import { unfilteredRelations } from "../../policy/partition-filter.js";
import type { RunScope } from "../run-scope.js";
import { callOptions, profileOf, viewOf } from "../run-scope.js";
import type { Problem, Work } from "../state.js";
import { shorterQuestions } from "./narrower.js";

/** From here on nobody means to read all of a table that is stored in parts. Bytes, rows. */
const LARGE = { bytes: 10e9, rows: 100e6 };

/** Says why a statement would read more than policy allows, and by what to narrow it; null where it may run. */
export async function costProblem(
  approved: ApprovedSql,
  work: Work,
  scope: RunScope,
): Promise<Problem | null> {
  const limit = scope.set.limits.maxScanBytes;
  const index = await scope.ports.metadata.load(callOptions(scope));
  const read = index.tables.filter(({ name }) => approved.relations.includes(name));
  const whole = wholeReading(read, approved, work, scope);
  if (whole) return whole;
  if (limit === null) return null;
  const bytesOf = (query: MetricQuery | null): number =>
    read.reduce((sum, table) => sum + estimatedBytes(table, query, scope), 0);
  const bytes = bytesOf(work.query);
  if (bytes <= limit) return null;
  const partitioned = read.find(({ partitionColumns }) => partitionColumns.length > 0);
  const by = partitioned ? filterColumns(partitioned).join(" or ") : null;
  const narrowBy =
    by && work.query?.periods.length === 0 ? ` Name a period: ${partitioned?.name} is stored by ${by}.` : "";
  return {
    stage: "cost",
    code: "over_scan_limit",
    message: `This would read about ${size(bytes)}, and the limit is ${size(limit)}.${narrowBy}`,
    outcome: "clarify",
    narrower: shorterQuestions(work.query, (query) => bytesOf(query) <= limit, scope),
  };
}

/** A large table of which no partition is left out, and the filter that it needs. */
function wholeReading(
  read: TableProfile[],
  approved: ApprovedSql,
  work: Work,
  scope: RunScope,
): Problem | null {
  const large = read.filter(
    (table) =>
      table.partitionColumns.length > 0 &&
      ((table.bytes ?? 0) >= LARGE.bytes || table.rowCount >= LARGE.rows),
  );
  if (large.length === 0) return null;
  const columns = new Map(large.map((table) => [table.name, [...storedBy(table)]]));
  const [name] = unfilteredRelations(approved, scope.ports.catalog, columns);
  const table = large.find((t) => t.name === name);
  if (!table) return null;
  const bytes = table.bytes === null ? "" : `, about ${size(table.bytes)}`;
  const by = filterColumns(table);
  const isTime = by.some((column) => isTimeField(table.name, column, work.query, scope));
  const filter = by.map((column) => fieldName(table.name, column, scope)).join(" or ");
  const ask = isTime ? `Name a period: it is stored by ${filter}.` : `Name values of ${filter}.`;
  return {
    stage: "cost",
    code: "no_partition_filter",
    message: `This would read all of ${table.name} (${table.rowCount.toLocaleString("en-US")} rows${bytes}). ${ask}`,
    outcome: "clarify",
    narrower: isTime ? shorterQuestions(work.query, () => true, scope) : [],
  };
}

/** Names by which a filter leaves parts of the table out: the columns that it is stored by, and what they are made from. */
function storedBy(table: TableProfile): Set<string> {
  return new Set([...table.partitionColumns, ...filterColumns(table)].map((name) => name.toLowerCase()));
}

function isTimeField(table: string, column: string, query: MetricQuery | null, scope: RunScope): boolean {
  const view = query ? viewOf(scope, query.view) : null;
  const time = view?.fields.find(({ name }) => name === view.timeField)?.column;
  return time?.relation === table && time.column.toLowerCase() === column.toLowerCase();
}

/** What people call a column: the field of a view that shows it, else its own name. */
function fieldName(table: string, column: string, scope: RunScope): string {
  const fields = scope.views.flatMap((view) => view.fields);
  const field = fields.find(
    (f) => f.column?.relation === table && f.column.column.toLowerCase() === column.toLowerCase(),
  );
  return field?.name ?? column;
}

/** Bytes of the table, in the share of its loaded days that the period keeps where the table is partitioned by the view's time. */
function estimatedBytes(table: TableProfile, query: MetricQuery | null, scope: RunScope): number {
  const bytes = table.bytes ?? 0;
  const [period] = query?.periods ?? [];
  const view = query ? viewOf(scope, query.view) : null;
  const profile = query ? profileOf(scope, query.view) : null;
  const time = view?.fields.find(({ name }) => name === view.timeField);
  if (!period || !profile?.firstDay || !profile.lastDay || !time?.column) return bytes;
  if (time.column.relation !== table.name || !filterColumns(table).includes(time.column.column)) return bytes;
  const span = Math.max(1, daysBetween(profile.firstDay, profile.lastDay) + 1);
  const start = period.start ?? profile.firstDay;
  const end = period.end ?? scope.asOf;
  const share = Math.min(1, Math.max(0, daysBetween(start, end)) / span);
  return bytes * share * (query?.periods.length ?? 1);
}

function filterColumns(table: TableProfile): string[] {
  return table.partitionColumns.map((column) => table.generatedFrom[column] ?? column);
}

function size(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${units[power]}`;
}
