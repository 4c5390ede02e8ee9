import type { ConfigProblem } from "../contracts/errors.js";
import type { ModelView } from "../contracts/semantic-model.js";
import { checkScalar } from "./check-model.js";
import { didYouMean } from "./closest-name.js";
import { columnsOf } from "./expression.js";
import { OVERLAY_FILE, type TermSource } from "./overlay-file.js";

/** A term is a condition over the fields of at least one view. */
export function checkTerms(
  views: readonly ModelView[],
  terms: readonly TermSource[],
  problems: ConfigProblem[],
): void {
  const all = [...new Set(views.flatMap((view) => view.fields.map((field) => field.name)))];
  for (const term of terms) {
    const place = { file: OVERLAY_FILE, line: term.line };
    const expr = checkScalar(term.sql, `The term \`${term.name}\``, place, problems);
    if (expr === null) continue;
    const names = columnsOf(expr).map((column) => column.parts.map((part) => part.name).join("."));
    if (views.some((view) => names.every((name) => hasField(view, name)))) continue;
    const unknown = names.find((name) => !views.some((view) => hasField(view, name)));
    problems.push({
      ...place,
      message:
        unknown === undefined
          ? `The term \`${term.name}\` uses fields of different views.`
          : `The term \`${term.name}\` uses \`${unknown}\`, which is no field.`,
      remedy: unknown === undefined ? "Use the fields of one view." : didYouMean(unknown, all),
    });
  }
}

function hasField(view: ModelView, name: string): boolean {
  return view.fields.some((field) => field.name.toLowerCase() === name.toLowerCase());
}
