import { hasAggregate } from "../sql/aggregation.js";
import type { Expr, Query, Relation, Select } from "../sql/ast.js";
import { isAggregate } from "../sql/functions.js";
import type { Resolution } from "../sql/resolution.js";
import type { OutputColumn, ScopeRelation } from "../sql/scope.js";
import type { Span } from "../sql/tokens.js";
import { walkExpr } from "../sql/walk.js";

/**
 * Are the side's rows made by the statement itself: VALUES, constants, explode(sequence(…)), and joins of them? No row
 * of a table stands in them and nothing from outside reaches in, so that they say nothing by standing alone. Of tables
 * they may know the first and last value (`min`, `max`) of one in `bounded`: a calendar from the first to the last sale.
 */
export function isGenerated(side: Relation, found: Resolution, bounded: readonly string[]): boolean {
  const shows = found.tables.filter((use) => use.from >= side.from && use.to <= side.to);
  if (shows.some((use) => !bounded.includes(use.info?.name ?? ""))) return false;
  const parts = partsOf(side, found);
  const isInside = (span: Span) => parts.some((part) => span.from >= part.from && span.to <= part.to);
  const selects = found.selects.filter(({ select }) => isInside(select));
  const ownRelations = new Set<ScopeRelation>(selects.flatMap(({ scope }) => scope.relations));
  const ownAliases = new Set<OutputColumn>(selects.flatMap(({ scope }) => [...scope.aliases.values()]));
  for (const [node, relations] of found.relationScopes)
    if (isInside(node as Relation)) for (const relation of relations) ownRelations.add(relation);
  for (const [node, meaning] of found.columns) {
    if (!isInside(node) || meaning.kind === "lambda") continue;
    if (meaning.kind === "alias" ? ownAliases.has(meaning.column) : isOwn(meaning, ownRelations)) continue;
    return false;
  }
  for (const { node, relations, column } of found.stars) {
    if (isInside(node) && (column !== null || !relations.every((r) => ownRelations.has(r)))) return false;
  }
  return found.tables
    .filter(isInside)
    .every((use) => bounded.includes(use.info?.name ?? "") && isInEnds(use, selects));
}

function isOwn(meaning: object, own: ReadonlySet<ScopeRelation>): boolean {
  return "relation" in meaning && own.has(meaning.relation as ScopeRelation);
}

/** The side's text and that of every named query that it reads, however far. */
function partsOf(side: Relation, found: Resolution): Span[] {
  const parts: Span[] = [side];
  for (const part of parts) {
    for (const [node, scopes] of found.relationScopes) {
      const relation = node as Relation;
      if (relation.kind !== "table" || relation.from < part.from || relation.to > part.to) continue;
      const source = scopes[0]?.source as Query | null | undefined;
      if (source && !parts.includes(source)) parts.push(source);
    }
  }
  return parts;
}

/** Does only a select read the table that folds all rows into one of their first and last values? */
function isInEnds(use: Span, selects: readonly { select: Select }[]): boolean {
  return selects.some(({ select }) => select.from <= use.from && use.to <= select.to && isEnds(select));
}

function isEnds(select: Select): boolean {
  return (
    select.groupBy === null && select.items.length > 0 && select.items.every(({ expr }) => isOfEnds(expr))
  );
}

/** An expression that takes nothing from rows but the least and the greatest of something. */
function isOfEnds(expr: Expr): boolean {
  let fits = hasAggregate(expr);
  walkExpr(expr, {
    query: () => {
      fits = false;
    },
    enter: (node) => {
      if (node.kind === "column" || node.kind === "star") fits = false;
      if (node.kind !== "call" || node.over !== null || !isAggregate(node.name)) return true;
      if (!/^(min|max)$/.test(node.name)) fits = false;
      return false;
    },
  });
  return fits;
}
