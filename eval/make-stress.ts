// Writes eval/stress/<suite>.yaml: the single questions of each suite that expect rows, with slips of the
// keyboard, with a small word left out, and with both, still expecting the rows of the question as it was meant. Deterministic:
// `npx tsx eval/make-stress.ts`.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Suite } from "../src/contracts/suite.js";
import { readSuite } from "../src/evaluation/suite-file.js";

const SUITES = ["superstore-core", "wholesale", "clinic"];
const SMALL_WORD =
  /^(in|of|by|for|the|and|between|from|to|with|vs|than|or|at|on|per|a|is|was|were|what|what's|how|much|many|did|do|does|we|over|until|since|which|had|has|have)$/i;
const NEIGHBOURS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

for (const name of SUITES) {
  const file = join(import.meta.dirname, `${name}.yaml`);
  const suite = readSuite(readFileSync(file, "utf8"), file);
  const text = stringify(stressed(suite), { lineWidth: 0 });
  const note = `# Written by eval/make-stress.ts from ${name}.yaml. Not every case can be answered: this set measures confidence.\n`;
  writeFileSync(join(import.meta.dirname, "stress", `${name}.yaml`), note + text);
}

function stressed(suite: Suite): Suite {
  const cases = suite.cases.flatMap((one) => {
    if ("turns" in one || (one.expect.sql === undefined && one.expect.rows === undefined)) return [];
    const tags = one.tags ?? [];
    const dropped = withoutWord(one.ask, one.id);
    return [
      { ...one, id: `${one.id}-slip`, ask: withSlips(one.ask, one.id), tags: [...tags, "slip"] },
      { ...one, id: `${one.id}-drop`, ask: dropped, tags: [...tags, "dropped"] },
      { ...one, id: `${one.id}-both`, ask: withSlips(dropped, `${one.id}/both`), tags: [...tags, "both"] },
    ].filter(({ ask }) => ask !== one.ask);
  });
  return {
    name: `${suite.name}-stress`,
    ...(suite.workspace === undefined ? {} : { workspace: suite.workspace }),
    gates: { auroc: 0.8, ece: 0.05 },
    cases,
  };
}

/** One slip in short questions, two in longer ones: swapped, doubled, missing or neighbouring keys, never in numbers. */
function withSlips(question: string, seed: string): string {
  const words = question.split(" ");
  const random = numbersFrom(`${seed}/slip`);
  const long = words.flatMap((word, index) => (/^[a-z]{4,}$/i.test(word) ? [index] : []));
  for (let slips = long.length > 4 ? 2 : 1; slips > 0 && long.length > 0; slips--) {
    const [index = 0] = long.splice(random(long.length), 1);
    words[index] = slip(words[index] ?? "", random);
  }
  return words.join(" ");
}

function slip(word: string, random: (below: number) => number): string {
  const at = 1 + random(word.length - 2);
  const letter = word[at] ?? "";
  switch (random(4)) {
    case 0:
      return word.slice(0, at) + (word[at + 1] ?? "") + letter + word.slice(at + 2);
    case 1:
      return word.slice(0, at) + letter + word.slice(at);
    case 2:
      return word.slice(0, at) + word.slice(at + 1);
    default:
      return word.slice(0, at) + neighbour(letter, random) + word.slice(at + 1);
  }
}

function neighbour(letter: string, random: (below: number) => number): string {
  const row = NEIGHBOURS.find((keys) => keys.includes(letter.toLowerCase())) ?? letter;
  const at = row.indexOf(letter.toLowerCase());
  return row[at + (random(2) === 0 ? -1 : 1)] ?? row[Math.abs(at - 1)] ?? letter;
}

/** Leaves out a small word. Without a word of content it would be another question, whose own answer is right. */
function withoutWord(question: string, seed: string): string {
  const words = question.split(" ");
  const small = words.flatMap((word, index) => (SMALL_WORD.test(word) ? [index] : []));
  const dropped = small[numbersFrom(`${seed}/drop`)(Math.max(small.length, 1))];
  return words.filter((_, index) => index !== dropped).join(" ");
}

/** Whole numbers below a bound, the same for the same seed. */
function numbersFrom(seed: string): (below: number) => number {
  let count = 0;
  return (below) => createHash("sha256").update(`${seed}/${count++}`).digest().readUInt32BE(0) % below;
}
