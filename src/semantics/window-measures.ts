import type { ModelMeasure, ModelView } from "../contracts/semantic-model.js";
import { lookUp } from "./compile-fault.js";
import { measureReferences } from "./expression.js";
import { parsed } from "./sql-fragment.js";

/** True where the measure, or one that it is built from, has a window. */
export function hasWindow(view: ModelView, measure: ModelMeasure): boolean {
  if (measure.window.length > 0) return true;
  return measureReferences(parsed(measure.expr)).some(({ name }) =>
    hasWindow(view, lookUp(view.measures, name, "measure")),
  );
}
