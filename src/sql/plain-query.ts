import type { Query, QueryBody } from "./ast.js";
import type { Span } from "./tokens.js";

/** A query of a body alone: no WITH unless given, no ORDER BY, no LIMIT, which would stand at the end of the span. */
export function plainQuery(body: QueryBody, span: Span, ctes: Query["with"] = null): Query {
  return {
    with: ctes,
    body,
    orderBy: [],
    orderAll: null,
    placement: null,
    windows: [],
    limit: null,
    offset: null,
    limitAt: span.to,
    from: span.from,
    to: span.to,
  };
}
