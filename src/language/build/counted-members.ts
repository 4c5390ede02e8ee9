import { isDeepStrictEqual } from "node:util";
import type { Grouping, Having, Selection } from "../../contracts/metric-query.js";
import { type Frame, lacksMeasure } from "../frame.js";

/**
 * "How many states have more than …": counts the members whose number is within the bounds, in each of the groups. False
 * where nothing is counted, or where the groups themselves are what is bounded.
 */
export function countMembers(frame: Frame, having: Having): boolean {
  const { draft, flags } = frame;
  const per = flags.get("counted") as Grouping | undefined;
  const selection = draft.select[having.select];
  if (per === undefined || having.of !== "value") return false;
  if (draft.groupBy.some((grouping) => isDeepStrictEqual(grouping, per))) return false;
  if (selection?.kind !== "measure" && selection?.kind !== "count_distinct") return false;
  if (selection.kind === "count_distinct" && selection.field === per.field) {
    // "Regions with more than 5 cities, counted": the bound is on the count itself.
    if (draft.groupBy.length > 0) return false;
    frame.problem = lacksMeasure("Counted by which measure?");
    return true;
  }
  const { min, max, negated } = having;
  const counted: Selection = {
    kind: "over_members",
    measure: selection,
    per,
    aggregate: "count",
    where: { min, max, negated },
  };
  draft.select.splice(0, draft.select.length, counted);
  return true;
}
