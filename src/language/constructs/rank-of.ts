import type { Construct } from "../claim.js";
import {
  type Frame,
  groupIndex,
  type ItemOf,
  lacksField,
  lacksMeasure,
  measureSelection,
  nextContent,
  selectIndex,
  use,
  valuesFilter,
} from "../frame.js";
import { phraseTable } from "../phrase-table.js";
import { groupable } from "./breakdown.js";

const RANK = phraseTable([
  ["what|which|the? rank|ranking|position|place of|for|is|does|has|do?", null],
  ["where|how does|do|did", null],
  ["where is|are|was", null],
  ["rank|ranks|ranked|ranking", null],
  ["rank the|all|our?", null],
]);

/** "Rank of California by sales", "where does X rank", "rank the states by sales". */
export const rankOf: Construct = {
  name: "rank",
  turn: 100,
  propose: ({ words }) =>
    words.some(({ norm }) => /^(rank|ranks|ranked|ranking|position)$/.test(norm))
      ? RANK.matches(words).map(({ from, to }) => ({
          from,
          to,
          as: "ranked",
          mark: markRank,
          finish: finishRank,
        }))
      : [],
};

interface Ranked {
  measure: ItemOf<"measure"> | null;
  subjects: ItemOf<"value">[];
}

function markRank(frame: Frame, at: number): void {
  use(frame, at);
  if (frame.flags.has("rank")) return;
  const values = frame.items.filter(
    (item): item is ItemOf<"value"> => item.kind === "value" && item.role === "free",
  );
  const near = nearest(frame, values, at);
  const subjects = near === null ? [] : values.filter((item) => item.field.name === near.field.name);
  for (const item of subjects) item.role = "subject";
  const next = frame.items[nextContent(frame, at + 1)];
  if (subjects.length === 0 && next !== undefined && groupable(next)) next.role = "group";
  const by = frame.items.findIndex(
    (item, index) =>
      item.kind === "operation" &&
      item.operation.construct === "breakdown" &&
      frame.items[index + 1]?.kind === "measure",
  );
  const marker = frame.items[by];
  if (marker !== undefined) marker.role = "used";
  const ranked = by < 0 ? null : frame.items[by + 1];
  const found: Ranked = { measure: ranked?.kind === "measure" ? ranked : null, subjects };
  frame.flags.set("rank", found);
}

function nearest(frame: Frame, values: ItemOf<"value">[], at: number): ItemOf<"value"> | null {
  const distance = (item: ItemOf<"value">): number => {
    const index = frame.items.indexOf(item);
    // The thing ranked follows "rank of"; a preposition before a value makes it a condition ("in the West").
    const filtered =
      frame.items[index - 1]?.kind === "link" && frame.items[index - 1]?.words !== "of" ? 100 : 0;
    return Math.abs(index - at) + filtered;
  };
  return values.reduce<ItemOf<"value"> | null>(
    (best, item) => (best === null || distance(item) < distance(best) ? item : best),
    null,
  );
}

function finishRank(frame: Frame): void {
  const found = frame.flags.get("rank") as Ranked;
  const { draft } = frame;
  if (draft.rank !== null) return;
  if (draft.select.length === 0) {
    frame.problem = lacksMeasure("Ranked by which measure?");
    return;
  }
  const [first] = found.subjects;
  if (first !== undefined) groupIndex(draft, { kind: "field", field: first.field.name });
  if (draft.groupBy.length === 0) {
    frame.problem = lacksField("The rank of what?");
    return;
  }
  const index =
    found.measure === null || found.measure.role === "used"
      ? 0
      : selectIndex(draft, measureSelection(found.measure.measure));
  if (draft.order.length === 0)
    draft.order.push({ by: { kind: "select", index, of: "value" }, direction: "desc" });
  // Without a subject the rows stand in the order of their rank.
  if (first === undefined) return;
  const values = found.subjects.map(({ value }) => value);
  draft.rank = { only: [valuesFilter(first.field.name, values)] };
}
