import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog, PolicySet } from "../../src/contracts/policy.js";
import { gate } from "../../src/policy/gate.js";
import { parseStatement } from "../../src/sql/parse.js";
import { resolveScopes } from "../../src/sql/scopes.js";

const ARTIFACT = "org.apache.spark:spark-sql_2.12:3.5.6:jar:tests";
/** Benchmarks name every column with a prefix of its table. */
const PREFIXES: Record<string, Record<string, string>> = {
  tpcds: prefixes(
    "ss store_sales sr store_returns cs catalog_sales cr catalog_returns ws web_sales wr web_returns inv inventory s store cc call_center cp catalog_page web web_site wp web_page w warehouse c customer ca customer_address cd customer_demographics d date_dim hd household_demographics i item ib income_band p promotion r reason sm ship_mode t time_dim",
  ),
  tpch: prefixes("l lineitem o orders c customer p part ps partsupp s supplier n nation r region"),
  ssb: prefixes("lo lineorder d date p part s supplier c customer"),
};
/** Query 22 of TPC-DS 2.7 forgets the join with warehouse. */
const BENCHMARK_REFUSALS = ["tpcds-v2.7.0/q22.sql join_without_equality"];

/** Why statements of Spark's own tests are refused; every refusal has one of these codes. */
const EXPLAINED: Record<string, string> = {
  function_not_allowed: "the tests' own udf() and udaf(), session functions, IDENTIFIER(), sketches",
  table_function_not_allowed: "range(), sql_keywords() and other table functions",
  join_without_equality: "products of two tables",
  argument_not_allowed: "text and arrays of a computed size",
  construct_not_allowed: "TRANSFORM … USING, TABLE name",
  hint_not_allowed: "optimizer hints",
  syntax_error: "MAP … USING, variables of the test harness, WITH … INSERT",
  column_unknown: "the pseudo column grouping__id",
  relation_ambiguous: "two tables of one name in two schemas",
};

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-corpus-"));
  execFileSync("mvn", ["-q", "dependency:copy", `-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${folder}`], {
    cwd: folder,
    timeout: 300_000,
  });
  const jar = readdirSync(folder).find((name) => name.endsWith(".jar"));
  if (!jar) throw new Error(`Maven did not bring ${ARTIFACT}.`);
  execFileSync("unzip", ["-qo", jar, "tpcds*/*", "tpch/*", "ssb/*", "sql-tests/results/*"], { cwd: folder });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("statements from outside", () => {
  it.each(["tpcds", "tpcds-v2.7.0", "tpcds-modifiedQueries", "tpch", "ssb"])(
    "allows every query of %s over a known schema",
    (name) => {
      const texts = files(join(folder, name)).filter((f) => f.endsWith(".sql"));
      const catalog = benchmarkCatalog(name.split("-")[0] ?? name, texts);
      const refused = texts.flatMap((file) => {
        const verdict = gate(readFileSync(file, "utf8"), {}, rights(catalog), catalog);
        return verdict.verdict === "deny" ? [`${file.slice(folder.length + 1)} ${verdict.code}`] : [];
      });
      console.info(`${name}: ${texts.length - refused.length} of ${texts.length} allowed`);
      expect(texts.length).toBeGreaterThan(10);
      expect(refused.filter((r) => !BENCHMARK_REFUSALS.includes(r))).toEqual([]);
    },
  );

  it("allows what Spark's tests select, or refuses it for a named reason; accepts no command", () => {
    const counts = new Map<string, number>();
    const accepted: string[] = [];
    const queries = sparkStatements();
    for (const { sql, isQuery } of queries) {
      const catalog = openCatalog(sql);
      const verdict = gate(sql, {}, rights(catalog), catalog);
      const outcome = verdict.verdict === "allow" ? "allow" : verdict.code;
      if (!isQuery) {
        if (outcome === "allow") accepted.push(sql);
        continue;
      }
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    }
    console.info("Spark's SELECTs:", Object.fromEntries(counts));
    expect(accepted).toEqual([]);
    expect([...counts.keys()].filter((c) => c !== "allow" && EXPLAINED[c] === undefined)).toEqual([]);
    const total = [...counts.values()].reduce((a, b) => a + b, 0);
    expect(total).toBeGreaterThan(6_000);
    expect((counts.get("allow") ?? 0) / total).toBeGreaterThan(0.88);
  });
});

function prefixes(text: string): Record<string, string> {
  const words = text.split(" ");
  return Object.fromEntries(words.flatMap((w, i) => (i % 2 === 0 ? [[w, words[i + 1] ?? ""]] : [])));
}

function files(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function benchmarkCatalog(name: string, texts: string[]): Catalog {
  const tables = PREFIXES[name] ?? {};
  const columns = new Map(Object.values(tables).map((table) => [table, new Set<string>()]));
  for (const file of texts) {
    for (const [word, prefix] of readFileSync(file, "utf8").matchAll(/\b([a-z]+)_[a-z0-9_]+\b/gi)) {
      columns.get(tables[(prefix ?? "").toLowerCase()] ?? "")?.add(word.toLowerCase());
    }
  }
  return {
    tables: [...columns].map(([table, names]) => ({
      name: `main.gold.${table}`,
      comment: null,
      columns: [...names].map((column) => ({ name: column, type: "string" })),
    })),
  };
}

/** Every table that the text names, its columns unknown. */
function openCatalog(sql: string): Catalog {
  const parsed = parseStatement(sql);
  const uses = parsed.ok ? resolveScopes(parsed.query, () => null).tables : [];
  const names = uses.map((t) =>
    ["main", "default", ...t.parts.map((p) => p.name.toLowerCase())].slice(-3).join("."),
  );
  return { tables: [...new Set(names)].map((name) => ({ name, comment: null, columns: [] })) };
}

function rights(catalog: Catalog): PolicySet {
  return {
    key: "outside",
    user: "local",
    views: [],
    relations: catalog.tables.map((t) => t.name),
    deniedColumns: [],
    rowRules: {},
    limits: {
      maxRows: 1000,
      statementTimeoutMs: 60_000,
      maxScanBytes: null,
      tokensPerQuestion: null,
      usdPerUserPerDay: null,
    },
  };
}

/** Statements of Spark's golden files. A query is one that ran and starts as one; a command is everything that starts otherwise. */
function sparkStatements(): { sql: string; isQuery: boolean }[] {
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
