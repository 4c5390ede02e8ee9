import type { Expr, Query, Relation } from "./ast.js";
import type { Ctes, Resolution } from "./resolution.js";
import {
  type Columns,
  fold,
  type OutputColumn,
  type Scope,
  type ScopeRelation,
  type TableLookup,
  type TableUse,
} from "./scope.js";
import { derived, generatedColumns, opaque, pivotColumns, rename, together } from "./scope-columns.js";

/** The walk over the statement that a FROM clause is part of. */
export interface ScopeWalk {
  readonly lookup: TableLookup;
  readonly found: Resolution;
  /** The query whose FROM clause it is. */
  readonly owner: Query | null;
  query(query: Query, outer: Scope | null, ctes: Ctes): Columns;
  expr(node: Expr, scope: Scope, ctes: Ctes): void;
}

/** Relations that a FROM item brings into scope; `scope` holds what stands left of it, for LATERAL. */
export function resolveRelation(r: ScopeWalk, relation: Relation, scope: Scope, ctes: Ctes): ScopeRelation[] {
  const relations = resolve(r, relation, scope, ctes);
  r.found.relationScopes.set(relation, relations);
  return relations;
}

function resolve(r: ScopeWalk, relation: Relation, scope: Scope, ctes: Ctes): ScopeRelation[] {
  switch (relation.kind) {
    case "table":
      return [resolveTable(r, relation, ctes)];
    case "derived": {
      const outer = relation.lateral ? scope : scope.outer;
      const result = rename(r.query(relation.query, outer, ctes), relation.alias.columns);
      return [derived(relation.alias.name?.name ?? null, result, relation.query)];
    }
    case "function": {
      for (const argument of relation.call.args) r.expr(argument.value, scope, ctes);
      r.found.calls.push({ call: relation.call, place: "relation" });
      const { alias, call } = relation;
      return [derived(alias.name?.name ?? call.name, generatedColumns(call, alias.columns))];
    }
    case "group": {
      const inner = resolveRelation(r, relation.relation, scope, ctes);
      if (relation.alias.name === null) return inner;
      return [aliased(relation.alias.name.name, inner, relation.alias.columns)];
    }
    case "join":
      return resolveJoin(r, relation, scope, ctes);
    case "pivot": {
      const input = resolveRelation(r, relation.relation, scope, ctes);
      const local: Scope = { relations: input, aliases: new Map(), outer: scope.outer };
      const used = new Set<string>();
      const { aggregates, columns, values } = relation.pivot;
      for (const expr of [...aggregates.map((a) => a.expr), ...columns]) {
        r.expr(expr, local, ctes);
        if (expr.kind === "column") used.add(fold(expr.parts.at(-1)?.name ?? ""));
      }
      const nothing: Scope = { relations: [], aliases: new Map(), outer: null };
      for (const value of values) r.expr(value.expr, nothing, ctes);
      r.found.pivots.push({ span: relation.pivot, input });
      const kept = input.flatMap((i) => i.columns).filter((c) => c.name !== null && !used.has(c.name));
      const made = pivotColumns(relation.pivot);
      const all = { ...together(input), columns: [...kept, ...made.columns] };
      const result = rename({ ...all, computed: all.computed || made.computed }, relation.alias.columns);
      return [derived(relation.alias.name?.name ?? null, result)];
    }
    case "unpivot": {
      const input = resolveRelation(r, relation.relation, scope, ctes);
      const local: Scope = { relations: input, aliases: new Map(), outer: scope.outer };
      const { columns, values, name } = relation.unpivot;
      const used = new Set<string>();
      for (const expr of columns.flatMap((c) => c.exprs)) {
        r.expr(expr, local, ctes);
        if (expr.kind === "column") used.add(fold(expr.parts.at(-1)?.name ?? ""));
      }
      const kept = input.flatMap((i) => i.columns).filter((c) => c.name === null || !used.has(c.name));
      const given = [name, ...values].map((n) => opaque(n.name));
      const all = rename({ ...together(input), columns: [...kept, ...given] }, relation.alias.columns);
      const alias = relation.alias.name?.name ?? null;
      if (alias !== null) return [derived(alias, all)];
      return [
        ...input.map((i) => ({
          ...i,
          columns: i.columns.filter((c) => c.name === null || !used.has(c.name)),
        })),
        derived(null, { columns: given, open: false, computed: false }),
      ];
    }
  }
}

function resolveTable(
  r: ScopeWalk,
  relation: Extract<Relation, { kind: "table" }>,
  ctes: Ctes,
): ScopeRelation {
  const { parts, alias } = relation;
  const names = parts.map((p) => p.name);
  const cte = names.length === 1 && !relation.timeTravel ? ctes.get(fold(names[0] ?? "")) : undefined;
  if (cte) {
    const result = rename(cte, alias.columns);
    if (r.owner) r.found.cteUses.push({ query: r.owner, cte: cte.query });
    return derived(alias.name?.name ?? names[0] ?? null, result, cte.query);
  }
  const info = r.lookup(names);
  const use: TableUse = {
    parts,
    info,
    alias: alias.name,
    timeTravel: relation.timeTravel,
    nameTo: relation.nameTo,
    from: relation.from,
    to: relation.to,
    query: r.owner as Query,
  };
  r.found.tables.push(use);
  const columns: OutputColumn[] = (info?.columns ?? []).map((c) => ({
    name: fold(c.name),
    label: c.name,
    base: { table: use, column: fold(c.name) },
    type: c.type,
    expr: null,
  }));
  const open = info === null || columns.length === 0;
  const result = rename({ columns, open, computed: false }, alias.columns);
  return { ...result, alias: alias.name ? fold(alias.name.name) : null, table: use, source: null };
}

function resolveJoin(
  r: ScopeWalk,
  join: Extract<Relation, { kind: "join" }>,
  scope: Scope,
  ctes: Ctes,
): ScopeRelation[] {
  const left = resolveRelation(r, join.left, scope, ctes);
  const within: Scope = { ...scope, relations: [...scope.relations, ...left] };
  const right = resolveRelation(r, join.right, within, ctes);
  const both: Scope = {
    relations: [...scope.relations, ...left, ...right],
    aliases: new Map(),
    outer: scope.outer,
  };
  if (join.on) r.expr(join.on, both, ctes);
  const shared = join.natural ? sharedNames(left, right) : join.using.map((n) => fold(n.name));
  for (const [i, name] of shared.entries()) {
    const named = (side: ScopeRelation[]) => side.flatMap((s) => s.columns.filter((c) => c.name === name));
    const [a, b] = [named(left), named(right)];
    const isMissing = (side: ScopeRelation[], found: OutputColumn[]) =>
      found.length === 0 && !side.some((s) => s.open || s.computed);
    r.found.joinColumns.push({
      name: join.using[i] ?? null,
      span: join.using[i] ?? join,
      columns: [...a, ...b],
      missing: isMissing(left, a) || isMissing(right, b),
    });
  }
  return join.type === "left semi" || join.type === "left anti" ? left : [...left, ...right];
}

function sharedNames(left: ScopeRelation[], right: ScopeRelation[]): string[] {
  const names = new Set(left.flatMap((s) => s.columns.map((c) => c.name)));
  return right.flatMap((s) =>
    s.columns.flatMap((c) => (c.name !== null && names.has(c.name) ? [c.name] : [])),
  );
}

function aliased(alias: string, inner: ScopeRelation[], names: Parameters<typeof rename>[1]): ScopeRelation {
  return derived(alias, rename(together(inner), names));
}
