import type { ModelField, ModelMeasure } from "../../contracts/semantic-model.js";
import type { Frame } from "../frame.js";
import { entriesOf } from "../named-alike.js";
import { nameWords } from "../words.js";

/** COUNT(DISTINCT x): the one shape that is 1 in every group of x. */
const DISTINCT = /^\s*count\s*\(\s*distinct\s+(.+)\)\s*$/i;

/**
 * "By customer" after the number of customers: every row would hold the number 1, which nobody asks for. A question that
 * names both stands.
 */
export function countsItself(frame: Frame): boolean {
  const { base, draft, items, view } = frame;
  if (base === null || items.some(({ kind }) => kind === "measure")) return false;
  const grouped = new Set(
    draft.groupBy.flatMap((grouping) => (grouping.kind === "field" ? [grouping.field] : [])),
  );
  return view.fields.some((field) => grouped.has(field.name) && countsOnly(frame, field));
}

/** Is all that is selected the number of such members? */
export function countsOnly(frame: Frame, field: ModelField): boolean {
  const { draft, view } = frame;
  return (
    draft.select.length > 0 &&
    draft.select.every((selection) => {
      if (selection.kind === "count_distinct") return selection.field === field.name;
      const measure =
        selection.kind === "measure"
          ? view.measures.find(({ name }) => name === selection.measure)
          : undefined;
      return measure !== undefined && countsMembersOf(frame, measure, field);
    })
  );
}

/** Does the measure count the very things that the field names? */
export function countsMembersOf(frame: Frame, measure: ModelMeasure, field: ModelField): boolean {
  const counted = DISTINCT.exec(measure.expr)?.[1];
  if (counted === undefined) return false;
  return plain(counted) === plain(field.expr) || isNamedAlike(frame, measure.name, field.name);
}

function plain(expr: string): string {
  return expr.replace(/[\s`]/g, "").toLowerCase();
}

/** "Customers" and "Customer": one word names both. */
function isNamedAlike(frame: Frame, measure: string, field: string): boolean {
  return entriesOf(frame, nameWords(measure).join(" ")).some(
    ({ kind, name }) => kind === "field" && name === field,
  );
}
