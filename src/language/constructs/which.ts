import type { Construct } from "../claim.js";
import { type Frame, listFrom, nextContent } from "../frame.js";
import { phraseTable } from "../phrase-table.js";
import { groupable } from "./breakdown.js";

const ASKING = phraseTable([
  ["which|what", null],
  ["in|for|from|of|on|to which|what", null],
  ["which|what of the|our|these", null],
  ["which|what are|is|were|was the|our", null],
]);

/** "Which states …?", "what category …": the thing asked for is a grouping. */
export const which: Construct = {
  name: "which",
  turn: 310,
  propose: ({ words }) =>
    ASKING.matches(words).map(({ from, to }) => ({
      from,
      to,
      as: "which",
      mark: markAsked,
      finish: listMembers,
    })),
};

const BEING = new Set("is are was were belong belongs".split(" "));

/** "Which premises are on the retail tariff?": nothing is measured, so the things themselves are meant. */
function listMembers(frame: Frame): void {
  const { draft } = frame;
  const [only] = frame.items.filter((item) => item.kind === "field" && item.role === "group");
  if (only === undefined || frame.base !== null || draft.select.length > 0 || draft.filters.length === 0)
    return;
  const calculated = frame.items.some(
    (item) =>
      item.kind === "operation" &&
      !["which", "only", "exclusion", "yes fields"].includes(item.operation.construct),
  );
  if (!calculated && BEING.has(frame.words[only.to]?.norm ?? "")) draft.mode = "list";
}

function markAsked(frame: Frame, at: number): void {
  const own = frame.items[at];
  if (own !== undefined) {
    own.role = "used";
    own.as = "";
  }
  let next = nextContent(frame, at + 1);
  if (frame.items[next]?.kind === "number") next = nextContent(frame, next + 1);
  const listed = next < 0 ? [] : listFrom(frame, next, groupable);
  if (listed.length > 0) frame.flags.set("which groups", true);
  for (const index of listed) {
    const item = frame.items[index];
    if (item !== undefined) item.role = "group";
  }
}
