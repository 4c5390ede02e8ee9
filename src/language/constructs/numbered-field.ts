import type { Construct, Scene } from "../claim.js";
import { type Frame, type ItemOf, nextContent, valuesFilter } from "../frame.js";

/** A number that a threshold or a ranking wants is theirs first. */
const COST = 0.3;

/** "5 star hotels", "rooms with 2 beds", "grade 3": a number beside a field of numbers is its value. */
export const numberedField: Construct = {
  name: "numbered field",
  turn: 280,
  propose: (scene) =>
    scene.words.flatMap((_, at) => {
      const number = scene.numberAt(at);
      if (number === null || number.unit !== null) return [];
      const after = namesNumbers(scene, number.to);
      const before = namesNumbers(scene, at - 1);
      const timed = scene.periods.some((match) => match.from <= at && match.to > at);
      if ((!after && !before) || timed) return [];
      return [
        {
          from: at,
          to: number.to,
          cost: COST,
          as: String(number.value),
          mark: (frame: Frame, index: number) => markValue(frame, index, number.value),
        },
      ];
    }),
};

function namesNumbers({ words, lexicon }: Scene, at: number): boolean {
  const word = words[at];
  if (word === undefined) return false;
  return lexicon.phrases.find(word.stem).some((entry) => {
    if (entry.kind !== "field") return false;
    const view = lexicon.views.find(({ name }) => name === entry.view);
    return view?.fields.some(({ name, type }) => name === entry.name && type === "number") ?? false;
  });
}

function markValue(frame: Frame, at: number, value: number): void {
  const own = frame.items[at];
  if (own === undefined) return;
  const isNumeric = (index: number): boolean => {
    const item = frame.items[index];
    return item?.kind === "field" && item.role === "free" && item.field.type === "number";
  };
  const index = [at + 1, at - 1, nextContent(frame, at + 1)].find(isNumeric);
  const field = index === undefined ? undefined : (frame.items[index] as ItemOf<"field">);
  if (field === undefined) {
    own.role = "open";
    return;
  }
  own.role = field.role = "used";
  own.as = `${field.field.name} is ${value}`;
  frame.draft.filters.push(valuesFilter(field.field.name, [value]));
}
