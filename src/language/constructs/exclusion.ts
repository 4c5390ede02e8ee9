import { isEvent } from "../build/event-states.js";
import { isYesField } from "../build/yes-adjectives.js";
import type { Construct } from "../claim.js";
import { type Frame, type Item, listFrom } from "../frame.js";
import { phraseTable } from "../phrase-table.js";

const BEFORE = phraseTable([
  [
    "excluding|exclude|excl|ex|except|without|minus|ignoring|omitting|omit|excepting|besides|not|no|non|never",
    null,
  ],
  [
    "except|excluding|exclude|excl|ex|without|ignoring|omitting|omit|not|non for|in|from|at|on|any|all|the|those|of|with|by",
    null,
  ],
  ["except for|from in|the", null],
  ["other|different than|from", null],
  ["apart|aside from", null],
  ["but not|no|without|excluding|exclude|excl|ex", null],
  ["but not in|for|from|the", null],
  ["and not|without|excluding|excl|ex", null],
  ["and not in|for|from|the", null],
  ["leaving|leave|taking|take|filter|filtering|cut out", null],
  ["everything|anything|all|any|everyone|everywhere but|except", null],
  ["all|everything|anything other than", null],
  ["outside of? the?", null],
  ["is|are|was|were|do|does|did|that|which not|isnt", null],
  ["does|do|did not include|count|contain", null],
  ["not include|including|counting|in|from", null],
  ["!=|<>|≠", null],
  ["rather than", null],
  ["neither|nor in|from|for|at|on|the?", null],
  ["instead of", null],
]);
const AFTER = phraseTable([
  ["excluded|excepted|aside|removed|omitted", null],
  ["is|are excluded|removed|omitted", null],
  ["not included|counted", null],
]);

/** "Excluding the West", "other than Furniture", "not on weekends", "West excluded". */
export const exclusion: Construct = {
  name: "exclusion",
  turn: 140,
  propose: ({ words }) => [
    ...BEFORE.matches(words).map(({ from, to }) => ({ from, to, as: "leaving out", mark: markAfter })),
    ...AFTER.matches(words).map(({ from, to }) => ({ from, to, as: "leaving out", mark: markBefore })),
  ],
};

function markAfter(frame: Frame, at: number): void {
  const own = frame.items[at];
  if (own === undefined) return;
  let start = at + 1;
  while (isPassedOver(frame.items[start], frame.items[start + 1])) start++;
  const listed = isEventHere(frame, start) ? [start] : listFrom(frame, start, alike(frame, start));
  own.role = listed.length > 0 ? "used" : "open";
  exclude(frame, listed);
}

/** "Not returned yet", "not reopened". */
function isEventHere(frame: Frame, at: number): boolean {
  const item = frame.items[at];
  const period = frame.items[at + 1]?.kind === "period";
  if (item === undefined || item.role !== "free" || period) return false;
  return isEvent(frame, item) || (isYesField(frame, item) && frame.items[at + 1]?.kind !== "value");
}

function markBefore(frame: Frame, at: number): void {
  const own = frame.items[at];
  const listed: number[] = [];
  for (let i = at - 1; i >= 0; i--) {
    const item = frame.items[i];
    if (item === undefined || (!excludable(item) && !(item.kind === "link" && item.word === "and"))) break;
    if (excludable(item)) listed.push(i);
  }
  if (own !== undefined) own.role = listed.length > 0 ? "used" : "open";
  exclude(frame, listed);
}

function exclude(frame: Frame, listed: readonly number[]): void {
  for (const index of listed) {
    const item = frame.items[index];
    if (item !== undefined) item.role = "excluded";
  }
}

/** "Not the West, for 2024" leaves out the West alone: time joins a list of time only. */
function alike(frame: Frame, start: number): (item: Item) => boolean {
  const timed = frame.items[start]?.kind === "period";
  return (item) => excludable(item) && (item.kind === "period") === timed;
}

/** Values, named filters, and days or periods of time. */
function excludable(item: Item): boolean {
  if (item.role !== "free") return false;
  if (item.kind === "value" || item.kind === "term") return true;
  return item.kind === "period" && (item.match.kind === "period" || item.match.kind === "cycle_filter");
}

/** "the region West", "in the West": a preposition, or the name of the field before its value. */
function isPassedOver(item: Item | undefined, next: Item | undefined): boolean {
  if (item === undefined) return false;
  if (item.kind === "link" || item.kind === "ignorable") return true;
  return item.kind === "field" && next?.kind === "value" && next.field.name === item.field.name;
}
