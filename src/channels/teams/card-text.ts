type Json = Record<string, unknown>;

/** How a run of words looks; the names are those of an Adaptive Card's TextRun. */
export interface WordStyle {
  weight?: "Bolder";
  size?: "Small" | "Medium" | "Large";
  isSubtle?: boolean;
  color?: "Warning" | "Attention" | "Good";
  fontType?: "Monospace";
}

/**
 * Words from people, cells or documents as a card element that shows exactly these characters. A TextBlock reads a part
 * of Markdown and no escape is honoured by every client; a RichTextBlock reads none.
 */
export function literal(words: string, style: WordStyle = {}, place: Json = {}): Json {
  return literalRuns([{ words, style }], place);
}

/** Several runs of words in one paragraph, each in its own style. */
export function literalRuns(runs: readonly { words: string; style?: WordStyle }[], place: Json = {}): Json {
  return {
    type: "RichTextBlock",
    inlines: runs.map(({ words, style }) => ({ type: "TextRun", text: visible(words), ...style })),
    ...place,
  };
}

/** Without control and direction characters; those of a line stay. For titles too, which are never Markdown. */
export function visible(words: string): string {
  return words.replace(UNSEEN, (c) => (c === "\n" ? "\n" : " "));
}

const UNSEEN = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** At most `limit` characters, the last an ellipsis where something was cut. */
export function clip(words: string, limit: number): string {
  const characters = Array.from(words);
  return characters.length <= limit ? words : `${characters.slice(0, limit - 1).join("")}…`;
}

/**
 * The same for the text of a plain message, which Teams reads as Markdown: what pairs up is escaped, and a zero-width
 * space before every other mark keeps links, lists and mentions from being read.
 */
export function cardText(text: string): string {
  return visible(text)
    .replace(/[\\*`~]/g, "\\$&")
    .replace(/([_[\]()<>#|!]|(?<=\bhttps?):\/\/|(?<=\bwww)\.)/g, "\u200b$1")
    .replace(/^(\s*)(\d+)\./gm, "$1$2\u200b.")
    .replace(/^(\s*)([-+])(?=\s)/gm, "$1\u200b$2");
}
