import type { ConfigProblem } from "../contracts/errors.js";
import type { ModelField, SourcePlace } from "../contracts/semantic-model.js";
import { type Edit, splice } from "../sql/splice.js";
import {
  type ColumnSet,
  findColumn,
  isMissing,
  type KnownColumn,
  typeOfColumn,
  type ViewColumns,
} from "./bind-columns.js";
import { didYouMean } from "./closest-name.js";
import { columnsOf, readExpression } from "./expression.js";
import { type InferredType, inferType } from "./infer-type.js";
import { joinOfColumn, SOURCE_ALIAS } from "./join-tree.js";

/** An expression whose columns all have their qualifier. */
export interface BoundExpression {
  sql: string;
  type: InferredType;
  /** The column that the expression is, if it is nothing else. */
  column: { relation: string; column: string } | null;
}

/**
 * Gives every column its qualifier (`source.` or a join's path) and writes out fields that an expression names.
 * A column of the source goes before a field of the same name. Unknown names become problems.
 */
export function bindExpression(
  sql: string,
  what: string,
  place: SourcePlace,
  columns: ViewColumns,
  fields: ReadonlyMap<string, BoundExpression>,
  problems: ConfigProblem[],
): BoundExpression | null {
  const read = readExpression(sql);
  if (!read.ok) return null;
  const edits: Edit[] = [];
  const types = new Map<string, InferredType | null>();
  let plain: BoundExpression["column"] = null;
  let failed = false;
  for (const column of columnsOf(read.expr)) {
    const names = column.parts.map((part) => part.name);
    const found = locate(names, columns);
    const field = names.length === 1 ? fields.get((names[0] ?? "").toLowerCase()) : undefined;
    if (found.known) {
      types.set(keyOf(names), typeOfColumn(found.column));
      if (!found.qualified) edits.push({ from: column.from, to: column.from, text: `${SOURCE_ALIAS}.` });
      const isWhole = read.expr === column && found.set.relation !== null && found.column !== null;
      if (isWhole)
        plain = { relation: found.set.relation as string, column: (found.column as KnownColumn).name };
    } else if (field) {
      types.set(keyOf(names), field.type);
      edits.push({ from: column.from, to: column.to, text: field.column ? field.sql : `(${field.sql})` });
      if (read.expr === column) plain = field.column;
    } else {
      failed = true;
      problems.push({
        ...place,
        message: `${what} uses \`${names.join(".")}\`, which ${found.where} does not have.`,
        remedy: didYouMean(names.at(-1) ?? "", found.candidates),
      });
    }
  }
  if (failed) return null;
  const type = inferType(read.expr, (names) => types.get(keyOf(names)) ?? null);
  return { sql: splice(sql, edits), type, column: plain };
}

/** Fields as they may be named in other expressions: the ones bound so far. */
export function fieldKey(field: ModelField): string {
  return field.name.toLowerCase();
}

type Located =
  | { known: true; qualified: boolean; set: ColumnSet; column: KnownColumn | null }
  | { known: false; where: string; candidates: string[] };

function locate(names: readonly string[], columns: ViewColumns): Located {
  const prefix = joinOfColumn(names, columns.nodes);
  if (prefix) {
    const set = columns.joins.get(prefix.node) as ColumnSet;
    return inSet(set, names, prefix.length, `the join \`${prefix.node.join.name}\``);
  }
  const isQualified = names.length > 1 && names[0]?.toLowerCase() === SOURCE_ALIAS;
  return inSet(columns.source, names, isQualified ? 1 : 0, "the source");
}

/** Names after the column's own are fields of a struct. */
function inSet(set: ColumnSet, names: readonly string[], at: number, where: string): Located {
  const column = findColumn(set, names[at] ?? "");
  if (isMissing(set, names[at] ?? "")) {
    return { known: false, where, candidates: (set.columns ?? []).map((known) => known.name) };
  }
  return { known: true, qualified: at > 0, set, column: at === names.length - 1 ? column : null };
}

function keyOf(names: readonly string[]): string {
  return names.join("\0").toLowerCase();
}
