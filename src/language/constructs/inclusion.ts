import type { Construct } from "../claim.js";
import type { Frame, Item, ItemOf } from "../frame.js";
import { phraseTable } from "../phrase-table.js";

const INCLUDING = phraseTable([["included|including|includes|include|incl|inc", null]]);

/** "Sales by area including online": counts a value in, where "only" would leave the others out. */
export const inclusion: Construct = {
  name: "inclusion",
  turn: 365,
  propose: ({ words, thread }) =>
    INCLUDING.matches(words)
      // "Include …" at the start of a follow-up adds to what is shown.
      .filter(({ from }) => from > 0 || thread.queries.length === 0)
      .map(({ from, to }) => ({
        from,
        to,
        as: "counted in as well",
        mark: (frame, at) => {
          const own = frame.items[at];
          if (own === undefined) return;
          own.role = "used";
          for (const value of valuesAt(frame, at)) countIn(frame, value);
        },
      })),
};

/** Values that stand at the word, joined by "and". */
function valuesAt(frame: Frame, at: number): ItemOf<"value">[] {
  const found: ItemOf<"value">[] = [];
  for (const item of frame.items.slice(at + 1)) {
    if (item.kind === "value") found.push(item);
    else if (item.kind !== "link" && item.kind !== "ignorable") break;
  }
  return found;
}

/** Beside other values of its field it is one more of them; elsewhere nothing leaves it out. */
function countIn(frame: Frame, value: ItemOf<"value">): void {
  const others = frame.items.some(
    (item: Item) =>
      item.kind === "value" && item !== value && item.field === value.field && item.role === "free",
  );
  if (others) return;
  value.role = "used";
  value.as = `${value.field.name} ${value.value} counts too`;
  frame.notes.push(`${value.value} is counted in; nothing else is left out for it.`);
}
