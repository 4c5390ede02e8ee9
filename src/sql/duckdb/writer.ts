import type { Call, Expr, Query, Relation } from "../ast.js";
import type { Resolution } from "../resolution.js";
import { literal } from "./quoting.js";
import type { KnownKind } from "./value-kinds.js";

/** What the parts of the translation need of each other. */
export interface SqlWriter {
  readonly resolution: Resolution;
  /** The clock that timestamps are read on. */
  readonly timeZone: string;
  expr(e: Expr): string;
  query(q: Query): string;
  relation(r: Relation): string;
  kind(e: Expr): KnownKind | null;
  /** The statement's own text of a node. */
  source(node: { from: number; to: number }): string;
  /** Name without catalogue, quoted. */
  tableName(parts: readonly string[]): string;
  /** Writes with a condition added to the FILTER of every aggregate. */
  filtered(condition: string, write: () => string): string;
  readonly filter: string | null;
  /** What grouping_id() without arguments stands for in the SELECT being written. */
  groupExprs: string[];
}

/** One call to be written: its arguments as DuckDB text. */
export interface CallText {
  w: SqlWriter;
  call: Call;
  args: string[];
  exprs: Expr[];
}

/** Text for one function; throws Refusal where the arguments make the value differ. */
export type FunctionWriter = (c: CallText) => string;

/** The moment at which the session's clock shows a TIMESTAMP; seconds since 1970 are counted to it. */
export function momentOf(w: Pick<SqlWriter, "timeZone">, timestamp: string): string {
  return `${timestamp} AT TIME ZONE ${literal(w.timeZone)}`;
}

const HOLE = /\{(\d)(\*)?\}/g;

/**
 * A writer from templates by number of arguments: `{0}` is the first argument, `{0*}` all from it on. A number that
 * is not listed is refused by the caller.
 */
export function byArity(templates: Record<number, string>, rest?: string): FunctionWriter {
  return ({ call, args }) => {
    const template = templates[args.length] ?? rest;
    if (template === undefined) throw new ArityFault(call.name, args.length);
    return template.replace(HOLE, (_, index: string, all: string | undefined) =>
      all ? args.slice(Number(index)).join(", ") : (args[Number(index)] ?? "NULL"),
    );
  };
}

export class ArityFault extends Error {
  constructor(name: string, count: number) {
    super(`${name} with ${count} arguments`);
    this.name = "ArityFault";
  }
}
