import type { PolicySet } from "../contracts/policy.js";
import type { Expr } from "../sql/ast.js";
import { fits, mayHaveField, mayHaveFields, shapeOfColumn } from "../sql/fields.js";
import type { ColumnExpr, MemberExpr, Resolution, StarUse } from "../sql/resolution.js";
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
    if (shared.name && shared.missing)
      return unknownColumn(shared.name.name, shared.span.from, found, isDenied);
  }
  for (const star of found.stars) {
    const denial = checkStar(star, isDenied, found);
    if (denial) return denial;
  }
  for (const member of found.members) {
    const denial = checkMember(member, isDenied, found);
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
  const endings = set.deniedColumns.map((c) => `.${fold(c)}`);
  const names = new Set(endings.map((e) => e.slice(e.lastIndexOf(".") + 1)));
  return {
    any: names.size > 0,
    name: (name) => names.has(name),
    output: ({ base }) => {
      if (base === null) return false;
      const full = `.${base.table.info?.name ?? ""}.${base.column}`;
      return endings.some((ending) => full.endsWith(ending));
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
      if (field) return columnDenied(field.name, field.from);
      const path = node.parts.slice(1).map((p) => p.name);
      return fits(meaning.shape, path) ? null : unknownColumn(written, node.from, found, isDenied);
    }
    case "column":
    case "alias": {
      if (isDenied.output(meaning.column)) return columnDenied(meaning.column.label, node.from);
      const field = meaning.fields.find((f) => isDenied.name(f));
      if (field !== undefined) return columnDenied(field, node.from);
      if (mayHaveFields(meaning.column, meaning.fields, meaningIn(found))) return null;
      return unknownColumn(written, node.from, found, isDenied);
    }
    case "open":
      return node.parts.some((p) => isDenied.name(fold(p.name))) ? columnDenied(written, node.from) : null;
    case "unknown": {
      const part = node.parts.find((p) => isDenied.name(fold(p.name)));
      if (part) return columnDenied(part.name, node.from);
      return unknownColumn(written, node.from, found, isDenied);
    }
  }
}

const meaningIn = (found: Resolution) => (e: Expr) =>
  e.kind === "column" ? found.columns.get(e) : undefined;

function unknownColumn(
  written: string,
  position: number,
  found: Resolution,
  isDenied: DeniedColumns,
): Denial {
  const names = found.selects.flatMap((s) => s.scope.relations.flatMap((r) => r.columns.map((c) => c.label)));
  const near = nearest(
    written.slice(written.lastIndexOf(".") + 1),
    names.filter((name) => !isDenied.name(fold(name))),
  );
  const hint = near === null ? "" : ` Did you mean ${near}?`;
  return {
    code: "column_unknown",
    message: `There is no column ${written} in the tables that the statement reads there.${hint}`,
    position,
  };
}

/** A field, a step of a JSON path, or a key in brackets is denied by its name; a field of what has none is unknown. */
function checkMember(node: MemberExpr, isDenied: DeniedColumns, found: Resolution): Denial | null {
  switch (node.kind) {
    case "field":
      if (isDenied.name(fold(node.name.name))) return columnDenied(node.name.name, node.name.from);
      return mayHaveField(node.operand, node.name.name, meaningIn(found))
        ? null
        : unknownColumn(node.name.name, node.name.from, found, isDenied);
    case "json_path": {
      const step = node.path.find((p) => typeof p === "string" && isDenied.name(fold(p)));
      return step === undefined ? null : columnDenied(String(step), node.from);
    }
    case "subscript": {
      const { index } = node;
      const isKey = index.kind === "string" && isDenied.name(fold(index.value));
      return isKey ? columnDenied(index.value, index.from) : null;
    }
  }
}

function checkStar(star: StarUse, isDenied: DeniedColumns, found: Resolution): Denial | null {
  const { node, call } = star;
  if (star.column !== null) return checkFieldStar(star, star.column, isDenied, found);
  const isCount = call?.name === "count" && !call.distinct && node.qualifier.length === 0;
  if (isCount && call.args.length === 1) return null;
  const except = new Set(node.except.map((n) => fold(n.name)));
  const column = exposed(star.relations, isDenied, except);
  return column === null ? null : starDenied(column, node.from, "* stands for every column");
}

/** `column.*` stands for the fields of a struct; where they are not known, a denied one may be among them. */
function checkFieldStar(
  star: StarUse,
  meaning: ColumnMeaning,
  isDenied: DeniedColumns,
  found: Resolution,
): Denial | null {
  const { node } = star;
  const written = node.qualifier.map((p) => p.name).join(".");
  const unknownFields = () =>
    isDenied.any ? starDenied("unknown fields", node.from, "* stands for every field") : null;
  if (meaning.kind === "open") return unknownFields();
  if ((meaning.kind !== "column" && meaning.kind !== "alias") || meaning.fields.length > 0)
    return unknownColumn(`${written}.*`, node.from, found, isDenied);
  if (isDenied.output(meaning.column)) return columnDenied(meaning.column.label, node.from);
  const shape = shapeOfColumn(meaning.column, meaningIn(found));
  if (shape === "plain" || (shape !== "unknown" && shape.kind !== "struct"))
    return unknownColumn(`${written}.*`, node.from, found, isDenied);
  const names = shape === "unknown" ? null : shape.fields.map((f) => f.name);
  if (names === null) return unknownFields();
  const field = names.find((name) => isDenied.name(fold(name)));
  return field === undefined ? null : starDenied(field, node.from, "* stands for every field");
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
