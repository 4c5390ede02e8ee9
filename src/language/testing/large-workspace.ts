import { seededRandom } from "../../testing/seeded-random.js";
import type { FieldSpec, MeasureSpec, WorkspaceSpec } from "./workspace-maker.js";

const SYLLABLES = "ba co du fe gi ho ka lo mu ne pi qua ro su ta ve wi xo za bre cla dri flo gru".split(" ");

export interface LargeSize {
  measures: number;
  fields: number;
  values: number;
  views: number;
}

/** A generated workspace for measuring: names and values of made-up words, the same for the same size. */
export function largeWorkspace({ measures, fields, values, views }: LargeSize): WorkspaceSpec {
  const random = seededRandom(42);
  const word = (): string =>
    Array.from(
      { length: 2 + Math.floor(random() * 3) },
      () => SYLLABLES[Math.floor(random() * SYLLABLES.length)] ?? "",
    )
      .join("")
      .replace(/^./, (letter) => letter.toUpperCase());
  const name = (): string => `${word()} ${word()}`;
  const perView = (total: number): number => Math.ceil(total / views);
  return {
    name: `large-${values}`,
    asOf: "2024-05-15",
    views: Object.fromEntries(
      Array.from({ length: views }, (_, v) => [
        `view_${v}`,
        {
          time: "Day",
          first: "2020-01-01",
          last: "2024-05-14",
          fields: {
            Day: { type: "date" as const },
            ...Object.fromEntries(
              Array.from({ length: perView(fields) }, (): [string, FieldSpec] => [
                name(),
                { values: Array.from({ length: Math.ceil(values / fields) }, name) },
              ]),
            ),
          },
          measures: Object.fromEntries(
            Array.from({ length: perView(measures) }, (): [string, MeasureSpec] => [
              name(),
              { synonyms: [name()] },
            ]),
          ),
        },
      ]),
    ),
  };
}
