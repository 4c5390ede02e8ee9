import type { DayRange } from "./aggregate-block.js";
import { CompileFault } from "./compile-fault.js";
import type { BlockText } from "./period-stage.js";
import type { ValuePlan } from "./plan-value.js";
import type { QueryPlan } from "./query-plan.js";

export function windowBlock(_plan: QueryPlan, value: ValuePlan, _range: DayRange): BlockText {
  throw new CompileFault("not_supported", `\`${value.name}\` has a window, which cannot be compiled here.`);
}
