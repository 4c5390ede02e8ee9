import type { ConfigProblem } from "../contracts/errors.js";
import type { KnowledgeDocument } from "../contracts/semantic-model.js";
import { MapReader } from "./map-reader.js";
import { normalizeRelation } from "./relation-name.js";
import { parseYamlTree, type YamlValue } from "./yaml-tree.js";

/** Reads a Markdown document with optional front matter: title, kind, tables. */
export function readDocument(
  text: string,
  file: string,
  catalog: string,
  problems: ConfigProblem[],
): KnowledgeDocument {
  const match = /^---\r?\n([\s\S]*?)\r?\n?---[ \t]*(?:\r?\n|$)/.exec(text);
  const body = text.slice(match?.[0].length ?? 0).trim();
  const map = new MapReader(
    frontMatter(match?.[1] ?? "", file, problems),
    "front matter",
    ["title", "kind", "tables"],
    file,
    problems,
  );
  const heading = /^#\s+(.+)$/m.exec(body)?.[1]?.trim();
  const tables = map.texts("tables").flatMap((table) => {
    const name = normalizeRelation(table, catalog);
    if (name === null) {
      map.problem(
        map.place("tables").line,
        `\`${table}\` is not the name of a table.`,
        "Write <schema>.<table>.",
      );
    }
    return name ?? [];
  });
  return {
    title: map.text("title") ?? heading ?? (file.split("/").at(-1) ?? file).replace(/\.md$/, ""),
    kind: map.choice("kind", ["kpi", "glossary", "summary"] as const) ?? "glossary",
    tables,
    body,
    file,
  };
}

function frontMatter(text: string, file: string, problems: ConfigProblem[]): YamlValue | null {
  // The opening dashes stand on line 1, so an empty line before keeps line numbers true.
  return parseYamlTree(`\n${text}`, file, problems);
}
