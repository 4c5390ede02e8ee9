import type { Call, Expr, GroupItem, Name, OrderItem, Query, QueryBody, Select } from "./ast.js";
import { lambdaShapes } from "./fields.js";
import type { CallPlace, Ctes, Resolution, StarExpr, StarUse } from "./resolution.js";
import {
  type ColumnMeaning,
  type Columns,
  fold,
  isQualifier,
  lookupColumn,
  type OutputColumn,
  type Scope,
  type ScopeRelation,
  type Shape,
  type TableLookup,
} from "./scope.js";
import { derived, generated, generatedColumns, isOpen, opaque, rename } from "./scope-columns.js";
import { resolveRelation, type ScopeWalk } from "./scope-relations.js";
import { walkExpr, windowParts } from "./walk.js";

/** Resolves relations (CTE scope respected), columns, stars and functions of a parsed query. Unknown things are recorded, never thrown. */
export function resolveScopes(query: Query, lookup: TableLookup): Resolution {
  return new Resolver(lookup).run(query);
}

/** The walk over one statement; scope-relations.ts adds what stands behind FROM. */
class Resolver implements ScopeWalk {
  readonly lookup: TableLookup;
  owner: Query | null = null;
  readonly found: Resolution = {
    tables: [],
    columns: new Map(),
    joinColumns: [],
    stars: [],
    members: [],
    calls: [],
    parameters: [],
    selects: [],
    queries: [],
    pivots: [],
    relationScopes: new Map(),
    cteUses: [],
    parents: new Map(),
    output: { columns: [], open: false, computed: false },
  };

  constructor(lookup: TableLookup) {
    this.lookup = lookup;
  }

  run(query: Query): Resolution {
    const { columns, open, computed } = this.query(query, null, new Map());
    this.found.output = { columns, open, computed };
    return this.found;
  }

  query(query: Query, outer: Scope | null, ctes: Ctes): Columns {
    this.found.queries.push(query);
    const parent = this.owner;
    if (parent) this.found.parents.set(query, parent);
    this.owner = null;
    const env = new Map(ctes);
    for (const cte of query.with?.ctes ?? []) {
      const own = {
        columns: cte.columns.map((c) => opaque(c.name)),
        open: cte.columns.length === 0,
        computed: false,
        query: cte.query,
      };
      const inside = query.with?.recursive ? new Map(env).set(fold(cte.name.name), own) : env;
      const result = this.query(cte.query, outer, inside);
      env.set(fold(cte.name.name), { ...rename(result, cte.columns), query: cte.query });
    }
    this.owner = query;
    const body = this.body(query.body, outer, env);
    const tail: Scope = { relations: [...(body.scope?.relations ?? [])], aliases: new Map(), outer };
    for (const column of body.columns) if (column.name !== null) tail.aliases.set(column.name, column);
    if (body.scope === null) tail.relations.push(derived(null, body));
    this.order(query.orderBy, tail, env);
    for (const expr of query.placement?.by ?? []) this.expr(expr, tail, env);
    this.order(query.placement?.sortBy ?? [], tail, env);
    for (const window of query.windows)
      for (const part of windowParts(window.spec)) this.expr(part, tail, env);
    const nothing: Scope = { relations: [], aliases: new Map(), outer: null };
    if (query.limit && query.limit.value !== "all") this.expr(query.limit.value, nothing, env);
    if (query.offset) this.expr(query.offset, nothing, env);
    this.owner = parent;
    return body;
  }

  private body(body: QueryBody, outer: Scope | null, ctes: Ctes): Columns & { scope: Scope | null } {
    switch (body.kind) {
      case "select":
        return this.select(body, outer, ctes);
      case "nested":
        return { ...this.query(body.query, outer, ctes), scope: null };
      case "set": {
        const left = this.body(body.left, outer, ctes);
        const right = this.body(body.right, outer, ctes);
        const columns = left.columns.map((c, i) => ({
          ...opaque(c.label),
          name: c.name,
          type: c.type ?? right.columns[i]?.type ?? null,
        }));
        return { columns, open: left.open, computed: left.computed, scope: null };
      }
      case "values": {
        const scope: Scope = { relations: [], aliases: new Map(), outer };
        for (const row of body.rows) this.expr(row, scope, ctes);
        const [first] = body.rows;
        const width = first?.kind === "row" ? first.items.length : 1;
        const columns = Array.from({ length: width }, (_, i) => ({
          ...opaque(`col${i + 1}`),
          expr: first?.kind === "row" ? (first.items[i] ?? null) : (first ?? null),
        }));
        const given = { columns, open: false, computed: false };
        return { ...rename(given, body.alias.columns), scope: null };
      }
    }
  }

  private select(select: Select, outer: Scope | null, ctes: Ctes) {
    const scope: Scope = { relations: [], aliases: new Map(), outer };
    if (select.relation) scope.relations.push(...resolveRelation(this, select.relation, scope, ctes));
    for (const view of select.lateralViews) {
      this.call(view.call, scope, ctes, "relation");
      scope.relations.push(derived(view.table?.name ?? null, generatedColumns(view.call, view.columns)));
    }
    this.found.selects.push({ select, scope });
    // WHERE comes before the items because it sees none of their aliases.
    if (select.where) this.expr(select.where, scope, ctes);
    for (const window of timeWindows(select)) scope.aliases.set(window, timeWindow(window));
    const columns: OutputColumn[] = [];
    let open = false;
    let computed = false;
    for (const item of select.items) {
      if (item.expr.kind === "star") {
        const relations = this.star(item.expr, scope, "select", null);
        open ||= relations.some((r) => r.open) || relations.length === 0;
        computed ||= relations.some((r) => r.computed);
        const except = new Set(item.expr.except.map((n) => fold(n.name)));
        for (const relation of relations) {
          columns.push(...relation.columns.filter((c) => c.name === null || !except.has(c.name)));
        }
        continue;
      }
      if (item.expr.kind === "call") this.call(item.expr, scope, ctes, "select_item");
      else this.expr(item.expr, scope, ctes);
      const outputs = this.outputs(item.expr, item.aliases);
      open ||= item.expr.kind === "call" && item.aliases.length === 0 && isOpen(item.expr, []);
      computed ||= outputs.some((o) => o.name === null);
      columns.push(...outputs);
      for (const output of outputs) {
        if (output.name !== null && !scope.aliases.has(output.name)) scope.aliases.set(output.name, output);
      }
    }
    if (select.groupBy?.kind === "items") {
      for (const item of select.groupBy.items) this.groupItem(item, scope, ctes);
      for (const set of select.groupBy.trailingSets ?? []) for (const e of set) this.expr(e, scope, ctes);
    }
    if (select.having) this.expr(select.having, scope, ctes);
    if (select.qualify) this.expr(select.qualify, scope, ctes);
    for (const window of select.windows)
      for (const part of windowParts(window.spec)) this.expr(part, scope, ctes);
    return { columns, open, computed, scope };
  }

  private groupItem(item: GroupItem, scope: Scope, ctes: Ctes): void {
    if (item.kind === "expr") {
      this.expr(item.expr, scope, ctes);
      return;
    }
    for (const set of item.sets) {
      if (Array.isArray(set)) for (const expr of set) this.expr(expr, scope, ctes);
      else this.groupItem(set, scope, ctes);
    }
  }

  private outputs(expr: Expr, aliases: Name[]): OutputColumn[] {
    const base = expr.kind === "column" ? this.found.columns.get(expr) : undefined;
    const source = base && "column" in base && base.fields.length === 0 ? base.column : null;
    const type = source?.type ?? null;
    if (aliases.length === 0 && expr.kind === "call") {
      const columns = generated(expr, []);
      if (columns.length > 0) return columns;
    }
    if (aliases.length === 0) {
      const label = implicitName(expr);
      return [
        {
          name: label === null ? null : fold(label),
          label: label ?? "",
          base: source?.base ?? null,
          type,
          expr,
        },
      ];
    }
    return aliases.map((alias) => ({
      name: fold(alias.name),
      label: alias.name,
      base: source?.base ?? null,
      type,
      expr: aliases.length === 1 ? expr : null,
    }));
  }

  private order(items: readonly OrderItem[], scope: Scope, ctes: Ctes): void {
    for (const item of items) this.expr(item.expr, scope, ctes);
  }

  private star(node: StarExpr, scope: Scope, place: StarUse["place"], call: Call | null): ScopeRelation[] {
    const qualifier = node.qualifier.map((n) => fold(n.name));
    let relations: ScopeRelation[] = [];
    for (let at: Scope | null = scope; at !== null && relations.length === 0; at = at.outer) {
      relations = at.relations.filter((r) => qualifier.length === 0 || isQualifier(qualifier, r));
      if (qualifier.length === 0) break;
    }
    const isColumn = relations.length === 0 && qualifier.length > 0;
    const column = isColumn ? lookupColumn(qualifier, scope) : null;
    this.found.stars.push({ node, place, call, relations, column });
    return relations;
  }

  private call(call: Call, scope: Scope, ctes: Ctes, place: CallPlace): void {
    this.walk(call, scope, ctes, place);
  }

  expr(node: Expr, scope: Scope, ctes: Ctes): void {
    this.walk(node, scope, ctes, "expression");
  }

  private walk(root: Expr, scope: Scope, ctes: Ctes, rootPlace: CallPlace): void {
    const lambdas: { name: string; shape: Shape }[] = [];
    const calls: Call[] = [];
    walkExpr(root, {
      query: (query) => {
        this.query(query, scope, ctes);
      },
      enter: (node) => {
        if (node.kind === "lambda") {
          const shapes = lambdaShapes(node, calls.at(-1), (e) =>
            e.kind === "column" ? this.found.columns.get(e) : undefined,
          );
          lambdas.push(...node.params.map((p, i) => ({ name: fold(p.name), shape: shapes[i] ?? "unknown" })));
        }
        if (node.kind === "field" || node.kind === "json_path" || node.kind === "subscript")
          this.found.members.push(node);
        if (node.kind === "parameter") this.found.parameters.push(node);
        if (node.kind === "star") this.star(node, scope, "argument", calls.at(-1) ?? null);
        if (node.kind === "call") {
          calls.push(node);
          this.found.calls.push({ call: node, place: node === root ? rootPlace : "expression" });
        }
        if (node.kind === "column") {
          const parts = node.parts.map((p) => p.name);
          const lambda = lambdas.findLast((l) => l.name === fold(parts[0] ?? ""));
          const meaning: ColumnMeaning = lambda
            ? { kind: "lambda", shape: lambda.shape }
            : lookupColumn(parts, scope);
          this.found.columns.set(node, meaning);
        }
        return true;
      },
      leave: (node) => {
        if (node.kind === "lambda") lambdas.length -= node.params.length;
        if (node.kind === "call") calls.pop();
      },
    });
  }
}

/** Grouping by window() or session_window() gives a column of that name. */
function timeWindows(select: Select): string[] {
  const items = select.groupBy?.kind === "items" ? select.groupBy.items : [];
  return items.flatMap((i) =>
    i.kind === "expr" && i.expr.kind === "call" && /^(session_)?window$/.test(i.expr.name)
      ? [i.expr.name]
      : [],
  );
}

const timeWindow = (name: string): OutputColumn => ({
  ...opaque(name),
  type: "struct<start: timestamp, end: timestamp>",
});

/** The name that Databricks gives an item without alias, where it can be written plainly. */
function implicitName(expr: Expr): string | null {
  if (expr.kind === "column") return expr.parts.at(-1)?.name ?? null;
  if (expr.kind === "field") return expr.name.name;
  if (expr.kind === "json_path") return String(expr.path.at(-1));
  if (expr.kind === "cast" || expr.kind === "collate") return implicitName(expr.operand);
  if (expr.kind === "string") return expr.value;
  if (expr.kind === "boolean") return String(expr.value);
  return expr.kind === "null" ? "null" : null;
}
