/**
 * Text from people, cells or documents as Slack mrkdwn that shows exactly these characters: no mention, no link, no
 * formatting, no unfurl. Slack's control characters are &, < and >; a zero-width space keeps the rest from being markup.
 */
export function mrkdwn(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (c) => (c === "\n" ? "\n" : " "))
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/([*_~`]|(?<=\bhttps?):\/\/|(?<=\bwww)\.|@(?=\w)|#(?=\w))/g, "\u200b$1");
}

/** The words of a message without mentions of the bot and with Slack's escapes undone. */
export function fromMrkdwn(text: string, botUserId: string | null): string {
  return text
    .replace(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g, (whole, id) =>
      botUserId === null || id === botUserId ? " " : whole,
    )
    .replace(/<(?:mailto:|tel:)?[^|>]*\|([^>]*)>/g, "$1")
    .replace(/<(https?:[^>]*|mailto:[^>]*)>/g, "$1")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .replace(/[ \t]+/g, " ")
    .trim();
}

/** At most `limit` characters, the last an ellipsis where something was cut; never half of a character. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let kept = text.slice(0, limit - 1);
  if (/[\ud800-\udbff]$/.test(kept)) kept = kept.slice(0, -1);
  return `${kept.replace(/&[a-z]*$/, "")}…`;
}
