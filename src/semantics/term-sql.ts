import type { ModelField } from "../contracts/semantic-model.js";
import { splice } from "../sql/splice.js";
import { didYouMean } from "./closest-name.js";
import { CompileFault, lookUp } from "./compile-fault.js";
import { columnsOf } from "./expression.js";
import { dayFragment } from "./field-sql.js";
import type { PlanContext } from "./plan-context.js";
import { enclosed, type Fragment, fieldFragment, joined, parsed } from "./sql-fragment.js";

/** A named filter of the overlay, with its fields written out over base columns. */
export function termFragment(name: string, context: PlanContext): Fragment {
  const { terms } = context.workspace.words;
  const key = Object.keys(terms).find((term) => term.toLowerCase() === name.toLowerCase());
  const sql = key === undefined ? undefined : terms[key];
  if (sql === undefined) {
    throw new CompileFault(
      "unknown_term",
      `There is no term \`${name}\`. ${didYouMean(name, Object.keys(terms))}`,
    );
  }
  const parts: Fragment[] = [];
  const edits = columnsOf(parsed(sql)).map((column) => {
    const field = lookUp(context.scope.view.fields, column.parts.map((part) => part.name).join("."), "field");
    const fragment = enclosed(valueFragment(field, context));
    parts.push(fragment);
    return { from: column.from, to: column.to, text: fragment.sql };
  });
  return { sql: splice(sql, edits), joins: joined(parts) };
}

function valueFragment(field: ModelField, context: PlanContext): Fragment {
  return field.timestamp ? dayFragment(field, context) : fieldFragment(context.scope, field);
}

/** Names of the fields that a term reads. */
export function termFields(name: string, context: PlanContext): string[] {
  const { terms } = context.workspace.words;
  const key = Object.keys(terms).find((term) => term.toLowerCase() === name.toLowerCase());
  const sql = key === undefined ? undefined : terms[key];
  return sql === undefined ? [] : columnsOf(parsed(sql)).map((column) => column.parts.at(-1)?.name ?? "");
}
