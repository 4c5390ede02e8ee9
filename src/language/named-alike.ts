import type { Entry } from "./entry.js";
import type { Frame } from "./frame.js";
import { stem } from "./stem.js";
import { fold } from "./words.js";

/** Is a field of the view called so too? Measures and the things that they count often share a name. */
export function namesField(frame: Frame, typed: string): boolean {
  return entriesOf(frame, typed).some(({ kind }) => kind === "field");
}

/** What else in the view a run of words names, whatever it was taken as. */
export function entriesOf({ lexicon, view }: Frame, typed: string): Entry[] {
  const stems = typed
    .split(" ")
    .map((word) => stem(fold(word)))
    .join(" ");
  return lexicon.phrases.find(stems).filter((entry) => entry.view === view.name);
}
