import { type Frame, measureSelection, selectIndex } from "../frame.js";

/** Selects every measure that no operation took, in the order asked; a turn without one keeps those of the turn before. */
export function buildSelection(frame: Frame): void {
  if (frame.base !== null && frame.flags.has("also")) frame.draft.select.push(...frame.base.select);
  for (const item of frame.items)
    if (item.kind === "measure" && item.role === "free")
      selectIndex(frame.draft, measureSelection(item.measure));
  if (frame.base !== null && frame.draft.select.length === 0 && !frame.flags.has("own selection"))
    frame.draft.select.push(...frame.base.select);
}
