import type { KnowledgeDocument } from "../../../contracts/semantic-model.js";

/** Documents whose title, or a heading in whose text, is one of the names. */
export function documentsAbout(
  names: readonly string[],
  documents: readonly KnowledgeDocument[],
): { document: KnowledgeDocument; text: string }[] {
  const wanted = new Set(names.map(plain));
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

/** The first paragraph that is no heading, as one line without marks. */
function firstParagraph(body: string): string {
  const paragraphs = body.split(/\n\s*\n/).map((text) => text.replace(/^#{1,6}\s.*$/gm, "").trim());
  const first = paragraphs.find((text) => text !== "") ?? "";
  return first.replace(/[*_]{1,2}([^*_]+)[*_]{1,2}/g, "$1").replace(/\s+/g, " ");
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .replace(/s$/, "");
}
