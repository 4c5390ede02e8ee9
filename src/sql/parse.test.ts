import { describe, expect, it } from "vitest";
import { parseStatement } from "./parse.js";
import { tokenize } from "./tokens.js";

const outcome = (sql: string) => {
  const parsed = parseStatement(sql);
  return parsed.ok ? parsed.query.body.kind : parsed.code;
};

describe("parseStatement", () => {
  it.each([
    ["select 1", "select"],
    ["SELECT 1;", "select"],
    ["(select 1) union select 2", "set"],
    ["values (1), (2)", "values"],
    ["((select 1))", "nested"],
    ["from t select a", "select"],
    ["with a as (select 1) select * from a", "select"],
    ["select date, timestamp, interval, left, values from t", "select"],
    ["select case when a then 1 end, date '2024-01-01', interval '1' day, a:b.c[0]::int from t", "select"],
    ["select transform(a, x -> x + 1) from t", "select"],
    ["select ((select 1) + 1), (((select 1) + 1))", "select"],
    ["", "empty"],
    ["-- nothing", "empty"],
    ["delete from t", "not_a_query"],
    ["/* select */ drop table t", "not_a_query"],
    ["table t", "construct_not_allowed"],
    ["select 1; select 2", "several_statements"],
    ["select 1; drop table t", "several_statements"],
    ["with a as (select 1) delete from t", "syntax_error"],
    ["select transform(a) using 'cat' from t", "construct_not_allowed"],
    ["select 1 |> where true", "construct_not_allowed"],
    ["select ?", "parameter_not_bound"],
    ["select /*+ broadcast(t) */ 1 from t", "hint_not_allowed"],
    ["select 'a", "syntax_error"],
    ["select 1 from t )", "syntax_error"],
  ])("%s: %s", (sql, expected) => {
    expect(outcome(sql)).toBe(expected);
  });
});

describe("tokenize", () => {
  const values = (sql: string) => {
    const lexed = tokenize(sql);
    if (!lexed.ok) throw new Error(lexed.message);
    return lexed.tokens.map((t) => [t.kind, t.value]);
  };

  it("decodes texts and names as Databricks does", () => {
    expect(values(`'a\\'b' 'it''s' "q" r'\\n' '\\u00e9\\t' \`a\`\`b\` '50\\%'`)).toEqual([
      ["string", "a'b"],
      ["string", "it's"],
      ["string", "q"],
      ["string", "\\n"],
      ["string", "é\t"],
      ["quoted", "a`b"],
      ["string", "50\\%"],
    ]);
  });

  it("keeps numbers, suffixes and names that start with digits apart", () => {
    expect(values("1.5e3 7L .5 2024_sales t.1a 10BD")).toEqual([
      ["number", "1.5e3"],
      ["number", "7L"],
      ["number", ".5"],
      ["word", "2024_sales"],
      ["word", "t"],
      ["op", "."],
      ["word", "1a"],
      ["number", "10BD"],
    ]);
  });

  it("ends comments where Spark ends them", () => {
    expect(values("a /* b /* c */ d */ e -- f \\\n g\n h")).toEqual([
      ["word", "a"],
      ["word", "e"],
      ["word", "h"],
    ]);
  });
});
