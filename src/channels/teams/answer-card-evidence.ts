import type { Answer } from "../../contracts/answer.js";
import type { CardSize } from "./answer-card-size.js";
import { clip, literal, literalRuns } from "./card-text.js";

type Json = Record<string, unknown>;

/** What to know before the number is used, set apart. */
export function uncertainty({ uncertainty: notes }: Answer, size: CardSize): Json[] {
  if (notes.length === 0) return [];
  return [
    {
      type: "Container",
      style: "warning",
      items: [
        literal("Worth knowing", { weight: "Bolder" }),
        ...notes.slice(0, size.notes).map((note) => literal(clip(note, size.note), {}, { spacing: "Small" })),
      ],
    },
  ];
}

/** Names what this size leaves out, and where it is; nothing where all is there. */
export function leftOut(answer: Answer, size: CardSize): Json[] {
  const { headline, narrative, uncertainty: notes } = answer;
  const facts = factsOf(answer).length;
  const sql = sqlText(answer).length;
  const parts = [
    notes.length > size.notes ? `${notes.length - size.notes} of ${notes.length} notes` : null,
    notes.slice(0, size.notes).some((note) => note.length > size.note) ? "the ends of long notes" : null,
    Math.max(headline.length, narrative.length) > size.words ? "the end of the text" : null,
    facts > size.facts ? `${facts - size.facts} of ${facts} lines on how it was computed` : null,
    sql > size.sql
      ? size.sql === 0
        ? "the SQL"
        : `${sql - size.sql} of ${sql} characters of the SQL`
      : null,
  ].filter((part) => part !== null);
  if (parts.length === 0) return [];
  const words = `Left out, as a card in Teams holds no more: ${parts.join("; ")}. Ask for less to see it here; all of it is kept under answer ${answer.id}.`;
  return [literal(words, { isSubtle: true })];
}

/** How sure, and how fresh, in one line. */
export function provenance({ confidence, freshness }: Answer): Json {
  const parts = [
    confidence === null ? null : `Confidence ${Math.round(confidence * 100)}%`,
    freshness?.newest
      ? `data to ${freshness.newest}${freshness.stale ? ", which is later than agreed" : ""}`
      : null,
  ].filter((part) => part !== null);
  return literal(parts.join(" · ") || "Computed from gold tables", { isSubtle: true, size: "Small" });
}

/** "How computed": hidden until pressed; the reading word by word, checks, sources and the SQL with its parameters. */
export function computed(answer: Answer, size: CardSize): Json[] {
  const facts = [...factsOf(answer).slice(0, size.facts), { term: "Answer", meaning: answer.id }];
  const items = facts.map(({ term, meaning }) =>
    literalRuns(
      [{ words: `${clip(term, 60)}  `, style: { weight: "Bolder" } }, { words: clip(meaning, 300) }],
      { spacing: "Small" },
    ),
  );
  const sql = size.sql === 0 ? "" : clip(sqlText(answer), size.sql);
  if (sql !== "") items.push(literal(sql, { fontType: "Monospace", size: "Small" }, { separator: true }));
  return [
    {
      type: "ActionSet",
      actions: [{ type: "Action.ToggleVisibility", title: "How computed", targetElements: ["computed"] }],
    },
    { type: "Container", id: "computed", isVisible: false, style: "emphasis", items },
  ];
}

function factsOf({ interpretation, checks, citations }: Answer): { term: string; meaning: string }[] {
  return [
    ...interpretation.map(({ words, as }) => ({ term: words, meaning: as })),
    ...checks.map(({ name, passed, detail }) => ({
      term: passed ? "Check passed" : "Check failed",
      meaning: detail ? `${name}: ${detail}` : name,
    })),
    ...citations.map(({ title }) => ({ term: "Source", meaning: title })),
  ];
}

function sqlText({ sql, parameters }: Answer): string {
  if (sql === null) return "";
  return [sql, ...Object.entries(parameters).map(([name, value]) => `-- :${name} = ${value}`)].join("\n");
}
