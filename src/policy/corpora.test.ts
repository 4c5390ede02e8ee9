import { describe, expect, it } from "vitest";
import { toDuckdb } from "../sql/duckdb/translate.js";
import { gate } from "./gate.js";
import { CORPUS, corpus } from "./testing/corpus.js";

const { catalog } = CORPUS;
const judge = (sql: string) => gate(sql, CORPUS.parameters, CORPUS.set, catalog);

describe("corpora", () => {
  it("denies every hostile statement, at a place inside it", () => {
    const hostile = corpus("hostile");
    expect(hostile.length).toBeGreaterThanOrEqual(400);
    const passed = hostile.filter((h) => judge(h.sql).verdict === "allow").map((h) => `${h.id} ${h.sql}`);
    expect(passed).toEqual([]);
    for (const { sql } of hostile) {
      const verdict = judge(sql);
      if (verdict.verdict !== "deny" || verdict.position === null) continue;
      expect(verdict.position).toBeGreaterThanOrEqual(0);
      expect(verdict.position).toBeLessThanOrEqual(Array.from(sql).length);
    }
  });

  it("refuses no good statement, and bounds each", () => {
    const good = corpus("good");
    expect(good.length).toBeGreaterThanOrEqual(200);
    const refused = good.flatMap((g) => {
      const verdict = judge(g.sql);
      return verdict.verdict === "deny" ? [`${g.id} ${verdict.code} ${verdict.message} | ${g.sql}`] : [];
    });
    expect(refused).toEqual([]);
    for (const { sql } of good) {
      const verdict = judge(sql);
      if (verdict.verdict !== "allow") continue;
      const limits = [...verdict.approved.sql.matchAll(/LIMIT (\d+)/gi)].map((m) => Number(m[1]));
      expect(limits.at(-1)).toBeLessThanOrEqual(1000);
      expect(judge(verdict.approved.sql).verdict).toBe("allow");
    }
  });

  it("translates nearly all good statements for the embedded engine, and names what it refuses", () => {
    const refused = corpus("good").flatMap((g) => {
      const verdict = judge(g.sql);
      if (verdict.verdict !== "allow") return [];
      const duckdb = toDuckdb(verdict.approved.sql, { catalog: "main", tables: catalog });
      return duckdb.ok ? [] : [duckdb.construct];
    });
    expect([...new Set(refused)].sort()).toEqual([
      "COLLATE",
      "TABLESAMPLE",
      "acosh",
      "aggregate",
      "approx_top_k",
      "array_except",
      "arrays_zip",
      "base64",
      "binary literal",
      "bitmap_bucket_number",
      "convert_timezone",
      "decimal",
      "expm1",
      "filter",
      "from_csv",
      "from_json",
      "from_unixtime",
      "hash",
      "histogram_numeric",
      "hll_sketch_estimate",
      "inline",
      "json_array_length",
      "luhn_check",
      "make_dt_interval",
      "map_concat",
      "parse_json",
      "rand with 1 arguments",
      "reduce",
      "regexp_instr",
      "regr_sxx",
      "session_window",
      "sha1",
      "sort_array with 2 arguments",
      "soundex",
      "st_distance",
      "str_to_map",
      "to_char",
      "to_json",
      "trunc",
      "try_to_number",
      "typeof",
      "unbase64",
      "uniform",
      "uuid",
      "window",
      "zip_with",
    ]);
  });
});
