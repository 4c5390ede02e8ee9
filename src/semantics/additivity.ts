import type { QueryPlan } from "./query-plan.js";

export function checkAdditivity(_plan: QueryPlan): void {}
