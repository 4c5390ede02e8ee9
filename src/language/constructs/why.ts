import type { Grouping } from "../../contracts/metric-query.js";
import type { Construct } from "../claim.js";
import { type Frame, lacksMeasure, problem } from "../frame.js";
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
/** Members beyond which a field explains nothing to a person. */
const MOST_MEMBERS = 200;

/** "Why did profit drop in Q4?": the change, to be decomposed over the fields. */
export const why: Construct = {
  name: "why",
  turn: 200,
  propose: ({ words }) =>
    WHY.matches(words).map(({ from, to }) => ({
      from,
      to,
      as: "what the change is made of",
      mark: (frame, at) => {
        const own = frame.items[at];
        if (own !== undefined) own.role = "used";
        frame.flags.set("why", true);
        if (!frame.flags.has("change"))
          frame.flags.set("change", { direction: null, verb: true, ratio: false });
      },
      finish: finishWhy,
    })),
};

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
