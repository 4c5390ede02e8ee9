import type { SimpleSelection } from "../contracts/metric-query.js";
import {
  type ModelField,
  type ModelMeasure,
  type ModelView,
  plainMeasure,
} from "../contracts/semantic-model.js";
import { DROPPED_HEADS } from "./name-entries.js";
import { nameWords } from "./words.js";

/** The sum of a number field, in the place of a measure. */
interface QuantityMeasure extends ModelMeasure {
  quantity: Extract<SimpleSelection, { kind: "aggregate" }>;
}

/** Numbers that are places on a scale or in a calendar: their sum says nothing. */
const SCALES = new Set(
  "year month week quarter day weekday hour minute rank level grade age zip postal".split(" "),
);

/** May the field's numbers be added or averaged over the rows? Not codes, and not those of a joined table, whose rows stand many times. */
export function isSummable(view: ModelView, field: ModelField): boolean {
  if (field.type !== "number" || field.column === null) return false;
  if (field.column.relation.toLowerCase() !== view.source.toLowerCase()) return false;
  return !nameWords(field.name).some((word) => SCALES.has(word) || DROPPED_HEADS.has(word));
}

/** A thing that is counted in numbers ("Nights", "Seats"): asked for alone, its sum is meant. */
export function sumsUp(view: ModelView, field: ModelField): boolean {
  return isSummable(view, field) && /[^s]s$/i.test(field.name);
}

export function quantityMeasure(field: ModelField): QuantityMeasure {
  return {
    ...plainMeasure(`Total ${field.name}`, `SUM(${field.expr})`, field.place),
    format: field.format,
    emptyIsZero: true,
    quantity: { kind: "aggregate", field: field.name, aggregate: "sum" },
  };
}

/** The selection of a measure that stands for a number field; null for a measure of the view. */
export function quantityOf(measure: ModelMeasure): SimpleSelection | null {
  return "quantity" in measure ? (measure as QuantityMeasure).quantity : null;
}
