import type { KnowledgeDocument } from "../../../contracts/semantic-model.js";
import type { RunScope } from "../../run-scope.js";

/** Documents on nothing but relations that the user may read, whose title, or a heading in whose text, is one of the names. */
export function documentsAbout(
  names: readonly string[],
  { ports, set }: Pick<RunScope, "ports" | "set">,
): { document: KnowledgeDocument; text: string }[] {
  const wanted = new Set(names.map(plain));
  const readable = new Set(set.relations);
  const documents = ports.workspace.documents.filter(({ tables }) =>
    tables.every((table) => readable.has(table.toLowerCase())),
  );
  return documents.flatMap((document) => {
    if (document.kind !== "summary" && wanted.has(plain(document.title)))
      return [{ document, text: firstParagraph(document.body) }];
    const section = sections(document.body).find(({ title }) => wanted.has(plain(title)));
    return section ? [{ document, text: firstParagraph(section.body) }] : [];
  });
}

function sections(body: string): { title: string; body: string }[] {
  return body
    .split(/^#{1,6}\s+/m)
    .slice(1)
    .map((part) => {
      const [title = "", ...rest] = part.split("\n");
      return { title, body: rest.join("\n") };
    });
}

/** The first paragraph that is no heading. */
function firstParagraph(body: string): string {
  return plainParagraphs(body)[0] ?? "";
}

/** Paragraphs that are no headings, each as one line without marks. */
export function plainParagraphs(body: string): string[] {
  return body
    .split(/\n\s*\n/)
    .map((text) => text.replace(/^#{1,6}\s.*$/gm, "").trim())
    .filter((text) => text !== "")
    .map((text) => text.replace(/[*_]{1,2}([^*_]+)[*_]{1,2}/g, "$1").replace(/\s+/g, " "));
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .replace(/s$/, "");
}
