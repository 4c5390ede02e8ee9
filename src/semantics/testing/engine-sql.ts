export function toEngine(sql: string): { sql: string; macros: string[] } {
  return {
    sql: sql
      .replace(/<=>/g, "IS NOT DISTINCT FROM")
      .replace(/:(p\d+|start|end)\b/g, "$$$1")
      .replace(/`/g, '"')
      .replace(/\bexplode\(/g, "unnest(")
      .replace(/INTERVAL (\d+) (\w+)/g, "INTERVAL '$1 $2'")
      .replace(/\b(date_add|date_sub|add_months|weekday|sequence|from_utc_timestamp)\(/g, "x_$1(")
      .replace(/\bDATE'/g, "DATE '"),
    macros: [
      "CREATE MACRO x_add_months(d, n) AS CAST(CAST(d AS DATE) + to_months(CAST(n AS INTEGER)) AS DATE)",
      "CREATE MACRO x_date_add(d, n) AS CAST(CAST(d AS DATE) + CAST(n AS INTEGER) AS DATE)",
      "CREATE MACRO x_date_sub(d, n) AS CAST(CAST(d AS DATE) - CAST(n AS INTEGER) AS DATE)",
      "CREATE MACRO x_weekday(d) AS (date_part('isodow', CAST(d AS DATE)) - 1)",
      "CREATE MACRO x_sequence(a, b, s) AS [CAST(x AS DATE) for x in generate_series(CAST(a AS TIMESTAMP), CAST(b AS TIMESTAMP), s)]",
      "CREATE MACRO x_from_utc_timestamp(t, z) AS (CAST(t AS TIMESTAMP) AT TIME ZONE 'UTC' AT TIME ZONE z)",
    ],
  };
}
