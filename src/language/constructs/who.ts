import type { ModelField } from "../../contracts/semantic-model.js";
import type { Construct } from "../claim.js";
import { type Frame, groupIndex, lacksField } from "../frame.js";
import { phraseTable } from "../phrase-table.js";
import { stem } from "../stem.js";
import { fold, nameWords } from "../words.js";

const WHO = phraseTable([["who|whom|whose", null]]);
const PEOPLE = new Set(
  `customer client employee person people colleague staff member user patient doctor physician guest student teacher agent
rep representative salesperson seller driver rider courier buyer shopper subscriber player author manager owner worker nurse
technician operator passenger donor tenant candidate mechanic analyst engineer vendor supplier consultant instructor tutor`
    .split(/\s+/)
    .map(stem),
);
const NAME_OF = new Set(["name", "id"]);
/** Beside "how much did who …" nothing is asked of a person; a word left unread is the cheaper reading there. */
const COST = 0.05;

/** "Who sold the most?": a row for each person, where the view names one kind of them. */
export const who: Construct = {
  name: "who",
  turn: 320,
  propose: ({ words }) =>
    WHO.matches(words)
      .filter(({ from }) => from === 0 || words[from]?.gap === "sentence" || words[from - 1]?.norm === "and")
      .map(({ from, to }) => ({
        from,
        to,
        cost: COST,
        as: "who",
        mark: (frame, at) => {
          const own = frame.items[at];
          if (own !== undefined) own.role = "used";
          frame.flags.set("which groups", true);
          nameWhoIsMeant(frame);
        },
        build: (frame, at) => buildWho(frame, at),
      })),
};

/** "Who is our best customer": one of the customers, though a measure that counts them is called alike. */
function nameWhoIsMeant(frame: Frame): void {
  const people = peopleIn(frame);
  for (const item of frame.items) {
    if (item.kind !== "measure" || item.role !== "free" || /s$/i.test(item.words)) continue;
    const stems = item.words.split(" ").map((word) => stem(fold(word)));
    const named = frame.lexicon.phrases.find(stems.join(" ")).filter(({ kind }) => kind === "field");
    const field = people.find(({ name }) =>
      named.some((entry) => entry.view === frame.view.name && entry.name === name),
    );
    if (field === undefined) continue;
    item.role = "used";
    item.as = `by ${field.name}`;
    groupIndex(frame.draft, { kind: "field", field: field.name });
  }
}

function buildWho(frame: Frame, at: number): void {
  const own = frame.items[at];
  if (own === undefined || frame.draft.groupBy.length > 0) return;
  if (frame.items.some(({ kind, role }) => kind === "field" && role === "group")) return;
  const [first, ...others] = peopleIn(frame);
  if (first === undefined || others.length > 0) {
    frame.problem = lacksField(
      first === undefined ? "No field here names people. Who is meant" : "Which people are meant",
    );
    return;
  }
  own.as = `by ${first.name}`;
  groupIndex(frame.draft, { kind: "field", field: first.name });
}

/** Text fields called like a person; a field's own name comes before its synonyms. */
function peopleIn({ view }: Frame): ModelField[] {
  const texts = view.fields.filter(({ type }) => type === null || type === "string");
  const named = texts.filter(({ name }) => isPerson(name));
  return named.length > 0 ? named : texts.filter(({ synonyms }) => synonyms.some(isPerson));
}

/** "Courier", "Customer Name", but not "Customer Segment". */
function isPerson(name: string): boolean {
  const words = nameWords(name).filter((word) => !NAME_OF.has(word));
  return PEOPLE.has(stem(words.at(-1) ?? ""));
}
