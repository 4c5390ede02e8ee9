/** A named step of a statement and the columns that later steps may use. */
export interface Stage {
  name: string;
  columns: readonly string[];
}

/** Collects the named steps (CTEs) of one statement, in order. */
export class StatementBuilder {
  private readonly steps: { name: string; sql: string }[] = [];

  /** Adds a step; a taken name gets a number. */
  add(name: string, columns: readonly string[], sql: string): Stage {
    let unique = name;
    for (let n = 2; this.steps.some((step) => step.name === unique); n++) unique = `${name}_${n}`;
    this.steps.push({ name: unique, sql });
    return { name: unique, columns };
  }

  get count(): number {
    return this.steps.length;
  }

  /** The whole statement around its last SELECT. */
  finish(select: string): string {
    if (this.steps.length === 0) return select;
    const steps = this.steps.map(({ name, sql }) => `${name} AS (\n${indent(sql)}\n)`);
    return `WITH ${steps.join(",\n")}\n${select}`;
  }
}

export function indent(sql: string): string {
  return sql
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}

/** A SELECT over lines of columns. */
export function selectSql(columns: readonly string[], rest: readonly string[]): string {
  return ["SELECT", columns.map((column) => `  ${column}`).join(",\n"), ...rest].join("\n");
}

/** Equality of groups in which NULL equals NULL. */
export function sameGroups(left: string, right: string, columns: readonly string[]): string {
  return columns.map((column) => `${left}.${column} <=> ${right}.${column}`).join(" AND ");
}
