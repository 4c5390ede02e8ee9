import type { ModelMeasure, ModelView } from "../../../contracts/semantic-model.js";

const RATIO =
  /^\s*\(?\s*measure\s*\(\s*`?([^`()]+?)`?\s*\)\s*\/\s*(?:nullif\s*\(\s*)?measure\s*\(\s*`?([^`()]+?)`?\s*\)\s*(?:,\s*0(?:\.0)?\s*\))?\s*\)?\s*$/i;

/** The two measures that a ratio measure divides; null where its expression is anything else. */
export function ratioParts(
  measure: ModelMeasure,
  view: ModelView,
): { numerator: ModelMeasure; denominator: ModelMeasure } | null {
  const match = RATIO.exec(measure.expr);
  const named = (text: string | undefined): ModelMeasure | undefined =>
    view.measures.find(({ name }) => name.toLowerCase() === text?.trim().toLowerCase());
  const [numerator, denominator] = [named(match?.[1]), named(match?.[2])];
  return numerator && denominator ? { numerator, denominator } : null;
}
