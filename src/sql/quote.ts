/** An identifier in backticks for Databricks SQL; a backtick inside is doubled. */
export function quoteIdentifier(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/** A string literal for Databricks SQL: backslash and quote are escaped, so that any value is safe. */
export function quoteString(value: string): string {
  return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
