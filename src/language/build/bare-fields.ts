import { isVerb } from "../event-claims.js";
import type { Frame, Item } from "../frame.js";
import { neighbour } from "./qualifiers.js";

/** Cost of taking a name without "by" or "which" as a grouping: it was not said. */
const UNSAID = 0.4;
const UNSAID_BESIDE_MEASURE = 0.15;
const BEFORE_VALUE = 1;

/** Fields and units of time that no words placed: the rest of a list after "by month and …", or a compound like "category sales". */
export function placeBareFields(frame: Frame): void {
  frame.items.forEach((item, at) => {
    if (item.role !== "free" || !isBare(item)) return;
    if (followsGroup(frame, at)) {
      item.role = "group";
      return;
    }
    if (frame.draft.select.length === 0 && frame.base === null) return;
    // "Discounted sales" has a number in an adjective, which splits nothing.
    if (item.kind === "field" && item.field.type === "number" && isVerb(frame.words[item.from]?.norm ?? ""))
      return;
    item.role = "group";
    // "Start station Harbour", read as another field's Harbour, would leave "start station" with nothing to do.
    if (neighbour(frame, at, 1)?.kind === "value" && item.kind === "field") frame.cost += BEFORE_VALUE;
    frame.cost += besideMeasure(frame, at) ? UNSAID_BESIDE_MEASURE : UNSAID;
  });
}

function isBare(item: Item): boolean {
  return item.kind === "field" || (item.kind === "period" && item.match.kind === "grain" && item.match.bare);
}

function followsGroup(frame: Frame, at: number): boolean {
  const join = frame.items[at - 1];
  const joined = join?.kind === "link" && join.word === "and";
  const before = frame.items[joined ? at - 2 : at - 1];
  if (before === undefined || (!joined && frame.items[at]?.gap !== "comma")) return false;
  return (
    before.role === "group" ||
    (before.kind === "period" && before.match.kind === "grain" && !before.match.bare)
  );
}

function besideMeasure(frame: Frame, at: number): boolean {
  return frame.items[at + 1]?.kind === "measure" || frame.items[at - 1]?.kind === "measure";
}
