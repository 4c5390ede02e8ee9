import { checkAdditivity } from "./additivity.js";
import { CompileFault } from "./compile-fault.js";
import type { QueryPlan } from "./query-plan.js";
import { checkRest } from "./rest-row.js";
import { hasRunning } from "./running-stage.js";
import { checkShare } from "./share-stage.js";

/** Refuses queries whose parts contradict each other. */
export function checkQuery(plan: QueryPlan): void {
  const { query, values, groups, timeField } = plan;
  const refuse = (message: string): never => {
    throw new CompileFault("bad_query", message);
  };
  if (query.mode === "list") {
    if (values.length > 0 || groups.length === 0) refuse("A list names groupings and no numbers.");
    if (query.periods.length > 1) refuse("A list covers one period.");
  } else if (values.length === 0) refuse("The query asks for no number.");
  if (query.periods.length > 0 && timeField === null) {
    throw new CompileFault(
      "no_time_field",
      `\`${plan.scope.view.name}\` has no time field, so a period cannot apply.`,
    );
  }
  for (const { start, end, label } of query.periods) {
    if (start !== null && end !== null && start >= end) refuse(`The period \`${label}\` is empty.`);
  }
  if (query.comparison?.kind === "range") {
    if (query.periods.length !== 1) refuse("A comparison with another period needs exactly one period.");
    if (timeField === null) refuse("A comparison with another period needs a time field.");
  }
  if (query.comparison?.kind === "bucket" && query.periods.length > 1) {
    refuse("A comparison of buckets covers one period.");
  }
  if (query.mode === "list" && (query.comparison ?? query.share ?? query.rank) !== null) {
    refuse("A list has no numbers to compare, share or rank.");
  }
  if (hasRunning(plan) && (query.comparison !== null || query.share !== null || query.periods.length > 1)) {
    refuse("A running number is compared with nothing, is no share, and covers one period.");
  }
  if (query.share !== null) checkShare(plan);
  if (query.top?.rest || query.apart) checkRest(plan);
  checkAdditivity(plan);
}
