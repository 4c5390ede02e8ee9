import type { ContextBlock, KnownBlock, PlainTextElement, RichTextBlock, SectionBlock } from "@slack/types";
import { LIMITS } from "./limits.js";
import { clip } from "./mrkdwn.js";

/**
 * Words from people, cells or documents in the objects of Block Kit that read no markup: no mention, link, formatting
 * or emoji code can be in them. A zero-width space would not do: Slack takes it for the edge of a word.
 */
export function plain(words: string, limit: number): PlainTextElement {
  return { type: "plain_text", text: clip(visible(words), limit) || "–", emoji: false };
}

export function section(words: string): SectionBlock {
  return { type: "section", text: plain(words, LIMITS.sectionText) };
}

export function context(words: string): ContextBlock {
  return { type: "context", elements: [plain(words, LIMITS.sectionText)] };
}

/** A line that stands out: a header where it is short enough, bold otherwise. */
export function headline(words: string): KnownBlock {
  const shown = visible(words);
  if (shown.length <= LIMITS.headerText) return { type: "header", text: plain(words, LIMITS.headerText) };
  return paragraph([{ words, bold: true }]);
}

/** Runs of words as one paragraph. */
export function paragraph(runs: readonly { words: string; bold?: boolean }[]): RichTextBlock {
  const elements = runs.map(({ words, bold }) => ({
    type: "text" as const,
    text: clip(visible(words), LIMITS.sectionText) || "–",
    ...(bold ? { style: { bold: true } } : {}),
  }));
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements }] };
}

/** A list with a point before each entry; an entry is a term, which may be empty, and its meaning. */
export function list(entries: readonly { term: string; meaning: string }[]): RichTextBlock {
  const elements = entries.map(({ term, meaning }) => ({
    type: "rich_text_section" as const,
    elements: [
      ...(term === ""
        ? []
        : [{ type: "text" as const, text: `${clip(visible(term), 200)}  `, style: { bold: true } }]),
      { type: "text" as const, text: clip(visible(meaning), 600) || "–" },
    ],
  }));
  return { type: "rich_text", elements: [{ type: "rich_text_list", style: "bullet", elements }] };
}

function visible(words: string): string {
  return words.replace(UNSEEN, (c) => (c === "\n" ? "\n" : " "));
}

const UNSEEN = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;
