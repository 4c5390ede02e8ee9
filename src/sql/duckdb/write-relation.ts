import type { Relation, TableAlias } from "../ast.js";
import { identifier } from "./quoting.js";
import { refuse } from "./refusal.js";
import { isGenerator, writeGenerator } from "./write-generator.js";
import { writePivot, writeUnpivot } from "./write-pivot.js";
import type { SqlWriter } from "./writer.js";

export function writeRelation(w: SqlWriter, r: Relation): string {
  switch (r.kind) {
    case "table":
      if (r.sample) throw refuse("TABLESAMPLE", "a sample would hold other rows.");
      if (r.timeTravel) throw refuse("time travel", "the embedded engine holds one version.");
      return `${w.tableName(r.parts.map((p) => p.name))}${aliasText(r.alias)}`;
    case "derived":
      if (r.sample) throw refuse("TABLESAMPLE", "a sample would hold other rows.");
      return `${r.lateral ? "LATERAL " : ""}(${w.query(r.query)})${aliasText(r.alias)}`;
    case "function": {
      if (!isGenerator(r.call))
        throw refuse(r.call.name, "this table function is not known to the embedded engine.");
      const items = writeGenerator(w, r.call, r.alias.columns, false);
      const name = r.alias.name?.name ?? r.call.name;
      return `${r.lateral ? "LATERAL " : ""}(SELECT ${items.join(", ")}) AS ${identifier(name)}`;
    }
    case "group": {
      const inner = w.relation(r.relation);
      return r.alias.name === null ? `(${inner})` : `(SELECT * FROM ${inner})${aliasText(r.alias)}`;
    }
    case "join":
      return writeJoin(w, r);
    case "pivot":
      return `(${writePivot(w, r)})${aliasText(r.alias)}`;
    case "unpivot":
      return `(${writeUnpivot(w, r)})${aliasText(r.alias)}`;
  }
}

function aliasText(alias: TableAlias): string {
  if (alias.name === null) return "";
  const columns =
    alias.columns.length > 0 ? `(${alias.columns.map((c) => identifier(c.name)).join(", ")})` : "";
  return ` AS ${identifier(alias.name.name)}${columns}`;
}

const JOINS = {
  inner: "JOIN",
  left: "LEFT JOIN",
  right: "RIGHT JOIN",
  full: "FULL JOIN",
  cross: "CROSS JOIN",
  "left semi": "SEMI JOIN",
  "left anti": "ANTI JOIN",
};

function writeJoin(w: SqlWriter, r: Extract<Relation, { kind: "join" }>): string {
  const [left, right] = [w.relation(r.left), w.relation(r.right)];
  if (r.comma) return `${left}, ${right}`;
  if (r.natural) return `${left} NATURAL ${JOINS[r.type]} ${right}`;
  if (r.using.length > 0)
    return `${left} ${JOINS[r.type]} ${right} USING (${r.using.map((n) => identifier(n.name)).join(", ")})`;
  if (r.on) return `${left} ${r.type === "cross" ? "JOIN" : JOINS[r.type]} ${right} ON ${w.expr(r.on)}`;
  if (r.type === "inner" || r.type === "cross") return `${left} CROSS JOIN ${right}`;
  return `${left} ${JOINS[r.type]} ${right} ON true`;
}
