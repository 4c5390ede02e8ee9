import type { ReadResult } from "../../contracts/reading.js";
import type { Construct } from "../claim.js";
import { DEFINITION_AFTER, DEFINITION_BEFORE } from "../definition-words.js";
import type { Frame, Item } from "../frame.js";
import { ledgerOf } from "../ledger.js";

/** "What is margin?", "define …", "how is … calculated?": the meaning of one name, not its number. */
export const definition: Construct = {
  name: "definition",
  turn: 340,
  propose: ({ words }) => {
    const after = DEFINITION_AFTER.matches(words);
    return [
      ...DEFINITION_BEFORE.matches(words)
        .filter(({ from, to, value }) => from === 0 || value === "sure" || to === words.length)
        .filter(({ from, to, value }) =>
          asks(
            words[from]?.norm ?? "",
            value,
            after.some((match) => match.from >= to),
          ),
        )
        .map(({ from, to, value }) => ({
          from,
          to,
          as: "what it means",
          mark: (frame: Frame, at: number) => markDefinition(frame, at, value),
        })),
      ...after.map(({ from, to }) => ({
        from,
        to,
        as: "what it means",
        mark: (frame: Frame, at: number) => {
          const own = frame.items[at];
          if (own !== undefined) own.role = frame.flags.has("definition") ? "used" : "open";
        },
      })),
    ];
  },
};

/** "How is …" and "what does …" ask for a meaning only with "calculated" or "mean" at the end. */
function asks(first: string, value: "sure" | "bare", closed: boolean): boolean {
  return value === "bare" || closed || !["how", "what"].includes(first);
}

function markDefinition(frame: Frame, at: number, value: "sure" | "bare"): void {
  const own = frame.items[at];
  if (own === undefined) return;
  own.role = "used";
  const rest = frame.items.filter((item, index) => index !== at && !isQuiet(item));
  const named = rest.find(isNamed);
  if (value === "bare" && (rest.length !== 1 || named === undefined || determined(frame))) return;
  if (value === "sure" && rest.length > 1 && !/^(define|definition|meaning|what|how)/i.test(own.words))
    return;
  frame.flags.set("definition", true);
  // A word that found no use ("back order", "net sales" where there is no such name) makes it another thing's meaning.
  if (named !== undefined && !frame.items.some(({ role }) => role === "open"))
    frame.outcome = definitionOf(named, frame);
}

/** "What are our sales?" asks for the number. */
function determined(frame: Frame): boolean {
  return frame.words.some(({ norm }) => /^(the|our|my|your|their|was|were|this|total)$/.test(norm));
}

function isQuiet(item: Item): boolean {
  return (
    item.kind === "link" ||
    item.kind === "ignorable" ||
    (item.kind === "operation" && item.operation.construct === "definition")
  );
}

type Named = Extract<Item, { kind: "measure" | "field" | "term" }>;

function isNamed(item: Item): item is Named {
  return item.kind === "measure" || item.kind === "field" || item.kind === "term";
}

function definitionOf(item: Named, frame: Frame): ReadResult {
  const view = frame.view.name;
  const topic =
    item.kind === "measure"
      ? { kind: "measure" as const, view, name: item.measure.name }
      : item.kind === "field"
        ? { kind: "field" as const, view, name: item.field.name }
        : { kind: "term" as const, name: item.term };
  return { kind: "definition", topic, ledger: ledgerOf(frame) };
}
