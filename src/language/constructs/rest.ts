import type { ModelField } from "../../contracts/semantic-model.js";
import type { Construct } from "../claim.js";
import { type Frame, type ItemOf, lacksField, type Problem, problem, valuesFilter } from "../frame.js";
import { phraseTable } from "../phrase-table.js";

const REST = phraseTable([
  ["with? the? rest|others|remainder", null],
  ["everyone|everything|everybody|all else", null],
  ["all? the? other|remaining ones", null],
  ["all the? others|rest", null],
  [
    "lump|group|combine|bundle|put the? rest|others|remainder together|in|into? a|one? single? row|line|group?",
    null,
  ],
  ["with? the? rest|others|remainder as|in a|one single? row|line|group|number", null],
  ["with? the? rest|others|remainder combined|together|grouped|lumped|summed together|up?", null],
  ["an? others|other|rest row|line|group|bucket|category", null],
]);

/** "Top 3 and the rest", "West vs the rest": all others in one row. */
export const rest: Construct = {
  name: "rest",
  turn: 240,
  propose: ({ words }) =>
    REST.matches(words).map(({ from, to }) => ({
      from,
      to,
      as: "everything else in one row",
      finish: finishRest,
    })),
};

function finishRest(frame: Frame, at: number): void {
  if (frame.draft.top === null && frame.base?.top) inheritTop(frame, frame.base);
  if (frame.draft.top !== null) {
    addRest(frame, frame.draft.top);
    return;
  }
  const value = frame.items.find((item): item is ItemOf<"value"> => item.kind === "value");
  const words = frame.items[at]?.words ?? "the rest";
  if (value === undefined) {
    frame.problem = lacksField(`What is "${words}"?`);
    return;
  }
  if (!setApart(frame, value.field)) frame.problem = onlyAlone();
}

/** "West vs the rest": the named members by themselves, and all others of their field in one row. */
function setApart(frame: Frame, field: ModelField): boolean {
  const { draft } = frame;
  const named = frame.items.flatMap((item) =>
    item.kind === "value" && item.field.name === field.name && item.role !== "excluded" ? [item.value] : [],
  );
  const groupBy = draft.groupBy.filter(
    (grouping) => grouping.kind !== "field" || grouping.field !== field.name,
  );
  if (named.length === 0 || groupBy.length > 0 || draft.having.length > 0 || !isPlain(draft)) return false;
  if (field.type !== "string") return false;
  const rest = draft.filters.filter(
    (filter) => filter.kind !== "values" || filter.negated || filter.field !== field.name,
  );
  draft.filters.splice(0, draft.filters.length, ...rest);
  draft.groupBy.splice(0, draft.groupBy.length, { kind: "field", field: field.name });
  draft.apart = { only: [valuesFilter(field.name, named)] };
  return true;
}

function isPlain({ comparison, share, periods, rank }: Frame["draft"]): boolean {
  return comparison === null && share === null && rank === null && periods.length < 2;
}

function onlyAlone(): Problem {
  return problem(
    "Everything else fits in one row beside the names of one field, for one period and without changes or shares. What should be left out?",
  );
}

/** "And the rest", after a top-N. */
function inheritTop({ draft }: Frame, { top, order, groupBy, select }: NonNullable<Frame["base"]>): void {
  if (draft.select.length === 0) draft.select.push(...select);
  if (draft.groupBy.length === 0) draft.groupBy.push(...groupBy);
  if (draft.order.length === 0) draft.order.push(...order);
  draft.top = top;
}

function addRest(frame: Frame, top: NonNullable<Frame["draft"]["top"]>): void {
  const { draft, view } = frame;
  const [grouping, ...more] = draft.groupBy;
  const named =
    grouping?.kind === "field" &&
    more.length === 0 &&
    view.fields.some(({ name, type }) => name === grouping.field && type === "string");
  if (named && isPlain(draft) && !top.both && !top.from) draft.top = { ...top, rest: true };
  else frame.problem = onlyAlone();
}
