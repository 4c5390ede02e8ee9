import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Catalog } from "../../contracts/policy.js";
import type { Workspace } from "../../contracts/semantic-model.js";
import { bindWorkspace } from "../bind-workspace.js";
import { loadWorkspace } from "../load-workspace.js";

export interface RepairSettings {
  timezone?: string;
  weekStarts?: string;
  fiscalYearStarts?: number;
  overlay?: string;
}

export const REPAIR_CATALOG: Catalog = {
  tables: [
    table("depot.ops.lines", {
      line_id: "bigint",
      ticket_id: "bigint",
      opened_on: "date",
      opened_at: "timestamp",
      shop_id: "bigint",
      work: "string",
      amount: "decimal(10,2)",
      hours: "double",
      rider_id: "bigint",
    }),
    table("depot.ops.shops", { shop_id: "bigint", shop_name: "string", area_id: "bigint" }),
    table("depot.ops.areas", { area_id: "bigint", area_name: "string" }),
    table("depot.ops.parts", { line_id: "bigint", part: "string", price: "decimal(10,2)" }),
    table("depot.ops.stock", { day: "date", shop_id: "bigint", on_hand: "bigint" }),
  ],
};

const REPAIRS = `version: 1.1
source: ops.lines
joins:
  - name: shop
    source: ops.shops
    'on': source.shop_id = shop.shop_id
    cardinality: many_to_one
    joins:
      - name: area
        source: ops.areas
        using: [area_id]
        cardinality: many_to_one
  - name: part
    source: ops.parts
    'on': source.line_id = part.line_id
    cardinality: one_to_many
fields:
  - { name: Opened, expr: opened_on }
  - { name: Opened At, expr: opened_at }
  - { name: Shop, expr: shop.shop_name }
  - { name: Area, expr: shop.area.area_name }
  - { name: Work, expr: work }
  - { name: Hours, expr: hours }
  - { name: Rider, expr: rider_id }
  - { name: Part, expr: part.part }
  - { name: Opened Month, expr: "DATE_TRUNC('MONTH', opened_on)" }
  - { name: Long Job, expr: hours >= 1 }
measures:
  - { name: Revenue, expr: SUM(amount), format: { type: currency, currency_code: EUR } }
  - { name: Lines, expr: COUNT(*) }
  - { name: Tickets, expr: COUNT(DISTINCT ticket_id) }
  - { name: Riders, expr: COUNT(DISTINCT rider_id) }
  - { name: Work Hours, expr: SUM(hours) }
  - { name: Largest, expr: MAX(amount) }
  - { name: Average Amount, expr: AVG(amount) }
  - { name: Ticket Value, expr: MEASURE(Revenue) / MEASURE(Tickets), format: { type: currency, currency_code: EUR } }
  - { name: Brake Share, expr: "SUM(amount) FILTER (WHERE work = 'Brake') / SUM(amount)", format: { type: percentage } }
  - { name: Part Cost, expr: SUM(part.price) }
  - { name: Parts, expr: COUNT(part.part) }
  - name: Running Revenue
    expr: SUM(amount)
    window: [{ order: Opened, range: cumulative, semiadditive: last }]
  - name: Running Lines
    expr: COUNT(*)
    window: [{ order: Opened, range: cumulative, semiadditive: last }]
  - name: Week Revenue
    expr: SUM(amount)
    window: [{ order: Opened, range: trailing 7 day, semiadditive: last }]
  - name: Week Revenue Inclusive
    expr: SUM(amount)
    window: [{ order: Opened, range: trailing 7 day inclusive, semiadditive: last }]
  - name: Last Month Revenue
    expr: SUM(amount)
    window: [{ order: Opened Month, range: current, semiadditive: last, offset: -1 month }]
  - name: Month To Date
    expr: SUM(amount)
    window:
      - { order: Opened, range: cumulative, semiadditive: last }
      - { order: Opened Month, range: current, semiadditive: last }
  - { name: Month Growth, expr: "MEASURE(Revenue) / MEASURE(\`Last Month Revenue\`) - 1", format: { type: percentage } }
`;

const STOCK = `version: 1.1
source: ops.stock
joins:
  - { name: shop, source: ops.shops, 'on': source.shop_id = shop.shop_id }
fields:
  - { name: Day, expr: day }
  - { name: Shop, expr: shop.shop_name }
measures:
  - name: On Hand
    expr: SUM(on_hand)
    window: [{ order: Day, range: current, semiadditive: last }]
  - name: Opening Stock
    expr: SUM(on_hand)
    window: [{ order: Day, range: current, semiadditive: first }]
  - { name: Counted, expr: SUM(on_hand) }
`;

const OVERLAY = `views:
  repairs:
    time_field: Opened
    measures:
      Revenue: { good: up }
  moments: { time_field: Opened At }
  stock:
    time_field: Day
    measures:
      Counted: { additive: [Shop] }
words:
  terms:
    spring: "\`Opened\` >= DATE'2023-03-01' AND \`Opened\` < DATE'2023-06-01'"
    big jobs: "\`Hours\` >= 1 OR \`Work\` = 'Gears'"
`;

/** A bound workspace in a new temporary folder: joins at two levels, a one_to_many join, windows, a second time field. */
export async function repairWorkspace(settings: RepairSettings = {}): Promise<Workspace> {
  const head = `name: repairs
timezone: ${settings.timezone ?? "UTC"}
as_of: 2024-04-01
calendar: { week_starts: ${settings.weekStarts ?? "monday"}, fiscal_year_starts: ${settings.fiscalYearStarts ?? 1} }
currency: EUR
warehouse: { engine: databricks, catalog: depot }
`;
  const dir = writeFolder({
    "workspace.yaml": head,
    "metrics/repairs.yaml": REPAIRS,
    "metrics/moments.yaml": REPAIRS.replace(
      "{ name: Opened, expr: opened_on }",
      "{ name: Opened, expr: CAST(opened_at AS DATE) }",
    ),
    "metrics/stock.yaml": STOCK,
    "overlay.yaml": settings.overlay ?? OVERLAY,
  });
  return bindWorkspace(await loadWorkspace(dir), REPAIR_CATALOG);
}

/** Writes files into a new temporary folder and returns its path. */
export function writeFolder(files: Record<string, string>): string {
  const dir = mkdtempSync(join(tmpdir(), "semantics-"));
  for (const [name, text] of Object.entries(files)) {
    const path = join(dir, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return dir;
}

function table(name: string, columns: Record<string, string>): Catalog["tables"][number] {
  return {
    name,
    comment: null,
    columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })),
  };
}
