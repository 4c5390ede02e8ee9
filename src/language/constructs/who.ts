import type { ModelField } from "../../contracts/semantic-model.js";
import { countsOnly } from "../build/self-count.js";
import type { Construct } from "../claim.js";
import { type Frame, groupIndex, lacksField, use } from "../frame.js";
import { entriesOf } from "../named-alike.js";
import { phraseTable } from "../phrase-table.js";
import { stem } from "../stem.js";
import { nameWords, opensSentence } from "../words.js";

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
      .filter(({ from }) => opensSentence(words, from) || words[from - 1]?.norm === "and")
      .map(({ from, to }) => ({
        from,
        to,
        cost: COST,
        as: "who",
        mark: (frame, at) => {
          use(frame, at);
          frame.flags.set("which groups", true);
          nameWhoIsMeant(frame, at);
        },
        build: (frame, at) => buildWho(frame, at),
      })),
};

const BEING = new Set("is are was were re".split(" "));

/**
 * "Who is our best customer", "who are the top 5 customers": one of the customers, though a measure that counts them is
 * called alike. In the plural only what "are" leads to; "who has the most customers" counts them.
 */
function nameWhoIsMeant(frame: Frame, at: number): void {
  const people = peopleIn(frame);
  const own = frame.items[at];
  const being = BEING.has(frame.words[own?.to ?? -1]?.norm ?? "");
  const subject = frame.items.find(
    (item, index) => index > at && (item.kind === "measure" || item.kind === "field"),
  );
  for (const [index, item] of frame.items.entries()) {
    if (item.kind !== "measure" || item.role !== "free") continue;
    if (/s$/i.test(item.words) && !(being && item === subject)) continue;
    const alike = entriesOf(frame, item.words).filter(({ kind }) => kind === "field");
    const field = people.find(({ name }) => alike.some((entry) => entry.name === name));
    if (field === undefined) continue;
    // What has marked it as a number of its own lets it go.
    item.role = "used";
    const { measure: _, ...named } = item;
    frame.items[index] = { ...named, kind: "field", field, role: "group" };
  }
}

function buildWho(frame: Frame, at: number): void {
  const own = frame.items[at];
  if (own === undefined || frame.draft.groupBy.length > 0) return;
  if (frame.items.some(({ kind, role }) => kind === "field" && role === "group")) return;
  // "Who has the most customers?" asks for someone else than the customers.
  const [first, ...others] = peopleIn(frame).filter((field) => !countsOnly(frame, field));
  if (first === undefined || others.length > 0) {
    frame.problem = lacksField(
      first === undefined ? "No field here names such people. Who is meant" : "Which people are meant",
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
