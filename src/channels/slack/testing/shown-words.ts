import type { PostedMessage } from "./fake-slack.js";

/** All words of a message as Slack draws it: its blocks, or its text where it has none. Button values and ids are not drawn. */
export function shownWords({ text, blocks }: Pick<PostedMessage, "text" | "blocks">): string {
  const drawn = blocks.length > 0 ? blocks.flatMap(wordsIn) : [text];
  return drawn
    .join("\n")
    .replaceAll("\u200b", "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

function wordsIn(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(wordsIn);
  if (typeof part !== "object" || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) =>
    key === "text" && typeof value === "string" ? [value] : wordsIn(value),
  );
}
