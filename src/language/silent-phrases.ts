import type { Construct, Scene } from "./claim.js";
import { phraseTable } from "./phrase-table.js";

interface SilentPhrases {
  name: string;
  /** Place in the order of the constructs. */
  turn: number;
  /** What a reading without these words would have to save. */
  cost: number;
  phrases: readonly (readonly [string, null])[];
  /** Where the words are said so; elsewhere they are left to others. */
  where?: (scene: Scene, span: { from: number; to: number }) => boolean;
}

/** A construct for words that are part of the sentence and no part of what is asked: they are bound, and change nothing. */
export function silentPhrases({ name, turn, cost, phrases, where = () => true }: SilentPhrases): Construct {
  const table = phraseTable(phrases);
  return {
    name,
    turn,
    propose: (scene) =>
      table
        .matches(scene.words)
        .filter((span) => where(scene, span))
        .map(({ from, to }) => ({
          from,
          to,
          cost,
          as: "",
          mark: (frame, at) => {
            const own = frame.items[at];
            if (own === undefined) return;
            own.role = "used";
            own.as = "";
          },
        })),
  };
}
