import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { loadWorkspace } from "../../src/semantics/load-workspace.js";
import { type Token, tokenize } from "../../src/sql/tokens.js";

const PROJECT = resolve(import.meta.dirname, "..", "..");
const SCRIPT = readFileSync(join(PROJECT, "notebooks", "grants.sql"), "utf8");

interface Grant {
  privilege: string;
  kind: string;
  object: string;
  principal: string;
}

describe("the script of grants", () => {
  it("gives one principal the use of the catalogue and the reading of gold, and nothing else", () => {
    const grants = statements(SCRIPT).map(grantOf);
    expect(new Set(grants.map(({ principal }) => principal)).size).toBe(1);
    expect(grants.map(({ privilege, kind, object }) => `${privilege} ON ${kind} ${object}`).sort()).toEqual([
      "SELECT ON SCHEMA main.gold",
      "USE CATALOG ON CATALOG main",
      "USE SCHEMA ON SCHEMA main.gold",
    ]);
  });

  it("covers every table that the shipped workspace lets anybody ask", async () => {
    const workspace = await loadWorkspace(join(PROJECT, "workspaces", "superstore"));
    const readable = statements(SCRIPT)
      .map(grantOf)
      .flatMap(({ privilege, object }) => (privilege === "SELECT" ? [`${object}.`] : []));
    const asked = [...workspace.views.flatMap((view) => view.relations), ...workspace.policy.tables];
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((name) => !readable.some((schema) => name.startsWith(schema)))).toEqual([]);
  });
});

/** Tokens of each statement, as Databricks' own lexer cuts them. */
function statements(sql: string): Token[][] {
  const lexed = tokenize(sql);
  if (!lexed.ok) throw new Error(lexed.message);
  const found: Token[][] = [[]];
  for (const token of lexed.tokens) {
    if (token.text === ";") found.push([]);
    else found.at(-1)?.push(token);
  }
  return found.filter((tokens) => tokens.length > 0);
}

/** GRANT privilege ON kind object TO principal; throws for a statement of another form. */
function grantOf(tokens: readonly Token[]): Grant {
  const said = tokens.map(({ kind, upper, value }) => (kind === "word" ? upper : value));
  const [on, to] = [said.indexOf("ON"), said.lastIndexOf("TO")];
  if (said[0] !== "GRANT" || on < 2 || to < on + 3 || said.length !== to + 2)
    throw new Error(`no grant: ${said.join(" ")}`);
  return {
    privilege: said.slice(1, on).join(" "),
    kind: said[on + 1] ?? "",
    object: said
      .slice(on + 2, to)
      .join("")
      .toLowerCase(),
    principal: said[to + 1] ?? "",
  };
}
