import type { Catalog, PolicySet } from "../../contracts/policy.js";

const table = (name: string, columns: string) => ({
  name,
  comment: null,
  columns: columns.split(" ").map((column) => {
    const [label = "", type = "string"] = column.split(":");
    return { name: label, type };
  }),
});

/** Tickets of shops, with one denied column, and a table that nobody here may read. */
export const CATALOG: Catalog = {
  tables: [
    table("main.gold.tickets", "ticket_id:bigint shop_id:int kind quantity:int amount:double customer_phone"),
    table("main.gold.shops", "shop_id:int shop_name area"),
    table("main.hr.salaries", "amount:double"),
  ],
};

/** Rights over the readable tables of CATALOG, or over those that are given. */
export function rightsOf(options: {
  maxRows?: number;
  rules?: Record<string, string>;
  relations?: string[];
  deniedColumns?: string[];
}): PolicySet {
  return {
    key: "test",
    user: "local",
    views: [],
    relations: options.relations ?? ["main.gold.shops", "main.gold.tickets"],
    deniedColumns: options.deniedColumns ?? ["customer_phone"],
    rowRules: options.rules ?? {},
    limits: {
      maxRows: options.maxRows ?? 500,
      statementTimeoutMs: 60_000,
      maxScanBytes: null,
      tokensPerQuestion: null,
      usdPerUserPerDay: null,
    },
  };
}
