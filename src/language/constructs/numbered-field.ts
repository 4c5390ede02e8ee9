import type { Construct, Proposal, Scene } from "../claim.js";
import { type Frame, type ItemOf, nextContent, valuesFilter } from "../frame.js";

/** A number that a threshold or a ranking wants is theirs first. */
const COST = 0.3;
/** "A score of 1", "score = 1". */
const OF = new Set(["of"]);

/** "5 star hotels", "rooms with 2 beds", "grade 3": a number beside a field of numbers is its value. */
export const numberedField: Construct = {
  name: "numbered field",
  turn: 280,
  propose: (scene) =>
    scene.words.flatMap((_, at) => {
      const number = scene.numberAt(at);
      if (number === null || number.unit !== null) return [];
      const either = orNumber(scene, number.to);
      const after = namesNumbers(scene, either?.to ?? number.to);
      if (after && either !== null && !isTimed(scene, at))
        return [proposal(at, either.to, [number.value, either.value])];
      const joint = OF.has(scene.words[at - 1]?.norm ?? "") ? at - 1 : at;
      const before = namesNumbers(scene, at - 1) || (joint < at && namesNumbers(scene, joint - 1));
      if ((!after && !before) || isTimed(scene, at)) return [];
      return [proposal(at, number.to, [number.value])];
    }),
};

function proposal(from: number, to: number, values: number[]): Proposal {
  return {
    from,
    to,
    cost: COST,
    as: values.join(" or "),
    mark: (frame, at) => markValue(frame, at, values),
  };
}

function isTimed({ periods }: Scene, at: number): boolean {
  return periods.some((match) => match.from <= at && match.to > at);
}

/** "2 or 3 nights": the second number. */
function orNumber(scene: Scene, at: number): { value: number; to: number } | null {
  const second = scene.words[at]?.norm === "or" ? scene.numberAt(at + 1) : null;
  return second === null || second.unit !== null ? null : second;
}

function namesNumbers({ words, lexicon }: Scene, at: number): boolean {
  const word = words[at];
  if (word === undefined) return false;
  return lexicon.phrases.find(word.stem).some((entry) => {
    if (entry.kind !== "field") return false;
    const view = lexicon.views.find(({ name }) => name === entry.view);
    return view?.fields.some(({ name, type }) => name === entry.name && type === "number") ?? false;
  });
}

function markValue(frame: Frame, at: number, values: number[]): void {
  const own = frame.items[at];
  if (own === undefined) return;
  const isNumeric = (index: number): boolean => {
    const item = frame.items[index];
    return item?.kind === "field" && item.role === "free" && item.field.type === "number";
  };
  const of = frame.items[at - 1];
  const behind = of?.kind === "link" && OF.has(of.word) ? at - 2 : at - 1;
  const index = [at + 1, behind, nextContent(frame, at + 1)].find(isNumeric);
  const field = index === undefined ? undefined : (frame.items[index] as ItemOf<"field">);
  if (field === undefined) {
    own.role = "open";
    return;
  }
  own.role = field.role = "used";
  own.as = `${field.field.name} is ${values.join(" or ")}`;
  takeWith(frame, Math.min(at, index ?? at));
  frame.draft.filters.push(valuesFilter(field.field.name, values));
}

/** "With 2 beds", "that have 3 nights": the words before only lead to it. */
function takeWith(frame: Frame, at: number): void {
  const before = frame.items[at - 1];
  if (before?.kind === "operation" && before.operation.construct === "yes fields") before.role = "used";
}
