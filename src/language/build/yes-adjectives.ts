import type { Frame, Item, ItemOf } from "../frame.js";
import { fieldKey } from "../lexicon.js";

const YES = /^(yes|y|true)$/i;
const NO = /^(no|n|false)$/i;

/**
 * "Reopened tickets", "tickets not reopened": the name of a field that says yes or no, right before what is measured, says
 * which rows; it splits nothing.
 */
export function resolveYesAdjectives(frame: Frame): void {
  const found = new Set<Item>();
  frame.items.forEach((item, at) => {
    if (!isYesField(frame, item)) return;
    const next = frame.items[at + 1];
    const before = next?.kind === "measure" && next.from === item.to && next.gap === "none";
    if (item.role !== "excluded" && !(item.role === "free" && before)) return;
    const value = answerOf(frame, item, item.role === "free" ? YES : NO);
    if (value === null) return;
    item.role = "used";
    item.as = `${item.field.name} is ${value}`;
    frame.draft.filters.push({ kind: "values", field: item.field.name, values: [value], negated: false });
    found.add(item);
  });
  frame.flags.set("yes adjectives", found);
}

/** A field whose values are yes and no, or true and false. */
export function isYesField(frame: Frame, item: Item): item is ItemOf<"field"> {
  return item.kind === "field" && answerOf(frame, item, YES) !== null;
}

function answerOf(frame: Frame, { field }: ItemOf<"field">, wanted: RegExp): string | boolean | null {
  if (field.type === "boolean") return wanted === YES;
  const values = frame.lexicon.profiles.get(fieldKey(frame.view.name, field.name))?.values ?? [];
  if (values.length === 0 || values.length > 2 || !values.every((value) => YES.test(value) || NO.test(value)))
    return null;
  return values.find((value) => wanted.test(value)) ?? null;
}
