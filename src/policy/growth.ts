import type { Parameters } from "../contracts/policy.js";
import { hasAggregate } from "../sql/aggregation.js";
import type { Query, QueryBody, Relation } from "../sql/ast.js";
import type { Resolution } from "../sql/resolution.js";
import { generatedRows } from "./arguments.js";
import type { Denial } from "./denial.js";

/** Rows that generators may make of one row, all together; and where they multiply rows of tables. */
const MAX_ROWS = 50_000_000;
const MAX_ROWS_PER_TABLE_ROW = 20_000;

/** Generators that are crossed with each other, or with tables, multiply: the product has a bound. */
export function checkGrowth(main: Query, found: Resolution, parameters: Parameters): Denial | null {
  const growth = new Growth(found, parameters);
  for (const query of found.queries) {
    const { rows, hasTable } = growth.query(query);
    if (rows <= (hasTable ? MAX_ROWS_PER_TABLE_ROW : MAX_ROWS)) continue;
    return {
      code: "too_complex",
      message: "Generated rows (explode, sequence, VALUES) multiply to more than anyone reads.",
      position: query === main ? 0 : query.from,
    };
  }
  return null;
}

interface Size {
  rows: number;
  hasTable: boolean;
}

/** A LIMIT makes rows of tables countable. */
function limited(query: Query, size: Size): Size {
  const limit = query.limit?.value;
  if (typeof limit !== "object" || limit.kind !== "number") return size;
  const isFit = size.rows <= (size.hasTable ? MAX_ROWS_PER_TABLE_ROW : MAX_ROWS);
  if (!isFit) return size;
  const rows = Number(limit.text);
  if (size.hasTable && rows > MAX_ROWS_PER_TABLE_ROW) return size;
  return { rows: size.hasTable ? rows : Math.min(rows, size.rows), hasTable: false };
}

class Growth {
  private readonly found: Resolution;
  private readonly parameters: Parameters;
  private readonly known = new Map<Query, Size>();

  constructor(found: Resolution, parameters: Parameters) {
    this.found = found;
    this.parameters = parameters;
  }

  query(query: Query): Size {
    const known = this.known.get(query);
    if (known) return known;
    this.known.set(query, { rows: 1, hasTable: false });
    const size = limited(query, this.body(query.body));
    this.known.set(query, size);
    return size;
  }

  private body(body: QueryBody): Size {
    switch (body.kind) {
      case "values":
        return { rows: body.rows.length, hasTable: false };
      case "nested":
        return this.query(body.query);
      case "set": {
        const [left, right] = [this.body(body.left), this.body(body.right)];
        return { rows: Math.max(left.rows, right.rows), hasTable: left.hasTable || right.hasTable };
      }
      case "select": {
        const isOneRow = body.groupBy === null && body.items.some((i) => hasAggregate(i.expr));
        const from = body.relation ? this.relation(body.relation) : { rows: 1, hasTable: false };
        const calls = [...body.lateralViews.map((v) => v.call), ...body.items.map((i) => i.expr)];
        const made = calls.map((c) => (c.kind === "call" ? generatedRows(c, this.parameters) : 1));
        const rows = made.reduce((a, b) => a * b, from.rows);
        if (isOneRow && rows <= (from.hasTable ? MAX_ROWS_PER_TABLE_ROW : MAX_ROWS))
          return { rows: 1, hasTable: false };
        return { rows, hasTable: from.hasTable };
      }
    }
  }

  private relation(relation: Relation): Size {
    switch (relation.kind) {
      case "table":
      case "derived": {
        const [scope] = this.found.relationScopes.get(relation) ?? [];
        return scope?.source ? this.query(scope.source) : { rows: 1, hasTable: true };
      }
      case "function":
        return { rows: generatedRows(relation.call, this.parameters), hasTable: false };
      case "join": {
        const [left, right] = [this.relation(relation.left), this.relation(relation.right)];
        const isKeyed = relation.on !== null || relation.using.length > 0 || relation.natural;
        const rows = isKeyed ? Math.max(left.rows, right.rows) : left.rows * right.rows;
        return { rows, hasTable: left.hasTable || right.hasTable };
      }
      default:
        return this.relation(relation.relation);
    }
  }
}
