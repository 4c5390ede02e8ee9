import type { MetricQuery } from "../../../contracts/metric-query.js";
import type { RunScope } from "../../run-scope.js";
import { viewOf } from "../../run-scope.js";
import { inPeriod } from "../grammar.js";
import { filterWords } from "../scope-words.js";
import type { Definition } from "./definition.js";
import { formulaWords } from "./formula-words.js";

/** How the last answer came about: what was computed, over which rows, and in which SQL. */
export function explainAnswer(query: MetricQuery, scope: RunScope): Definition {
  const view = viewOf(scope, query.view);
  const compiled = scope.rooms.compile(query, scope.ports.workspace, { asOf: scope.asOf });
  const measures = query.select.flatMap((selection) =>
    selection.kind === "measure" ? [selection.measure] : [],
  );
  const formulas = measures.flatMap((name) => {
    const measure = view?.measures.find((each) => each.name === name);
    return measure ? [`${name} is ${formulaWords(measure.expr)}.`] : [];
  });
  const periods = query.periods.map(
    ({ label, start, end }) =>
      `${inPeriod(label)} (from ${start ?? "the first day"} to before ${end ?? scope.asOf})`,
  );
  const rows = [...periods, ...query.filters.map(filterWords)];
  const which =
    rows.length > 0 ? `Only rows ${rows.join(" and ")} count.` : `All rows before ${scope.asOf} count.`;
  return {
    headline: `The last answer was: ${scope.rooms.phrase(query, scope.lexicon)}.`,
    narrative: [`It comes from ${query.view}.`, ...formulas, which].join(" "),
    citations: [],
    subject: "how the last answer was computed",
    followUps: [],
    sql: compiled.kind === "compiled" ? compiled.sql : null,
  };
}
