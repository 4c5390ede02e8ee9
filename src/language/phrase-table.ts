import type { Word } from "./words.js";

export interface PhraseMatch<T> {
  from: number;
  to: number;
  value: T;
}

/** Finds fixed phrases in a question. */
export interface PhraseTable<T> {
  matches(words: readonly Word[]): PhraseMatch<T>[];
}

/**
 * Rows are phrases and their value. In a phrase "a|b" stands for either word, and "a?" for a word that may be absent:
 * "split|broken? down? by". Quoted words never match.
 */
export function phraseTable<T>(rows: readonly (readonly [string, T])[]): PhraseTable<T> {
  const byFirst = new Map<string, { rest: string[]; value: T }[]>();
  for (const [pattern, value] of rows) {
    for (const [first = "", ...rest] of expand(pattern)) {
      const there = byFirst.get(first);
      if (there) there.push({ rest, value });
      else byFirst.set(first, [{ rest, value }]);
    }
  }
  return {
    matches(words) {
      const found: PhraseMatch<T>[] = [];
      words.forEach((word, from) => {
        if (word.quoted) return;
        for (const { rest, value } of byFirst.get(word.norm) ?? []) {
          if (rest.every((norm, i) => continues(words[from + 1 + i], norm)))
            found.push({ from, to: from + 1 + rest.length, value });
        }
      });
      return found;
    },
  };
}

function continues(word: Word | undefined, norm: string): boolean {
  return word !== undefined && word.norm === norm && !word.quoted && word.gap !== "sentence";
}

function expand(pattern: string): string[][] {
  return pattern
    .split(" ")
    .reduce<string[][]>(
      (heads, part) => {
        const optional = part.endsWith("?");
        const choices = (optional ? part.slice(0, -1) : part).split("|");
        const longer = heads.flatMap((head) => choices.map((choice) => [...head, choice]));
        return optional ? [...heads, ...longer] : longer;
      },
      [[]],
    )
    .filter((words) => words.length > 0);
}
