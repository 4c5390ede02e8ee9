import type { Catalog } from "../../contracts/policy.js";
import type { Expr, Query, Relation } from "../ast.js";
import { parseTokens } from "../parse.js";
import type { Resolution } from "../resolution.js";
import { resolveScopes } from "../scopes.js";
import { catalogIndex } from "../table-index.js";
import { type Token, tokenize } from "../tokens.js";
import { identifier } from "./quoting.js";
import { Refusal } from "./refusal.js";
import { ValueKinds } from "./value-kinds.js";
import { writeExpr } from "./write-expression.js";
import { writeQuery } from "./write-query.js";
import { writeRelation } from "./write-relation.js";
import { ArityFault, type SqlWriter } from "./writer.js";

export interface DuckdbOptions {
  /** Name of the workspace's catalogue, the first part of three-part names. DuckDB has schemas and tables only. */
  catalog: string;
  /** Tables with their types, where known: casts, dates and arrays are then written for their type. */
  tables?: Catalog;
  /** The session's clock, as Databricks would have it; UTC where not given. */
  timeZone?: string;
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
  const lexed = tokenize(sql);
  if (!lexed.ok) return { ok: false, construct: lexed.code, message: lexed.message };
  if (lexed.tokens.some(isDoublyQuoted))
    return { ok: false, construct: "doubled quotes", message: "Write \\' for a quote inside a text." };
  const parsed = parseTokens(lexed.tokens);
  if (!parsed.ok) return { ok: false, construct: parsed.code, message: parsed.message };
  try {
    const resolution = resolveScopes(parsed.query, catalogIndex(options.tables ?? NO_TABLES).find);
    return {
      ok: true,
      sql: new DuckdbWriter(sql, resolution, options.timeZone ?? "UTC").query(parsed.query),
    };
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

/** Spark reads `'it''s'` as two texts in a row, other engines as one with a quote in it. */
function isDoublyQuoted({ kind, text }: Token): boolean {
  return (
    kind === "string" &&
    !/^r/i.test(text) &&
    text.slice(1, -1).replace(/\\./gs, "").includes(text.charAt(0).repeat(2))
  );
}

class DuckdbWriter implements SqlWriter {
  readonly resolution: Resolution;
  readonly timeZone: string;
  filter: string | null = null;
  groupExprs: string[] = [];
  private readonly kinds: ValueKinds;
  private readonly points: string[] | string;

  constructor(sql: string, resolution: Resolution, timeZone: string) {
    this.resolution = resolution;
    this.timeZone = timeZone;
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
