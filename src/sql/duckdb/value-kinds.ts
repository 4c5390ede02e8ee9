import type { Expr } from "../ast.js";
import { inferKind } from "../infer-kind.js";
import type { ColumnExpr, Resolution } from "../resolution.js";
import type { OutputColumn } from "../scope.js";
import { kindOfText, type ValueKind } from "../value-kind.js";

/** A kind that says how wide a number is: what is written for an int is wrong for a decimal. */
export type KnownKind = Exclude<ValueKind, "number">;

/** Works kinds out over a resolved statement; null where nothing tells. */
export class ValueKinds {
  private readonly resolution: Resolution;
  private readonly known = new Map<Expr, ValueKind | null>();

  constructor(resolution: Resolution) {
    this.resolution = resolution;
  }

  of(expr: Expr): KnownKind | null {
    const kind = this.infer(expr);
    return kind === "number" ? null : kind;
  }

  private infer(expr: Expr): ValueKind | null {
    const known = this.known.get(expr);
    if (known !== undefined) return known;
    this.known.set(expr, null);
    const kind = inferKind(expr, {
      of: (part) => this.infer(part),
      ofColumn: (column) => this.inferColumn(column),
    });
    this.known.set(expr, kind);
    return kind;
  }

  private inferColumn(column: ColumnExpr): ValueKind | null {
    const meaning = this.resolution.columns.get(column);
    if (meaning?.kind !== "column" && meaning?.kind !== "alias") return null;
    return meaning.fields.length > 0 ? null : this.inferOutput(meaning.column);
  }

  private inferOutput({ type, expr }: OutputColumn): ValueKind | null {
    if (type !== null) return kindOfText(type);
    return expr === null ? null : this.infer(expr);
  }
}
