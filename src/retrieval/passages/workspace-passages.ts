import type { Passage } from "../../contracts/retrieval.js";
import type {
  KnowledgeDocument,
  ModelView,
  VerifiedQuery,
  Workspace,
} from "../../contracts/semantic-model.js";
import { entriesOf, sectionsOf } from "./document-sections.js";

/**
 * All that a workspace says in words: one passage a view, one a section of a document, one a verified question.
 * Which of them a user may see is not decided here.
 */
export function workspacePassages(
  workspace: Workspace,
  relationsOf: (verified: VerifiedQuery) => string[] | null,
): Passage[] {
  return [
    ...workspace.views.map(viewPassage),
    ...workspace.documents.flatMap((document) => documentPassages(document, workspace.root)),
    ...workspace.verified.flatMap((verified) => verifiedPassage(verified, relationsOf(verified))),
  ];
}

function viewPassage(view: ModelView): Passage {
  const lines = [
    view.comment ?? "",
    `Measures: ${view.measures.map(named).join("; ")}.`,
    `Fields: ${view.fields.map(named).join("; ")}.`,
  ];
  return {
    id: `view:${view.name}`,
    kind: "view",
    title: view.name.replace(/_/g, " "),
    text: lines.filter((line) => line !== "").join("\n"),
    relations: view.relations,
    file: null,
  };
}

function named(part: {
  name: string;
  comment: string | null;
  displayName: string | null;
  synonyms: readonly string[];
}): string {
  const also = [part.displayName, ...part.synonyms].filter((word) => word !== null && word !== part.name);
  const names = also.length > 0 ? `${part.name} (${also.join(", ")})` : part.name;
  return part.comment === null ? names : `${names}: ${part.comment}`;
}

function documentPassages(document: KnowledgeDocument, root: string): Passage[] {
  const file = document.file.startsWith(root) ? document.file.slice(root.length + 1) : document.file;
  const parts = document.kind === "glossary" ? entriesOf(document.body) : sectionsOf(document.body);
  return parts.map(({ heading, text }, index) => ({
    id: `document:${file}#${index}`,
    kind: document.kind,
    title: heading === null ? document.title : `${document.title}: ${heading}`,
    text,
    relations: document.tables.map((table) => table.toLowerCase()),
    file,
  }));
}

function verifiedPassage(verified: VerifiedQuery, relations: string[] | null): Passage[] {
  if (relations === null) return [];
  const text = `${verified.question}\n${verified.sql}`;
  return [
    { id: `verified:${verified.name}`, kind: "verified", title: verified.name, text, relations, file: null },
  ];
}
