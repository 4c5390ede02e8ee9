import { buildOrder } from "../build/order.js";
import type { Construct } from "../claim.js";
import { type Frame, type ItemOf, lacksField, valuesFilter } from "../frame.js";
import { composeQuestion } from "../phrase/compose.js";
import { PLAIN } from "../phrase/style.js";
import { phraseTable } from "../phrase-table.js";

const REST = phraseTable([
  ["the? rest|others|remainder", null],
  ["everyone|everything|everybody|all else", null],
  ["all? the? other|remaining ones", null],
  ["all the? others|rest", null],
]);

/** "West vs the rest": others cannot be one row, so all of them are offered. */
export const rest: Construct = {
  name: "rest",
  turn: 240,
  propose: ({ words }) =>
    REST.matches(words).map(({ from, to }) => ({ from, to, as: "the others", finish: finishRest })),
};

function finishRest(frame: Frame, at: number): void {
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
