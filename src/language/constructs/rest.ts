import { buildOrder } from "../build/order.js";
import type { Construct } from "../claim.js";
import { type Frame, type ItemOf, lacksField, problem, valuesFilter } from "../frame.js";
import { composeQuestion } from "../phrase/compose.js";
import { PLAIN } from "../phrase/style.js";
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

/** "Top 3 and the rest" makes the others one row. "West vs the rest" cannot, so all of them are offered. */
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
  const { draft } = frame;
  const own = JSON.stringify(valuesFilter(value.field.name, [value.value]));
  const whole = {
    ...frame,
    draft: {
      ...draft,
      filters: draft.filters.filter((filter) => JSON.stringify(filter) !== own),
      groupBy: [...draft.groupBy, { kind: "field" as const, field: value.field.name }],
      order: [],
    },
  };
  buildOrder(whole);
  const query = { view: frame.view.name, ...whole.draft };
  frame.problem = {
    question: `"${words}" cannot be added up into one row. Show every ${value.field.name} instead?`,
    options: [
      { label: `By ${value.field.name}`, question: composeQuestion(query, frame.view, PLAIN), query },
    ],
    refusal: null,
    needs: null,
  };
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
  const plain =
    draft.comparison === null && draft.share === null && draft.periods.length < 2 && !top.both && !top.from;
  if (named && plain) draft.top = { ...top, rest: true };
  else
    frame.problem = problem(
      "Everything else fits in one row beside the names of one field, for one period and without changes or shares. What should be left out?",
    );
}
