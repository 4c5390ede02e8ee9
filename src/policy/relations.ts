import type { PolicySet } from "../contracts/policy.js";
import type { Query, QueryBody } from "../sql/ast.js";
import type { Resolution } from "../sql/resolution.js";
import type { TableUse } from "../sql/scope.js";
import type { CatalogIndex } from "../sql/table-index.js";
import type { Denial } from "./denial.js";

/** Set operations in one statement, and base tables read after every CTE is put in its places. */
const MAX_SET_OPERATIONS = 100;
const MAX_EXPANDED_READS = 2_000;

/** Only allowed relations, as they are now, a bounded number of times. */
export function checkRelations(found: Resolution, set: PolicySet, index: CatalogIndex): Denial | null {
  for (const use of found.tables) {
    const denial = checkTable(use, set, index);
    if (denial) return denial;
  }
  for (const query of found.queries) {
    if (query.with?.recursive) {
      return {
        code: "recursion_not_allowed",
        message: "WITH RECURSIVE is not allowed: its number of rows has no bound.",
        position: query.with.from,
      };
    }
  }
  return checkSize(found);
}

function checkTable(use: TableUse, set: PolicySet, index: CatalogIndex): Denial | null {
  const written = use.parts.map((p) => p.name).join(".");
  if (use.timeTravel) {
    return {
      code: "time_travel_not_allowed",
      message: `${written} may be read as it is now only, not as of another version.`,
      position: use.timeTravel.from,
    };
  }
  if (use.info !== null && set.relations.includes(use.info.name)) return null;
  const parts = use.parts.map((p) => p.name);
  if (index.isAmbiguous(parts)) {
    return {
      code: "relation_ambiguous",
      message: `${written} means several tables; write catalog.schema.table.`,
      position: use.from,
    };
  }
  return {
    code: "relation_not_allowed",
    message: `${written} is not among the tables that you may read.`,
    position: use.from,
  };
}

function checkSize(found: Resolution): Denial | null {
  let operations = 0;
  for (const query of found.queries) operations += setOperations(query.body);
  if (operations > MAX_SET_OPERATIONS) {
    return {
      code: "too_complex",
      message: `The statement has ${operations} set operations; at most ${MAX_SET_OPERATIONS} are allowed.`,
      position: 0,
    };
  }
  const [main] = found.queries;
  if (main && expandedReads(main, found) > MAX_EXPANDED_READS) {
    return {
      code: "too_complex",
      message: "Named queries (WITH) that read each other multiply to too many reads of tables.",
      position: main.with?.from ?? 0,
    };
  }
  return null;
}

function setOperations(body: QueryBody): number {
  let count = 0;
  let at = body;
  while (at.kind === "set") {
    count += 1 + setOperations(at.right);
    at = at.left;
  }
  return count;
}

/** Reads of base tables with every CTE counted once per reference: doubling CTEs grow to 2^n here, as in the engine. */
function expandedReads(main: Query, found: Resolution): number {
  const reads = new Map<Query, number>();
  const costs = found.cteUses;
  const cost = (query: Query): number => {
    const known = reads.get(query);
    if (known !== undefined) return known;
    let sum = found.tables.filter((t) => t.query === query).length;
    for (const use of costs) if (use.query === query) sum += cost(use.cte);
    for (const inner of found.queries) if (found.parents.get(inner) === query) sum += cost(inner);
    reads.set(query, sum);
    return sum;
  };
  return cost(main);
}
