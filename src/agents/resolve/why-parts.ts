import type { Grouping } from "../../contracts/metric-query.js";
import type { Reading } from "../../contracts/reading.js";
import type { RunScope } from "../run-scope.js";
import type { RunState, Work } from "../state.js";
import { dropUnloaded } from "./drop-unloaded.js";
import { workOfReading } from "./work-of-plan.js";

/** Fields that one "why" looks at. What is left out is said. */
const MAX_PARTS = 8;

/** The change as a whole, then the same change by each grouping. */
export function partsOfWhy(reading: Reading, by: Grouping[], scope: RunScope): Partial<RunState> {
  const looked = by.slice(0, MAX_PARTS);
  const whole = workOfReading(reading);
  const parts = looked.map((grouping) => partOf(reading, grouping));
  return { ...dropUnloaded([whole, ...parts], scope), by: looked };
}

function partOf(reading: Reading, grouping: Grouping): Work {
  const query = {
    ...reading.query,
    groupBy: [grouping],
    order: [],
    top: null,
    having: [],
    rank: null,
    share: null,
  };
  return workOfReading({ ...reading, query }, "part");
}
