import { AREAS, type RepairLine, SHOPS } from "./repair-rows.js";
import { REPAIR_CATALOG } from "./repair-workspace.js";
import { openDatabase, type TestDatabase } from "./test-database.js";

export interface StockRow {
  day: string;
  shop_id: number;
  on_hand: number;
}

export interface PartRow {
  line_id: number;
  part: string;
  price: number;
}

/** The fixture's tables in an in-memory database. */
export async function repairDatabase(
  lines: readonly RepairLine[],
  parts: readonly PartRow[] = [],
  stock: readonly StockRow[] = [],
): Promise<TestDatabase> {
  const database = await openDatabase("ops", REPAIR_CATALOG);
  await database.fill(
    "lines",
    "line_id BIGINT, ticket_id BIGINT, opened_on DATE, opened_at TIMESTAMP, shop_id BIGINT, work VARCHAR, amount DECIMAL(10,2), hours DOUBLE, rider_id BIGINT",
    lines,
  );
  await database.fill("shops", "shop_id BIGINT, shop_name VARCHAR, area_id BIGINT", SHOPS);
  await database.fill("areas", "area_id BIGINT, area_name VARCHAR", AREAS);
  await database.fill("parts", "line_id BIGINT, part VARCHAR, price DECIMAL(10,2)", parts);
  await database.fill("stock", "day DATE, shop_id BIGINT, on_hand BIGINT", stock);
  return database;
}
