import { type Ask, describedRow, describedRows, quoted, quotedPart } from "./discovery.js";

/** A metric view that the warehouse holds. */
export interface FoundMetricView {
  /** Three-part, as the catalogue writes it. */
  name: string;
  /** Its YAML; null where the warehouse does not show it to the program. */
  definition: string | null;
}

/**
 * Metric views in the schemas of the given relations, by name. Two of the catalogue's own views tell: TABLES of the
 * information schema names them, DESCRIBE … AS JSON gives each one's text. A catalogue that shows no information schema
 * to the program has none to show.
 */
export async function findMetricViews(relations: readonly string[], ask: Ask): Promise<FoundMetricView[]> {
  const names: string[] = [];
  for (const [catalog, schemas] of schemasOf(relations)) {
    const rows = await describedRows(
      `SELECT table_schema, table_name FROM ${quotedPart(catalog)}.information_schema.tables WHERE table_type = 'METRIC_VIEW' AND lower(table_schema) IN (${schemas.map(text).join(", ")})`,
      ask,
    );
    names.push(...rows.map(({ table_schema, table_name }) => `${catalog}.${table_schema}.${table_name}`));
  }
  return Promise.all(names.sort().map(async (name) => ({ name, definition: await definitionOf(name, ask) })));
}

async function definitionOf(name: string, ask: Ask): Promise<string | null> {
  const described = await describedRow(`DESCRIBE TABLE EXTENDED ${quoted(name)} AS JSON`, ask);
  if (described === null) return null;
  const facts: { view_text?: unknown } = JSON.parse(String(described.json_metadata ?? "{}"));
  return typeof facts.view_text === "string" ? facts.view_text : null;
}

function schemasOf(relations: readonly string[]): Map<string, string[]> {
  const schemas = new Map<string, string[]>();
  for (const relation of relations) {
    const [catalog, schema, table] = relation.toLowerCase().split(".");
    if (catalog === undefined || schema === undefined || table === undefined) continue;
    const known = schemas.get(catalog) ?? [];
    if (!known.includes(schema)) schemas.set(catalog, [...known, schema]);
  }
  return schemas;
}

function text(value: string): string {
  return `'${value.replace(/[\\']/g, "\\$&")}'`;
}
