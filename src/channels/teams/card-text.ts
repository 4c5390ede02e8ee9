/**
 * Text from people, cells or documents as a TextBlock shows it literally. TextBlocks read a part of Markdown; a
 * zero-width space keeps link, emphasis, list and mention marks from being read.
 */
export function cardText(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (c) => (c === "\n" ? "\n" : " "))
    .replace(/([*_~`[\]()<>#|!\\]|(?<=\bhttps?):\/\/|(?<=\bwww)\.)/g, "\u200b$1")
    .replace(/^(\s*)(\d+)\./gm, "$1$2\u200b.")
    .replace(/^(\s*)([-+])(?=\s)/gm, "$1\u200b$2");
}
