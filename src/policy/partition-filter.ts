import type { ApprovedSql, Catalog } from "../contracts/policy.js";
import type { Expr } from "../sql/ast.js";
import { parseStatement } from "../sql/parse.js";
import type { Resolution } from "../sql/resolution.js";
import type { TableUse } from "../sql/scope.js";
import { resolveScopes } from "../sql/scopes.js";
import { catalogIndex } from "../sql/table-index.js";
import { walkExpr } from "../sql/walk.js";

/**
 * Relations (three-part, lower case) of which some reading goes over everything: none of the given columns is held to
 * a value, a list, a range or a least value there. An upper bound alone is no filter: `as_of` sets one in every statement.
 * `columns` holds, by relation, lower-case names of columns by which it is stored.
 */
export function unfilteredRelations(
  approved: ApprovedSql,
  catalog: Catalog,
  columns: ReadonlyMap<string, readonly string[]>,
): string[] {
  const parsed = parseStatement(approved.sql);
  if (!parsed.ok) return [...columns.keys()];
  const found = resolveScopes(parsed.query, catalogIndex(catalog).find);
  const filtered = new Set<TableUse>();
  for (const condition of conditionsOf(found)) {
    for (const [table, column] of heldColumns(condition, found)) {
      if (columns.get(table.info?.name ?? "")?.includes(column)) filtered.add(table);
    }
  }
  const open = found.tables.filter((use) => columns.has(use.info?.name ?? "") && !filtered.has(use));
  return [...new Set(open.map((use) => use.info?.name ?? ""))];
}

/** Everything that must hold for a row: the parts of WHERE and of ON that AND connects. */
function conditionsOf(found: Resolution): Expr[] {
  const wheres = found.selects.flatMap(({ select }) => (select.where ? [select.where] : []));
  const joins = [...found.relationScopes.keys()].flatMap((node) => {
    const join = node as { type?: string; on?: Expr | null };
    return join.type === "inner" && join.on ? [join.on] : [];
  });
  return [...wheres, ...joins].flatMap(conjuncts);
}

function conjuncts(e: Expr): Expr[] {
  return e.kind === "binary" && e.op === "AND" ? [...conjuncts(e.left), ...conjuncts(e.right)] : [e];
}

type Held = [TableUse, string];

/** Columns that one condition keeps from taking every value. */
function heldColumns(e: Expr, found: Resolution): Held[] {
  switch (e.kind) {
    case "binary":
      if (e.op === "OR") {
        const right = heldColumns(e.right, found);
        return heldColumns(e.left, found).filter(([t, c]) => right.some(([u, d]) => t === u && c === d));
      }
      if (e.op === "AND") return conjuncts(e).flatMap((part) => heldColumns(part, found));
      if (/^(=|<=>|>|>=)$/.test(e.op) && isConstant(e.right)) return columnOf(e.left, found);
      return /^(=|<=>|<|<=)$/.test(e.op) && isConstant(e.left) ? columnOf(e.right, found) : [];
    case "between":
      return !e.negated && isConstant(e.low) ? columnOf(e.operand, found) : [];
    case "in_list":
      return !e.negated && e.list.every(isConstant) ? columnOf(e.operand, found) : [];
    default:
      return [];
  }
}

/** A base column, bare or behind a cast that keeps its order. */
function columnOf(e: Expr, found: Resolution): Held[] {
  if (e.kind === "cast") return columnOf(e.operand, found);
  if (e.kind === "call" && /^(date|to_date|timestamp|to_timestamp)$/.test(e.name) && e.args.length === 1)
    return e.args[0] ? columnOf(e.args[0].value, found) : [];
  if (e.kind !== "column") return [];
  const meaning = found.columns.get(e);
  const base = meaning && "column" in meaning ? meaning.column.base : null;
  return base ? [[base.table, base.column]] : [];
}

function isConstant(e: Expr): boolean {
  let constant = true;
  walkExpr(e, {
    query: () => {
      constant = false;
    },
    enter: (node) => {
      if (node.kind === "column") constant = false;
      return true;
    },
  });
  return constant;
}
