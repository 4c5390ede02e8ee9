/** Databricks SQL as DuckDB SQL. */
export function translate(sql: string, catalogName: string): string {
  const prefix = new RegExp(`\\b${catalogName.replace(/[^\w]/g, "\\$&")}\\.(?=\\w+\\.)`, "gi");
  return sql.replace(prefix, "").replace(/(?<![:\w]):(\w+)/g, "$$$1");
}
