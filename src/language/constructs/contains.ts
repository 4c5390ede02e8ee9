import type { Construct, Scene } from "../claim.js";
import { type Frame, problem } from "../frame.js";
import { isFunctionWord } from "../function-words.js";
import { phraseTable } from "../phrase-table.js";

const CONTAINS = phraseTable([
  [
    "that|which|whose? name|names? contains|contain|containing|contained|includes|matching|matches the? word|text|string?",
    null,
  ],
  ["with the word|text|string in|for?", null],
  ["with|named|called like", null],
]);
const WORDS_IN_QUOTES = 8;

/** "Products containing chair", "customers whose name contains Smith": a part of a text field. */
export const contains: Construct = {
  name: "contains",
  turn: 250,
  propose: (scene) =>
    CONTAINS.matches(scene.words).flatMap(({ from, to }) => {
      const end = endOfText(scene, to);
      if (end === to) return [];
      const text = scene.words
        .slice(to, end)
        .map((word) => word.text)
        .join(" ");
      return [
        {
          from,
          to: end,
          as: `contains ${text}`,
          mark: (frame: Frame, at: number) => markContains(frame, at, text),
        },
      ];
    }),
};

/** A quoted text, or the one word that follows. */
function endOfText({ words }: Scene, at: number): number {
  const first = words[at];
  if (first === undefined || (!first.quoted && isFunctionWord(first.norm))) return at;
  let end = at + 1;
  while (first.quoted && words[end]?.quoted && end - at < WORDS_IN_QUOTES) end++;
  return end;
}

function markContains(frame: Frame, at: number, text: string): void {
  const own = frame.items[at];
  if (own === undefined) return;
  own.role = "used";
  for (let i = at - 1; i >= 0; i--) {
    const item = frame.items[i];
    if (item?.kind !== "field" || item.field.type === "date" || item.field.type === "number") continue;
    const before = frame.items[i - 1];
    const introduced =
      before?.kind === "link" || (before?.kind === "operation" && before.operation.construct === "only");
    if (introduced && item.role === "free") item.role = "used";
    frame.draft.filters.push({ kind: "contains", field: item.field.name, text, negated: false });
    own.as = `${item.field.name} contains ${text}`;
    return;
  }
  frame.problem = problem(`Which field should contain "${text}"?`);
}
