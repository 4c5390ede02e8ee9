import type { Having } from "../../contracts/metric-query.js";
import { countMembers } from "../build/counted-members.js";
import type { Construct } from "../claim.js";
import { type Frame, type ItemOf, measureSelection, problem, selectIndex } from "../frame.js";
import { phraseTable } from "../phrase-table.js";
import { stem } from "../stem.js";
import { nameWords } from "../words.js";

type Sense = "losing" | "earning" | "losing most" | "earning most";

const PHRASES = phraseTable<Sense>([
  ["lose|loses|losing|lost|made|make|makes|making a? loss|losses|money", "losing"],
  ["loss|money making|losing|makers|maker", "losing"],
  ["lossmaking|unprofitable|lossy", "losing"],
  ["not|non profitable", "losing"],
  ["at|with|having|have|has|had a loss", "losing"],
  ["is|are profitable", "earning"],
  ["profitable", "earning"],
  ["lose|loses|losing|lost the most money?", "losing most"],
  ["makes|make|made|making|earns|earn|earned the most money", "earning most"],
  ["most unprofitable", "losing most"],
  ["least profitable", "losing most"],
  ["biggest|largest|greatest|highest|most losses|loss", "losing most"],
]);
/** "Most profitable" ranks by profit; it is no condition. */
const DEGREES = new Set("most least more less how top best highest lowest".split(" "));
/** Stems of words for what is left after costs, the surest first: only such a measure can be lost. */
const GAINS = ["profit", "earning", "gain", "surplus", "ebit", "ebitda", "result", "margin"].map(stem);

/** "Loss-making", "which state loses the most money": a measure of gain below zero, or its least. */
export const signOfLoss: Construct = {
  name: "sign of loss",
  turn: 290,
  propose: ({ words }) =>
    PHRASES.matches(words)
      .filter(({ from, to }) => to > from + 1 || !DEGREES.has(words[from - 1]?.norm ?? ""))
      .map(({ from, to, value }) => ({
        from,
        to,
        as: value.startsWith("losing") ? "a loss" : "a gain",
        build: (frame: Frame, at: number) => buildGain(frame, at),
        finish: (frame: Frame, at: number) => finishGain(frame, at, value),
        mark: (frame: Frame, at: number) => {
          const own = frame.items[at];
          if (own !== undefined) own.role = "used";
          frame.flags.set("own selection", true);
        },
      })),
};

function buildGain(frame: Frame, at: number): void {
  const said = frame.items.find(
    (item): item is ItemOf<"measure"> => item.kind === "measure" && item.role !== "used",
  );
  const measures = GAINS.flatMap((gain) =>
    frame.view.measures.filter((measure) =>
      [measure.name, ...measure.synonyms].some((name) => nameWords(name).some((word) => stem(word) === gain)),
    ),
  );
  // A ratio says how much of each sale is gained, not how much.
  const plain = measures.find((measure) => !measure.ratio && measure.format?.type !== "percentage");
  const chosen = said?.measure ?? plain ?? measures[0];
  const own = frame.items[at];
  if (chosen === undefined || own === undefined) {
    frame.problem = problem(`Which measure shows "${own?.words ?? "a loss"}"?`);
    return;
  }
  selectIndex(frame.draft, measureSelection(chosen));
  frame.flags.set(`gain ${at}`, chosen.name);
}

function finishGain(frame: Frame, at: number, sense: Sense): void {
  const { draft } = frame;
  const name = frame.flags.get(`gain ${at}`) as string;
  const select = selectIndex(draft, { kind: "measure", measure: name });
  const own = frame.items[at];
  const zero = { value: 0, inclusive: false };
  const losing = sense === "losing";
  const having: Having = {
    select,
    of: "value",
    min: losing ? null : zero,
    max: losing ? zero : null,
    negated: false,
  };
  if (!sense.endsWith("most") && countMembers(frame, having)) {
    if (own !== undefined) own.as = `${name} ${losing ? "below" : "above"} zero`;
    return;
  }
  if (draft.groupBy.length === 0) {
    if (own !== undefined) own.as = `${name} below or above zero`;
    if (sense.endsWith("most")) frame.problem = problem(`The most or least ${name} of what?`);
    return;
  }
  if (sense.endsWith("most")) {
    const direction = sense.startsWith("losing") ? "asc" : "desc";
    // Set against another time, what was lost is the difference.
    const of = draft.comparison === null ? "value" : "change";
    draft.order.unshift({ by: { kind: "select", index: select, of }, direction });
    draft.top ??= { count: 1, per: [] };
    if (own !== undefined) own.as = `the ${direction === "asc" ? "lowest" : "highest"} ${name}`;
    return;
  }
  draft.having.push(having);
  if (own !== undefined) own.as = `${name} ${losing ? "below" : "above"} zero`;
}
