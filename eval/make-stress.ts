// Writes eval/stress/<suite>.yaml from the single questions of each suite that expect rows: with slips of the keyboard,
// with words left out, swapped, shuffled or cut, and with phrases that nothing in the data explains. What is right
// stays what the question as it was meant gives. Deterministic: `npx tsx eval/make-stress.ts`.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Suite } from "../src/contracts/suite.js";
import { readSuite } from "../src/evaluation/suite-file.js";
import {
  clipped,
  type Draw,
  drawFrom,
  shuffled,
  slipped,
  swapped,
  withoutCalledWord,
  withoutSmallWord,
} from "./noise.js";

const SUITES = ["superstore-core", "wholesale", "clinic"];

type Noise = (question: string, draw: Draw) => string;

/** Kind of noise -> how many different versions of each question get it, and how. */
const NOISES: Readonly<Record<string, { versions: number; apply: Noise }>> = {
  slips: { versions: 1, apply: (question, draw) => slipped(question, 1 + draw(3), draw) },
  small: { versions: 1, apply: withoutSmallWord },
  lost: { versions: 1, apply: withoutCalledWord },
  swapped: { versions: 1, apply: swapped },
  shuffled: { versions: 3, apply: shuffled },
  cut: { versions: 1, apply: clipped },
  halved: { versions: 4, apply: (question, draw) => clipped(swapped(question, draw), draw) },
  heavy: {
    versions: 3,
    apply: (question, draw) => {
      const noisy = [withoutCalledWord, swapped, withoutSmallWord][draw(3)] ?? swapped;
      return slipped(noisy(question, draw), 2 + draw(2), draw);
    },
  },
};

/** What would change the number, and stands in no workspace: an answer that leaves it out is wrong. */
const OUTSIDE = [
  "before tax",
  "per employee",
  "adjusted for inflation",
  "at constant prices",
  "against the budget",
  "for left-handed people",
  "through the mobile app",
  "per square metre",
  "compared to our competitors",
  "for repeat visitors",
  "during heat waves",
  "when it rained",
  "after refunds",
  "by supplier",
  "among people under 30",
  "from word of mouth",
];

for (const name of SUITES) {
  const file = join(import.meta.dirname, `${name}.yaml`);
  const suite = readSuite(readFileSync(file, "utf8"), file);
  const text = stringify(stressed(suite), { lineWidth: 0 });
  const note = `# Written by eval/make-stress.ts from ${name}.yaml. Many cases can't be answered as meant: this set measures confidence.\n`;
  writeFileSync(join(import.meta.dirname, "stress", `${name}.yaml`), note + text);
}

function stressed(suite: Suite): Suite {
  const cases = suite.cases.flatMap((one) => {
    if ("turns" in one || (one.expect.sql === undefined && one.expect.rows === undefined)) return [];
    const seen = new Set([one.ask]);
    const noisy = Object.entries(NOISES).flatMap(([kind, { versions, apply }]) =>
      Array.from({ length: versions }, (_, index) => {
        const id = `${one.id}-${kind}${versions > 1 ? index + 1 : ""}`;
        const ask = apply(one.ask, drawFrom(`${suite.name}/${id}`)).trim();
        return { ...one, id, ask, tags: [kind] };
      }),
    );
    const id = `${one.id}-outside`;
    const phrase = OUTSIDE[drawFrom(`${suite.name}/${id}`)(OUTSIDE.length)] ?? "";
    const ask = `${one.ask.replace(/[?.!]+$/, "")} ${phrase}`;
    const outside = { ...one, id, ask, tags: ["outside"], expect: { status: "refused" as const } };
    return [...noisy, outside].filter((each) => !seen.has(each.ask) && seen.add(each.ask));
  });
  return {
    name: `${suite.name}-stress`,
    ...(suite.workspace === undefined ? {} : { workspace: suite.workspace }),
    gates: { auroc: 0.7, ece: 0.05 },
    cases,
  };
}
