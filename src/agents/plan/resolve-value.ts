import type { FieldProfile } from "../../contracts/metadata.js";
import type { ModelField } from "../../contracts/semantic-model.js";
import { fold } from "../../language/words.js";
import { bound, type Outcome, problem } from "./outcome.js";

/** Profiles of the fields that the user may see, by view and field. */
export type ValueIndex = (view: string, field: string) => FieldProfile | null;

const MOST_NAMED = 8;

/** A value as the data has it: by its own name or an alias, whatever its case and accents. A value that no row of the user has is a problem. */
export function resolveValue(
  said: string,
  view: string,
  field: ModelField | null,
  index: ValueIndex,
): Outcome<string | number | boolean> {
  if (!field) return problem("There is no such field.");
  if (field.type === "number") {
    const value = Number(said.replace(/,/g, ""));
    return said.trim() !== "" && Number.isFinite(value) ? bound(value) : notThere(said, field.name, []);
  }
  if (field.type === "boolean") {
    const known = { true: true, yes: true, false: false, no: false }[said.trim().toLowerCase()];
    return known === undefined ? notThere(said, field.name, ["true", "false"]) : bound(known);
  }
  if (field.type === "date")
    return /^\d{4}-\d{2}-\d{2}$/.test(said) ? bound(said) : notThere(said, field.name, []);
  const values = index(view, field.name)?.values ?? [];
  const wanted = fold(said.trim());
  const own = values.filter((value) => fold(value) === wanted);
  const exact = own.find((value) => value === said) ?? (own.length === 1 ? own[0] : undefined);
  if (exact !== undefined) return bound(exact);
  const aliased = Object.entries(field.valueAliases)
    .filter(([value, names]) => values.includes(value) && names.some((name) => fold(name) === wanted))
    .map(([value]) => value);
  return aliased.length === 1 && aliased[0] !== undefined
    ? bound(aliased[0])
    : notThere(said, field.name, values);
}

function notThere(said: string, field: string, values: readonly string[]) {
  const some =
    values.length > 0 && values.length <= MOST_NAMED
      ? ` It has ${values.map((v) => `"${v}"`).join(", ")}.`
      : "";
  return problem(`"${said}" is no value of ${field}.${some}`);
}
