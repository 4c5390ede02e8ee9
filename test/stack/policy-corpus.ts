import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Catalog, PolicySet } from "../../src/contracts/policy.js";
import { rightsOf } from "../../src/policy/testing/rights.js";
import { parseStatement } from "../../src/sql/parse.js";
import { resolveScopes } from "../../src/sql/scopes.js";

const ARTIFACT = "org.apache.spark:spark-sql_2.12:3.5.6:jar:tests";

/** Brings the query texts of Spark's own tests into a new folder. */
export function outsideCorpus(): string {
  const folder = mkdtempSync(join(tmpdir(), "assay-corpus-"));
  execFileSync("mvn", ["-q", "dependency:copy", `-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${folder}`], {
    cwd: folder,
    timeout: 300_000,
  });
  const jar = readdirSync(folder).find((name) => name.endsWith(".jar"));
  if (!jar) throw new Error(`Maven did not bring ${ARTIFACT}.`);
  execFileSync("unzip", ["-qo", jar, "tpcds*/*", "tpch/*", "ssb/*", "sql-tests/results/*"], { cwd: folder });
  return folder;
}

/** Statements of Spark's golden files. A query is one that ran and starts as one; a command is everything that starts otherwise. */
export function sparkStatements(folder: string): { sql: string; isQuery: boolean }[] {
  const found = new Map<string, boolean>();
  for (const file of files(join(folder, "sql-tests/results"))) {
    // Double-quoted identifiers are a setting that is off in Databricks by default.
    if (!file.endsWith(".out") || file.includes("double-quoted")) continue;
    for (const part of readFileSync(file, "utf8").split("-- !query\n").slice(1)) {
      const [sql = "", rest] = part.split("\n-- !query schema\n");
      const output = rest?.split("\n-- !query output\n")[1] ?? "";
      const failed = rest === undefined || /^(org\.apache|java\.|scala\.)/.test(output);
      const starts = /^(\/\*[\s\S]*?\*\/|--.*\n|\s|\()*(select|with|values|from)\b/i.test(sql.trim());
      if (starts && failed) continue;
      found.set(sql.trim(), starts);
    }
  }
  return [...found].map(([sql, isQuery]) => ({ sql, isQuery }));
}

export function files(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Every table that the text names, its columns unknown. */
export function openCatalog(sql: string): Catalog {
  const parsed = parseStatement(sql);
  const uses = parsed.ok ? resolveScopes(parsed.query, () => null).tables : [];
  const names = uses.map((t) =>
    ["main", "default", ...t.parts.map((p) => p.name.toLowerCase())].slice(-3).join("."),
  );
  return { tables: [...new Set(names)].map((name) => ({ name, comment: null, columns: [] })) };
}

export function rights(catalog: Catalog): PolicySet {
  return rightsOf({ maxRows: 1000, relations: catalog.tables.map((t) => t.name), deniedColumns: [] });
}
