import type { Catalog } from "../../contracts/policy.js";
import type { Expr, Query, Relation } from "../ast.js";
import { parseStatement } from "../parse.js";
import type { Resolution } from "../resolution.js";
import { resolveScopes } from "../scopes.js";
import { catalogIndex } from "../table-index.js";
import { identifier } from "./quoting.js";
import { Refusal } from "./refusal.js";
import { ValueKinds } from "./value-kind.js";
import { writeExpr } from "./write-expression.js";
import { writeQuery } from "./write-query.js";
import { writeRelation } from "./write-relation.js";
import { ArityFault, type SqlWriter } from "./writer.js";

export interface DuckdbOptions {
  /** Name of the workspace's catalogue, the first part of three-part names. DuckDB has schemas and tables only. */
  catalog: string;
  /** Tables with their types, where known: casts, dates and arrays are then written for their type. */
  tables?: Catalog;
}

export type DuckdbSql =
  | { ok: true; sql: string }
  /** `construct` names what the embedded engine would answer otherwise, or not at all. */
  | { ok: false; construct: string; message: string };

const NO_TABLES: Catalog = { tables: [] };

/**
 * Databricks SQL (ANSI mode) as DuckDB SQL that gives the same values, for a database that holds DUCKDB_MACROS.
 * `:name` becomes `$name`. What would differ in value is refused by name, never answered.
 */
export function toDuckdb(sql: string, options: DuckdbOptions): DuckdbSql {
  const parsed = parseStatement(sql);
  if (!parsed.ok) return { ok: false, construct: parsed.code, message: parsed.message };
  try {
    const resolution = resolveScopes(parsed.query, catalogIndex(options.tables ?? NO_TABLES).find);
    return { ok: true, sql: new DuckdbWriter(sql, resolution).query(parsed.query) };
  } catch (fault) {
    if (fault instanceof Refusal) return { ok: false, construct: fault.construct, message: fault.message };
    if (fault instanceof ArityFault) {
      return {
        ok: false,
        construct: fault.message,
        message: `${fault.message} is not known to the embedded engine.`,
      };
    }
    throw fault;
  }
}

class DuckdbWriter implements SqlWriter {
  readonly resolution: Resolution;
  filter: string | null = null;
  groupExprs: string[] = [];
  private readonly kinds: ValueKinds;
  private readonly points: string[] | string;

  constructor(sql: string, resolution: Resolution) {
    this.resolution = resolution;
    this.kinds = new ValueKinds(resolution);
    this.points = /[\ud800-\udbff]/.test(sql) ? Array.from(sql) : sql;
  }

  expr(e: Expr): string {
    return writeExpr(this, e);
  }

  query(q: Query): string {
    const { filter } = this;
    this.filter = null;
    const text = writeQuery(this, q);
    this.filter = filter;
    return text;
  }

  relation(r: Relation): string {
    return writeRelation(this, r);
  }

  kind(e: Expr) {
    return this.kinds.of(e);
  }

  source(node: { from: number; to: number }): string {
    const text = this.points.slice(node.from, node.to);
    return typeof text === "string" ? text : text.join("");
  }

  tableName(parts: readonly string[]): string {
    return parts.slice(-2).map(identifier).join(".");
  }

  filtered(condition: string, write: () => string): string {
    const { filter } = this;
    this.filter = condition;
    const text = write();
    this.filter = filter;
    return text;
  }
}
