import type { PolicySet } from "../contracts/policy.js";
import type { Expr } from "../sql/ast.js";
import type { ColumnExpr, Resolution, StarUse } from "../sql/resolution.js";
import { type ColumnMeaning, fold, type OutputColumn, type ScopeRelation } from "../sql/scope.js";
import type { Denial } from "./denial.js";
import { nearest } from "./nearest.js";

/** Every column is known, and no denied one is read: by name, star, join, pivot or as a field of a struct. */
export function checkColumns(found: Resolution, set: PolicySet): Denial | null {
  const isDenied = deniedColumns(set);
  for (const [node, meaning] of found.columns) {
    const denial = checkColumn(node, meaning, isDenied, found);
    if (denial) return denial;
  }
  for (const shared of found.joinColumns) {
    const column = shared.columns.find((c) => isDenied.output(c));
    if (column) return columnDenied(column.label, shared.span.from);
    if (shared.name && isDenied.name(fold(shared.name.name))) {
      return columnDenied(shared.name.name, shared.span.from);
    }
  }
  for (const star of found.stars) {
    const denial = checkStar(star, isDenied);
    if (denial) return denial;
  }
  for (const pivot of found.pivots) {
    const column = exposed(pivot.input, isDenied);
    if (column !== null) return starDenied(column, pivot.span.from, "PIVOT groups by every other column");
  }
  return checkQuotedItems(found, isDenied);
}

interface DeniedColumns {
  any: boolean;
  name(name: string): boolean;
  output(column: OutputColumn): boolean;
}

function deniedColumns(set: PolicySet): DeniedColumns {
  const plain = new Set(set.deniedColumns.filter((c) => !c.includes(".")).map(fold));
  const qualified = set.deniedColumns.filter((c) => c.includes(".")).map((c) => `.${fold(c)}`);
  const last = new Set(qualified.map((c) => c.slice(c.lastIndexOf(".") + 1)));
  return {
    any: plain.size + last.size > 0,
    name: (name) => plain.has(name) || last.has(name),
    output: (column) => {
      const { base } = column;
      if (base === null) return false;
      if (plain.has(base.column)) return true;
      const full = `.${base.table.info?.name ?? ""}.${base.column}`;
      return qualified.some((q) => full.endsWith(q));
    },
  };
}

function checkColumn(
  node: ColumnExpr,
  meaning: ColumnMeaning,
  isDenied: DeniedColumns,
  found: Resolution,
): Denial | null {
  const written = node.parts.map((p) => p.name).join(".");
  switch (meaning.kind) {
    case "lambda": {
      const field = node.parts.slice(1).find((p) => isDenied.name(fold(p.name)));
      return field ? columnDenied(field.name, field.from) : null;
    }
    case "column":
    case "alias": {
      if (isDenied.output(meaning.column)) return columnDenied(meaning.column.label, node.from);
      const field = meaning.fields.find((f) => isDenied.name(f));
      return field === undefined ? null : columnDenied(field, node.from);
    }
    case "open":
      return node.parts.some((p) => isDenied.name(fold(p.name))) ? columnDenied(written, node.from) : null;
    case "unknown": {
      const part = node.parts.find((p) => isDenied.name(fold(p.name)));
      if (part) return columnDenied(part.name, node.from);
      const names = found.selects.flatMap((s) =>
        s.scope.relations.flatMap((r) => r.columns.map((c) => c.label)),
      );
      const near = nearest(
        node.parts.at(-1)?.name ?? "",
        names.filter((name) => !isDenied.name(fold(name))),
      );
      const hint = near === null ? "" : ` Did you mean ${near}?`;
      return {
        code: "column_unknown",
        message: `There is no column ${written} in the tables that the statement reads there.${hint}`,
        position: node.from,
      };
    }
  }
}

function checkStar(star: StarUse, isDenied: DeniedColumns): Denial | null {
  const { node, call } = star;
  const isCount = call?.name === "count" && !call.distinct && node.qualifier.length === 0;
  if (isCount && call.args.length === 1) return null;
  const except = new Set(node.except.map((n) => fold(n.name)));
  const column = exposed(star.relations, isDenied, except);
  return column === null ? null : starDenied(column, node.from, "* stands for every column");
}

/** The first denied column among all columns of the relations; a table without known columns may hold any. */
function exposed(
  relations: readonly ScopeRelation[],
  isDenied: DeniedColumns,
  except: ReadonlySet<string> = new Set(),
): string | null {
  for (const relation of relations) {
    for (const column of relation.columns) {
      const isLeftOut = column.name !== null && except.has(column.name);
      if (!isLeftOut && isDenied.output(column)) return column.label;
    }
    if (relation.open && relation.table !== null && isDenied.any) return "unknown columns";
  }
  return null;
}

/** `SELECT "email"` is a text in Databricks and a column elsewhere; nobody means the text. */
function checkQuotedItems(found: Resolution, isDenied: DeniedColumns): Denial | null {
  const suspicious: Expr[] = [
    ...found.selects.flatMap(({ select }) => [
      ...select.items.map((i) => i.expr),
      ...(select.groupBy?.kind === "items"
        ? select.groupBy.items.flatMap((i) => (i.kind === "expr" ? [i.expr] : []))
        : []),
    ]),
    ...found.queries.flatMap((q) => q.orderBy.map((o) => o.expr)),
    ...found.calls.flatMap((c) => c.call.args.slice(0, 1).map((a) => a.value)),
  ];
  for (const expr of suspicious) {
    if (expr.kind === "string" && expr.doubleQuoted && isDenied.name(fold(expr.value))) {
      return columnDenied(expr.value, expr.from);
    }
  }
  return null;
}

function columnDenied(name: string, position: number): Denial {
  return { code: "column_denied", message: `The column ${name} may not be read, in any place.`, position };
}

function starDenied(column: string, position: number, why: string): Denial {
  return {
    code: "star_not_allowed",
    message: `${why}, and ${column} may not be read here; name the columns that you need.`,
    position,
  };
}
