import type { LeafFilter } from "../../contracts/metric-query.js";
import type { Construct } from "../claim.js";
import { type Frame, nextContent } from "../frame.js";
import { fieldKey } from "../lexicon.js";
import { phraseTable } from "../phrase-table.js";
import { opensSentence } from "../words.js";

const WITH = phraseTable([
  ["with|having|has|had|have|using|is|are|was|were a|an|the?", null],
  ["that|who|which is|are|was|were|has|have|had a|an?", null],
]);
const YES = /^(yes|y|true)$/i;
const ANY = /^(yes|no|y|n|true|false)$/i;

/** "Orders with gift wrap", where the field says yes or no: those with yes. */
export const yesFields: Construct = {
  name: "yes fields",
  turn: 130,
  propose: ({ words }) =>
    WITH.matches(words)
      .filter(({ from }) => words[from]?.norm !== "who" || !opensSentence(words, from))
      .map(({ from, to }) => ({
        from,
        to,
        as: "is so",
        mark: (frame, at) => {
          const own = frame.items[at];
          const next = nextContent(frame, at + 1);
          const item = frame.items[next];
          const yes = item?.kind === "field" ? yesOf(frame, item.field.name, item.field.type) : null;
          const valued = frame.items[nextContent(frame, next + 1)]?.kind === "value";
          if (own === undefined || item?.kind !== "field" || item.role !== "free" || yes === null || valued) {
            if (own !== undefined) own.role = "open";
            return;
          }
          own.role = item.role = "used";
          item.as = `${item.field.name} is ${yes}`;
          const filter: LeafFilter = {
            kind: "values",
            field: item.field.name,
            values: [yes],
            negated: false,
          };
          frame.flags.set("yes filter", filter);
          frame.draft.filters.push(filter);
        },
      })),
};

function yesOf(frame: Frame, field: string, type: string | null): string | boolean | null {
  if (type === "boolean") return true;
  const values = frame.lexicon.profiles.get(fieldKey(frame.view.name, field))?.values ?? [];
  if (values.length === 0 || values.length > 2 || !values.every((value) => ANY.test(value))) return null;
  return values.find((value) => YES.test(value)) ?? null;
}
