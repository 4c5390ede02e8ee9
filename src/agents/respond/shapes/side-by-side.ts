import type { MetricQuery } from "../../../contracts/metric-query.js";
import { rowLabel } from "../cell-label.js";
import { be } from "../grammar.js";
import type { Piece, Prose } from "../prose.js";
import { direction, enumerate, NOTHING, number, say, sentences } from "../prose.js";
import type { Scene } from "../scene.js";
import { cellAt, difference, figure, measuresOf, valueAt } from "../scene.js";
import { scopeWords } from "../scope-words.js";
import { nameOf } from "./single.js";
import type { Story } from "./story.js";

/** More things than this are a breakdown, not a comparison. */
export const MOST_COMPARED = 4;

/** The field whose members were named to be set side by side ("East and West"); null where there is none. */
export function comparedField(query: MetricQuery | null): string | null {
  const [grouping, ...others] = query?.groupBy ?? [];
  if (!query || grouping?.kind !== "field" || others.length > 0 || query.periods.length > 1) return null;
  if (query.top || query.rank || query.share || query.comparison) return null;
  if (query.apart) return grouping.field;
  const named = query.filters.some(
    (filter) =>
      filter.kind === "values" &&
      filter.field === grouping.field &&
      !filter.negated &&
      filter.values.length > 1,
  );
  return named ? grouping.field : null;
}

/** Two or more things side by side (periods or members): each number, and how two of them compare. */
export function sideBySideStory(scene: Scene): Story {
  const [measure, ...others] = measuresOf(scene);
  if (measure === undefined) return { headline: NOTHING, narrative: NOTHING };
  const field = comparedField(scene.query);
  const name = nameOf(scene, measure);
  const link = field === null ? "in" : "for";
  const items = itemsOf(scene, measure, link);
  const last = scene.rows.length - 1;
  const where = whereWords(scene, field);
  return field === null
    ? {
        headline: say`${name}${where} ${be(name)} ${enumerate(items)}.`,
        narrative: sentences(
          comparedInTime(scene, measure, last),
          ...others.map((other) => beside(scene, other, last)),
        ),
      }
    : {
        headline: say`${name} ${be(name)} ${enumerate(items)}${where}.`,
        narrative: sentences(
          compared(scene, measure, 0, last),
          ...others.map((other) => say`${listed(scene, other, "for")}.`),
        ),
      };
}

function itemsOf(scene: Scene, measure: number, link: string): Piece[] {
  return scene.rows.map((_, row) =>
    valueAt(scene, row, measure) === null
      ? say`nothing ${link} ${rowLabel(scene, row)}`
      : say`${figure(scene, cellAt(row, measure), measure)} ${link} ${rowLabel(scene, row)}`,
  );
}

/** "Profit was $93 in 2017 and $81 in 2016". */
function listed(scene: Scene, measure: number, link: string): Prose {
  const name = nameOf(scene, measure);
  return say`${name} ${be(name)} ${enumerate(itemsOf(scene, measure, link))}`;
}

/** One more number of the same periods. */
function beside(scene: Scene, measure: number, last: number): Prose {
  return sentences(say`${listed(scene, measure, "in")}.`, comparedInTime(scene, measure, last));
}

/** The later period against the earlier one, whichever was named first. */
function comparedInTime(scene: Scene, measure: number, last: number): Prose {
  const start = (row: number): string => scene.query?.periods[row]?.start ?? "";
  return start(last) < start(0) ? compared(scene, measure, 0, last) : compared(scene, measure, last, 0);
}

/** The rest of the question's scope: periods that are the rows themselves, or the named members, are not said again. */
function whereWords({ query }: Scene, field: string | null): string {
  if (!query) return "";
  const filters = query.filters.filter((filter) => filter.kind !== "values" || filter.field !== field);
  return scopeWords({ ...query, filters }, { period: field !== null });
}

function compared(scene: Scene, measure: number, row: number, base: number): Prose {
  const [before, after] = [valueAt(scene, base, measure), valueAt(scene, row, measure)];
  if (row === base || before === null || after === null || before === after) return NOTHING;
  const moved = { kind: "minus", left: cellAt(row, measure), right: cellAt(base, measure) } as const;
  const size = { kind: "size", of: moved } as const;
  const way = direction(moved, { up: "higher", down: "lower", flat: "level" }, scene.rows);
  const amount = difference(scene, size, measure);
  if (before <= 0 || scene.columns[measure]?.unit === "ratio")
    return say`${rowLabel(scene, row)} is ${amount} ${way} than ${rowLabel(scene, base)}.`;
  const share = { kind: "over", left: size, right: cellAt(base, measure) } as const;
  return say`${rowLabel(scene, row)} is ${amount} (${number(share, { type: "number", unit: "ratio" }, scene.rows)}) ${way} than ${rowLabel(scene, base)}.`;
}
