import { addMonths } from "../../calendar/day.js";
import { unitPeriod } from "../../calendar/period.js";
import type { Grouping, Period } from "../../contracts/metric-query.js";
import type { Construct } from "../claim.js";
import { type Frame, lacksMeasure, problem, use } from "../frame.js";
import { fieldKey } from "../lexicon.js";
import { phraseTable } from "../phrase-table.js";

const WHY = phraseTable([
  ["why is|are|was|were|did|do|does|has|have?", null],
  ["how come", null],
  ["what caused|causes|drove|drives|explains|explained|led|triggered to?", null],
  ["what is|was|are|were driving|causing|behind|behind-the", null],
  ["the? reason|reasons|cause|causes|driver|drivers for|of|behind|why?", null],
  ["what is|was|are|were the? reason|reasons|cause|causes|driver|drivers for|of|behind", null],
]);
const LEVEL = phraseTable([
  [
    "so|that|this|too|very|rather|quite|unusually? high|low|big|small|large|good|bad|weak|strong|poor|much|little|many|few",
    null,
  ],
]);
/** Members beyond which a field explains nothing to a person. */
const MOST_MEMBERS = 200;

/** "Why did profit drop in Q4?": the change, to be decomposed over the fields. */
export const why: Construct = {
  name: "why",
  turn: 200,
  propose: ({ words }) => {
    const asked = WHY.matches(words);
    const levels = LEVEL.matches(words).filter(({ from }) => asked.some(({ to }) => to <= from));
    return [
      ...asked.map(({ from, to }) => ({
        from,
        to,
        as: "what the change is made of",
        mark: markWhy,
        finish: finishWhy,
      })),
      ...levels.map(({ from, to }) => ({ from, to, as: "against the period before", mark: use })),
    ];
  },
};

function markWhy(frame: Frame, at: number): void {
  use(frame, at);
  frame.flags.set("why", true);
  if (!frame.flags.has("change")) frame.flags.set("change", { direction: null, verb: true, ratio: false });
  for (const item of frame.items)
    if (item.kind === "period" && item.role === "free" && item.match.kind === "period") {
      frame.flags.set("why in", true);
      const shown = shownThen(frame, item.match.periods);
      if (item.match.strength === "default" && shown !== null)
        item.match = { ...item.match, periods: [shown], notes: [] };
    }
}

/** "Why is July so high?" after the months of 2022 asks for the July that is shown. */
function shownThen(frame: Frame, [period, more]: readonly Period[]): Period | null {
  const shown = frame.thread.queries.at(-1)?.periods[0];
  if (!shown?.start || !period?.start || !period.end || !period.grain || more !== undefined) return null;
  const rules = frame.lexicon.calendar;
  const end = shown.end ?? frame.asOf;
  for (let back = -24; back <= 24; back++) {
    const moved = unitPeriod(addMonths(period.start, 12 * back), period.grain, rules);
    if (moved.start !== null && moved.end !== null && moved.start >= shown.start && moved.end <= end)
      return moved;
  }
  return null;
}

function finishWhy(frame: Frame): void {
  const { draft } = frame;
  if (draft.select.length === 0) {
    frame.problem = lacksMeasure("Why did which measure change?");
    return;
  }
  const asked = draft.groupBy.filter(({ kind }) => kind === "field");
  draft.groupBy.length = 0;
  draft.order.length = 0;
  draft.top = null;
  if (draft.comparison?.kind !== "range") {
    frame.problem = problem("Why it changed in which period? Name one, such as last month.");
    return;
  }
  frame.flags.set("why by", asked.length > 0 ? asked : decomposing(frame));
}

/** Text fields that have between two and two hundred values and are not fixed by a filter. */
function decomposing(frame: Frame): Grouping[] {
  const fixed = new Set(
    frame.draft.filters.flatMap((filter) =>
      filter.kind === "values" && !filter.negated && filter.values.length === 1 ? [filter.field] : [],
    ),
  );
  return frame.view.fields.flatMap((field): Grouping[] => {
    const profile = frame.lexicon.profiles.get(fieldKey(frame.view.name, field.name));
    const members = profile?.distinctCount ?? 0;
    const fits =
      (field.type === "string" || field.type === "boolean" || field.type === null) &&
      members >= 2 &&
      members <= MOST_MEMBERS;
    return fits && !fixed.has(field.name) ? [{ kind: "field", field: field.name }] : [];
  });
}
