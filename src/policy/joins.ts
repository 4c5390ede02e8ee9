import { hasAggregate } from "../sql/aggregation.js";
import type { Expr, Query, QueryBody, Relation, Select } from "../sql/ast.js";
import type { Resolution } from "../sql/resolution.js";
import type { ScopeRelation } from "../sql/scope.js";
import { walkExpr } from "../sql/walk.js";
import type { Denial } from "./denial.js";
import { groupsByKey } from "./group-keys.js";
import { carriesKey } from "./join-keys.js";

const SMALL_LIMIT = 1_000;
const MAX_RELATIONS = 60;

/**
 * No product of two large relations: in every FROM the relations without a bound on their rows are connected by
 * equalities (ON, USING, NATURAL, WHERE). Bounded are aggregates and DISTINCT (not over keys), small LIMITs, VALUES
 * and generators.
 * A band (`x BETWEEN b.low AND b.high`) connects different tables too.
 */
export function checkJoins(found: Resolution): Denial | null {
  const bounded = new BoundedRows(found);
  for (const { select } of found.selects) {
    if (select.relation === null) continue;
    const denial = checkFrom(select, select.relation, found, bounded);
    if (denial) return denial;
  }
  return null;
}

function checkFrom(select: Select, from: Relation, found: Resolution, bounded: BoundedRows): Denial | null {
  const leaves: Relation[] = [];
  const conditions: Expr[] = select.where ? [select.where] : [];
  const links = new Links();
  flatten(from, leaves, conditions, links, found);
  for (const leaf of leaves) {
    const inside =
      leaf.kind === "group" ? checkFrom({ ...select, where: null }, leaf.relation, found, bounded) : null;
    if (inside) return inside;
  }
  if (leaves.length > MAX_RELATIONS) {
    return {
      code: "too_complex",
      message: `More than ${MAX_RELATIONS} relations are joined at once.`,
      position: from.from,
    };
  }
  const group = new Map<ScopeRelation, Relation>();
  for (const leaf of leaves) for (const r of found.relationScopes.get(leaf) ?? []) group.set(r, leaf);
  for (const condition of conditions) connect(condition, group, links, found);
  connectBands(conditions, group, links, found);
  for (const leaf of leaves) connectInside(leaf, group, links, found);
  const large = leaves.filter((leaf) => !bounded.relation(leaf));
  const [first, ...others] = large;
  const apart = first === undefined ? undefined : others.find((leaf) => !links.connected(first, leaf));
  if (apart === undefined) return null;
  return {
    code: "join_without_equality",
    message: `${nameOf(apart)} is joined without an equality to ${nameOf(first)}: that pairs every row with every row.`,
    position: apart.from,
  };
}

/** A LATERAL subquery is connected to a relation on its left by an equality of its WHERE with one of its own columns. */
function connectInside(
  leaf: Relation,
  group: Map<ScopeRelation, Relation>,
  links: Links,
  found: Resolution,
): void {
  for (const { select, scope } of found.selects) {
    if (select.where === null || select.from < leaf.from || select.to > leaf.to) continue;
    const within = new Map(group);
    for (const own of scope.relations) within.set(own, leaf);
    connect(select.where, within, links, found);
  }
}

function nameOf(relation: Relation | undefined): string {
  if (relation === undefined) return "the other table";
  if (relation.kind === "table") return relation.parts.map((p) => p.name).join(".");
  return ("alias" in relation && relation.alias.name?.name) || "A subquery";
}

/** Splits a FROM into its relations, and collects join conditions; USING and NATURAL connect at once. */
function flatten(
  relation: Relation,
  leaves: Relation[],
  conditions: Expr[],
  links: Links,
  found: Resolution,
): void {
  if (relation.kind === "join") {
    const before = leaves.length;
    flatten(relation.left, leaves, conditions, links, found);
    const middle = leaves.length;
    flatten(relation.right, leaves, conditions, links, found);
    if (relation.on) conditions.push(relation.on);
    if (relation.using.length > 0 || (relation.natural && sharesColumn(relation, found))) {
      const [left, right] = [leaves[before], leaves[middle]];
      if (left && right) links.join(left, right);
    }
  } else if (relation.kind === "group" && relation.alias.name === null) {
    flatten(relation.relation, leaves, conditions, links, found);
  } else {
    leaves.push(relation);
  }
}

function sharesColumn(join: Extract<Relation, { kind: "join" }>, found: Resolution): boolean {
  const isOpen = (r: Relation) => (found.relationScopes.get(r) ?? []).some((s) => s.open);
  if (isOpen(join.left) || isOpen(join.right)) return true;
  const names = (r: Relation) =>
    new Set((found.relationScopes.get(r) ?? []).flatMap((s) => s.columns.map((c) => c.name)));
  const right = names(join.right);
  return [...names(join.left)].some((name) => name !== null && right.has(name));
}

function connect(
  condition: Expr,
  group: Map<ScopeRelation, Relation>,
  links: Links,
  found: Resolution,
): void {
  for (const [a, b] of pairs(condition, group, found)) links.join(a, b);
}

/** `a.x >= b.low AND a.x < b.high` is a band, as BETWEEN is: bounds of both directions, between different tables. */
function connectBands(
  conditions: Expr[],
  group: Map<ScopeRelation, Relation>,
  links: Links,
  found: Resolution,
): void {
  const bounds: { a: Relation; b: Relation; up: boolean }[] = [];
  const collect = (e: Expr): void => {
    if (e.kind !== "binary") return;
    if (e.op === "AND") {
      collect(e.left);
      collect(e.right);
    } else if (/^[<>]=?$/.test(e.op)) {
      const up = e.op.startsWith("<");
      for (const [a, b] of across(e.left, e.right, group, found))
        bounds.push({ a, b, up }, { a: b, b: a, up: !up });
    }
  };
  conditions.forEach(collect);
  for (const one of bounds) {
    const closes = bounds.some((other) => other.a === one.a && other.b === one.b && other.up !== one.up);
    if (closes && !sameTable(one.a, one.b)) links.join(one.a, one.b);
  }
}

/** Relations that a condition connects. */
function pairs(e: Expr, group: Map<ScopeRelation, Relation>, found: Resolution): [Relation, Relation][] {
  if (e.kind === "binary" && e.op === "OR") {
    const right = pairs(e.right, group, found);
    return pairs(e.left, group, found).filter(
      ([a, b]) =>
        right.some(([c, d]) => (a === c && b === d) || (a === d && b === c)) ||
        bothNull(e.right, a, b, group, found),
    );
  }
  if (e.kind === "binary" && e.op === "AND")
    return [...pairs(e.left, group, found), ...pairs(e.right, group, found)];
  if (e.kind === "binary" && (e.op === "=" || e.op === "<=>")) {
    return across(e.left, e.right, group, found);
  }
  if (e.kind === "distinct_from" && e.negated) return across(e.left, e.right, group, found);
  if (e.kind === "between" && !e.negated) {
    const band = across(e.operand, e.low, group, found).filter(([a, b]) => !sameTable(a, b));
    const ends = across(e.operand, e.high, group, found);
    return band.filter(([, low]) => ends.some(([, high]) => low === high));
  }
  if (e.kind === "in_list" && !e.negated && e.list.length === 1 && e.list[0]) {
    return across(e.operand, e.list[0], group, found);
  }
  return [];
}

const sameTable = (a: Relation, b: Relation) =>
  a.kind === "table" && b.kind === "table" && nameOf(a).toLowerCase() === nameOf(b).toLowerCase();

/** `a.x IS NULL AND b.x IS NULL`, the null-safe half of an equality. */
function bothNull(
  e: Expr,
  a: Relation,
  b: Relation,
  group: Map<ScopeRelation, Relation>,
  found: Resolution,
): boolean {
  if (e.kind !== "binary" || e.op !== "AND" || e.left.kind !== "is" || e.right.kind !== "is") return false;
  const sides = [e.left, e.right].map((side) => relationsIn(side.operand, group, found));
  return [a, b].every((r) => sides.some((s) => s.size === 1 && s.has(r)));
}

/** An equality connects when each side reads one relation only, and not the same one. */
function across(
  left: Expr,
  right: Expr,
  group: Map<ScopeRelation, Relation>,
  found: Resolution,
): [Relation, Relation][] {
  if (left.kind === "row" && right.kind === "row") {
    return left.items.flatMap((item, i) => {
      const other = right.items[i];
      return other ? across(item, other, group, found) : [];
    });
  }
  if (!carriesKey(left) || !carriesKey(right)) return [];
  const [a, b] = [relationsIn(left, group, found), relationsIn(right, group, found)];
  if (a.size > 0 && b.size > 0 && (isVague(left, group, found) || isVague(right, group, found))) {
    return openPairs(group, [...a, ...b]);
  }
  const result: [Relation, Relation][] = [];
  for (const one of a) for (const two of b) if (!b.has(one) && !a.has(two)) result.push([one, two]);
  return result;
}

/** A plain column may belong to any of several tables whose columns are not known. */
function isVague(e: Expr, group: Map<ScopeRelation, Relation>, found: Resolution): boolean {
  const several = [...group.keys()].filter((r) => r.open).length > 1;
  let vague = false;
  walkExpr(e, {
    query: () => {},
    enter: (node) => {
      const isPlain = node.kind === "column" && node.parts.length === 1;
      if (several && isPlain && found.columns.get(node)?.kind === "open") vague = true;
      return true;
    },
  });
  return vague;
}

function openPairs(group: Map<ScopeRelation, Relation>, named: Relation[]): [Relation, Relation][] {
  const all = [...[...group].filter(([scope]) => scope.open).map(([, relation]) => relation), ...named];
  return all.slice(1).map((relation) => [all[0] as Relation, relation]);
}

function relationsIn(e: Expr, group: Map<ScopeRelation, Relation>, found: Resolution): Set<Relation> {
  const relations = new Set<Relation>();
  walkExpr(e, {
    query: () => {},
    enter: (node) => {
      const meaning = node.kind === "column" ? found.columns.get(node) : undefined;
      if (meaning && "relation" in meaning) {
        const relation = group.get(meaning.relation);
        if (relation) relations.add(relation);
      }
      return true;
    },
  });
  return relations;
}

/** Sets of connected relations (union-find without ranks: a FROM is small). */
class Links {
  private readonly parents = new Map<Relation, Relation>();

  join(a: Relation, b: Relation): void {
    this.parents.set(this.root(a), this.root(b));
  }

  connected(a: Relation, b: Relation): boolean {
    return this.root(a) === this.root(b);
  }

  private root(of: Relation): Relation {
    let at = of;
    for (let next = this.parents.get(at); next !== undefined && next !== at; next = this.parents.get(at))
      at = next;
    return at;
  }
}

/** Which queries give few rows by their form. */
class BoundedRows {
  private readonly known = new Map<Query, boolean>();
  private readonly found: Resolution;

  constructor(found: Resolution) {
    this.found = found;
  }

  relation(relation: Relation): boolean {
    if (relation.kind === "function") return true;
    if (relation.kind === "pivot" || relation.kind === "unpivot") return this.relation(relation.relation);
    if (relation.kind === "join") return this.relation(relation.left) && this.relation(relation.right);
    if (relation.kind === "group") return this.relation(relation.relation);
    const scopes = this.found.relationScopes.get(relation) ?? [];
    return scopes.every((s) => s.table === null && s.source !== null && this.query(s.source));
  }

  private query(query: Query): boolean {
    const known = this.known.get(query);
    if (known !== undefined) return known;
    this.known.set(query, false);
    const limit = query.limit?.value;
    const isSmall = typeof limit === "object" && limit.kind === "number" && Number(limit.text) <= SMALL_LIMIT;
    const result = isSmall || this.body(query.body);
    this.known.set(query, result);
    return result;
  }

  private body(body: QueryBody): boolean {
    switch (body.kind) {
      case "values":
        return true;
      case "nested":
        return this.query(body.query);
      case "set":
        return this.body(body.left) && (body.op !== "union" || this.body(body.right));
      case "select":
        if (body.relation === null) return true;
        if (body.groupBy !== null || body.distinct) return !groupsByKey(body) || this.relation(body.relation);
        return body.items.some((item) => hasAggregate(item.expr)) || this.relation(body.relation);
    }
  }
}
