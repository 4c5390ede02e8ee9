import type { Grouping, MetricQuery } from "../../contracts/metric-query.js";
import type { Reading } from "../../contracts/reading.js";
import { partSelections } from "../respond/why/part-measures.js";
import type { RunScope } from "../run-scope.js";
import { viewOf } from "../run-scope.js";
import type { RunState, Work } from "../state.js";
import { dropUnloaded } from "./drop-unloaded.js";
import { workOfReading } from "./work-of-plan.js";

/** Fields that one "why" looks at. What is left out is said. */
const MAX_PARTS = 8;

/** The change as a whole, then the same change by each grouping; with the aggregates that the number is computed from, where it is more than one. */
export function partsOfWhy(reading: Reading, by: Grouping[], scope: RunScope): Partial<RunState> {
  const looked = by.slice(0, MAX_PARTS);
  const left = by.slice(MAX_PARTS).map(({ field }) => field);
  const notes = left.length > 0 ? [`Not looked at: ${left.join(", ")}.`] : [];
  const whole = workOfReading({ ...reading, notes: [...reading.notes, ...notes] });
  const base = plainQuery(reading.query, scope);
  const parts = looked.map((grouping) => partOf(reading, { ...base, groupBy: [grouping] }));
  const totals = base.select.length > 1 ? [partOf(reading, { ...base, groupBy: [] })] : [];
  return { ...dropUnloaded([whole, ...parts, ...totals], scope), by: looked };
}

/** The first number alone, without order and conditions. */
function plainQuery(query: MetricQuery, scope: RunScope): MetricQuery {
  return {
    ...query,
    select: partSelections(query.select[0], viewOf(scope, query.view)),
    order: [],
    top: null,
    having: [],
    rank: null,
    share: null,
  };
}

function partOf(reading: Reading, query: MetricQuery): Work {
  return workOfReading({ ...reading, query }, "part");
}
