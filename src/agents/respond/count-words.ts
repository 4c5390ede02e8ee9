import type { Having, Selection } from "../../contracts/metric-query.js";
import { formatCell } from "../../format/cell.js";
import type { Scene } from "./scene.js";

/** "more than 10,000", "between 5 and 10", "not at least 3". */
export function boundWords(
  { min, max, negated }: Pick<Having, "min" | "max" | "negated">,
  { unit = null }: { unit?: string | null },
): string {
  const written = (value: string | number): string => formatCell(Number(value), { type: "number", unit });
  const low = min && `${min.inclusive ? "at least" : "more than"} ${written(min.value)}`;
  const high = max && `${max.inclusive ? "at most" : "less than"} ${written(max.value)}`;
  const exact = min && max && min.value === max.value ? `exactly ${written(min.value)}` : null;
  return `${negated ? "not " : ""}${exact ?? [low, high].filter((part) => part !== null).join(" and ")}`;
}

/** The selection that a column shows; null for columns that a comparison or a share adds. */
export function selectionOf({ query, columns }: Scene, column: number): Selection | null {
  const of = columns[column]?.of;
  return of?.kind === "select" ? (query?.select[of.index] ?? null) : null;
}

/** "third" for 3, "12th" for 12. */
export function placeWord(place: number): string {
  const words = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
  ];
  const teen = place % 100 > 10 && place % 100 < 14;
  return words[place - 1] ?? `${place}${(teen ? undefined : ["th", "st", "nd", "rd"][place % 10]) ?? "th"}`;
}
