import type { ReadingOption, ThreadContext } from "../../contracts/reading.js";

const ORDINALS = ["first", "second", "third", "fourth", "fifth"];

/** The option that a reply to a clarification names: by its label, its question, its number, or as "the second one". Null where it names none. */
export function chosenOption(reply: string, open: ThreadContext["open"]): ReadingOption | null {
  if (!open) return null;
  const said = plain(reply);
  const named = open.options.filter(({ label, question }) => [plain(label), plain(question)].includes(said));
  if (named.length === 1 && named[0]) return named[0];
  const position = positionOf(said, open.options.length);
  return position === null ? null : (open.options[position] ?? null);
}

function positionOf(said: string, count: number): number | null {
  const number = /^(?:option |number |no |#)?(\d)$/.exec(said)?.[1];
  if (number) return within(Number(number) - 1, count);
  const word = /^(?:the |option )?(\w+)(?: one| option| please)*$/.exec(said)?.[1] ?? "";
  if (word === "last" || word === "latter") return count - 1;
  if (word === "former") return 0;
  const ordinal = ORDINALS.indexOf(word);
  return ordinal < 0 ? null : within(ordinal, count);
}

function within(position: number, count: number): number | null {
  return position >= 0 && position < count ? position : null;
}

function plain(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}#]+/gu, " ")
    .trim();
}
