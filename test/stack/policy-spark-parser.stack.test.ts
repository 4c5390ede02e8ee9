import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { gate } from "../../src/policy/gate.js";
import { parseStatement } from "../../src/sql/parse.js";
import { resolveScopes } from "../../src/sql/scopes.js";
import { sparkPart } from "./parts/spark.js";
import { files, openCatalog, outsideCorpus, rights, sparkStatements } from "./policy-corpus.js";

interface Names {
  relations: string[];
  functions: string[];
}

const SCRIPT = fileURLToPath(new URL("policy-spark-relations.py", import.meta.url));
/** Predicates that Spark's parser writes as functions. */
const PREDICATES = new Set(["between"]);

let folder: string;
let statements: string[];
let ofSpark: (Names | null)[];

beforeAll(() => {
  folder = outsideCorpus();
  const benchmarks = ["tpcds", "tpcds-v2.7.0", "tpcds-modifiedQueries", "tpch", "ssb"].flatMap((name) =>
    files(join(folder, name)).filter((file) => file.endsWith(".sql")),
  );
  statements = [
    ...benchmarks.map((file) => readFileSync(file, "utf8").trim().replace(/;$/, "")),
    ...sparkStatements(folder).flatMap(({ sql, isQuery }) => (isQuery ? [sql] : [])),
  ];
  const [input, output] = [join(folder, "statements.json"), join(folder, "names.json")];
  writeFileSync(input, JSON.stringify(statements));
  const { python, env } = sparkPart();
  execFileSync(python, [SCRIPT, input, output], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "ignore"],
    timeout: 840_000,
  });
  ofSpark = JSON.parse(readFileSync(output, "utf8")) as (Names | null)[];
}, 900_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("reads the relations and functions that Spark's parser reads, or denies the statement", () => {
  let both = 0;
  const differing: string[] = [];
  const passed: string[] = [];
  statements.forEach((sql, i) => {
    const theirs = ofSpark[i];
    const parsed = parseStatement(sql);
    if (!theirs || !parsed.ok) return;
    both += 1;
    const found = resolveScopes(parsed.query, () => null);
    const relations = new Set(found.tables.map((t) => t.parts.map((p) => p.name.toLowerCase()).join(".")));
    const functions = new Set(found.calls.map(({ call }) => call.name));
    const isSame =
      relations.size === new Set(theirs.relations).size && theirs.relations.every((r) => relations.has(r));
    const missed = theirs.functions.filter((f) => !functions.has(f) && !PREDICATES.has(f));
    if (isSame && missed.length === 0) return;
    const catalog = openCatalog(sql);
    const verdict = gate(sql, {}, rights(catalog), catalog).verdict;
    const difference = `${isSame ? "" : `${[...relations]} / ${theirs.relations}`} ${missed} | ${sql.slice(0, 300)}`;
    differing.push(difference);
    if (verdict === "allow") passed.push(difference);
  });
  console.info(
    `${both} statements that both parse; ${differing.length} differ, ${passed.length} of them allowed`,
  );
  expect(both).toBeGreaterThan(6_000);
  expect(passed).toEqual([]);
});
