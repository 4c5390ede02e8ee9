/** Databricks SQL as DuckDB SQL. */
export function translate(sql: string, catalogName: string): string {
  const prefix = new RegExp(`\\b${catalogName.replace(/[^\w]/g, "\\$&")}\\.(?=\\w+\\.)`, "gi");
  return sql.replace(prefix, "").replace(/(?<![:\w]):(\w+)/g, "$$$1");
}

/** Relations that SQL reads, three-part, lower case. */
export function relationsOf(sql: string, catalogName: string): string[] {
  const found = [...sql.matchAll(/\b(?:from|join)\s+([\w.]+)/gi)].map((match) =>
    (match[1] ?? "").toLowerCase(),
  );
  return [...new Set(found.map((name) => (name.split(".").length === 2 ? `${catalogName}.${name}` : name)))];
}
