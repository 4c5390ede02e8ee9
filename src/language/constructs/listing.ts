import type { Construct } from "../claim.js";
import { type Frame, listFrom, nextContent, use } from "../frame.js";
import { phraseTable } from "../phrase-table.js";
import { groupable } from "./breakdown.js";

const BEFORE = phraseTable([
  ["list|enumerate|name out? all|of?", null],
  ["list|enumerate|name all|of? the|our|of|your?", null],
  ["a? full|complete? list of all? the|our?", null],
  ["show|give|tell|display me? all the|our?", null],
  ["what|which are the|our|all|your|possible|available", null],
  ["what|which different|distinct|unique|possible|available", null],
  ["what kinds|kind|types|type of", null],
  ["all|distinct|unique the|our|different?", null],
]);
const AFTER = phraseTable([
  ["are|is there", null],
  ["exist|exists", null],
  ["do|does we|you|they|it have|has|carry|know|offer|cover", null],
  ["are|is available|possible|present|included", null],
  ["we|you have", null],
]);

const IN_THREAD = 0.5;

/** "List the states", "what regions are there": the values of a field, with no number. Beside a measure these words say nothing. */
export const listing: Construct = {
  name: "listing",
  turn: 330,
  propose: ({ words }) => [
    ...BEFORE.matches(words).map(({ from, to }) => ({ from, to, as: "listed", mark: markListed })),
    ...AFTER.matches(words).map(({ from, to }) => ({ from, to, as: "listed", mark: markThere })),
  ],
};

function markListed(frame: Frame, at: number): void {
  use(frame, at);
  if (frame.items.some(({ kind }) => kind === "measure")) return;
  const next = nextContent(frame, at + 1);
  const listed = next < 0 ? [] : listFrom(frame, next, groupable);
  for (const index of listed) {
    const item = frame.items[index];
    if (item !== undefined) item.role = "group";
  }
  // In a thread "all doctors" first of all widens.
  if (listed.length > 0 && frame.thread.queries.length > 0) frame.cost += IN_THREAD;
  if (listed.length > 0) makeList(frame);
}

function markThere(frame: Frame, at: number): void {
  use(frame, at);
  if (frame.items.some(({ kind, role }) => kind === "measure" || (kind === "field" && role === "used")))
    return;
  const fields = frame.items.filter((item) => item.kind === "field" && item.role !== "used");
  for (const item of fields) item.role = "group";
  if (fields.length > 0) makeList(frame);
}

function makeList(frame: Frame): void {
  frame.draft.mode = "list";
  frame.flags.set("own selection", true);
}
