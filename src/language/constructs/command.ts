import type { Construct } from "../claim.js";
import type { Frame } from "../frame.js";
import { ledgerOf } from "../ledger.js";
import { phraseTable } from "../phrase-table.js";

type Command = "reset" | "undo" | "explain";

const COMMANDS = phraseTable<Command>([
  ["start over|again|afresh|fresh|anew", "reset"],
  ["lets? start over|again|afresh|fresh", "reset"],
  ["reset|restart everything|all|it|that|filters|thread|conversation?", "reset"],
  ["new question|topic|conversation|analysis|thread", "reset"],
  ["forget|clear|scrap|drop it|that|this|everything|all", "reset"],
  ["forget|clear|scrap|drop the? context|conversation|thread", "reset"],
  ["forget|clear all of it|that", "reset"],
  ["clear|from scratch", "reset"],
  ["undo that|this|it|last|the-last?", "undo"],
  ["undo the|my last step|change|one|question|filter", "undo"],
  ["go|step back one? step?", "undo"],
  ["back", "undo"],
  ["revert that|it|this?", "undo"],
  ["take that|it back", "undo"],
  ["back to the? previous|last one|question|answer|result?", "undo"],
  ["previous one|question|answer|result", "undo"],
  ["never mind", "undo"],
  ["nevermind", "undo"],
  ["explain that|this|it|yourself|answer|result|the-answer?", "explain"],
  ["explain the|your|this|that answer|result|number|numbers|calculation|query|figure", "explain"],
  [
    "how did|do you get|calculate|compute|arrive|find|come|work that|this|it|there|those|out|at|to|up? that|this|it|number|with?",
    "explain",
  ],
  [
    "how did|do you get|calculate|compute|arrive|find|come at|to|up|by? that|this|those|these|the number|numbers|result|answer|figure",
    "explain",
  ],
  [
    "how is|was|were that|this|it|the calculated|computed|derived|number|result|answer calculated|computed|derived?",
    "explain",
  ],
  ["show|give|see|what me? is? the? sql|query|code", "explain"],
  ["where does|do|did that|this|it|these|those number|numbers|figure|result? come|came from", "explain"],
  ["what did you do", "explain"],
]);

/** "Start over", "undo", "how did you get that?": about the conversation, when nothing else is asked. */
export const command: Construct = {
  name: "command",
  turn: 30,
  propose: ({ words }) =>
    COMMANDS.matches(words).map(({ from, to, value }) => ({
      from,
      to,
      as: { reset: "start over", undo: "undo", explain: "explain the last answer" }[value],
      mark: (frame, at) => markCommand(frame, at, value),
    })),
};

function markCommand(frame: Frame, at: number, value: Command): void {
  const own = frame.items[at];
  if (own === undefined) return;
  own.role = "used";
  const others = frame.items.filter(
    (item) => item !== own && item.kind !== "link" && item.kind !== "ignorable" && item.kind !== "operation",
  );
  if (others.length === 0) frame.outcome = { kind: "command", command: value, ledger: ledgerOf(frame) };
  else if (value === "reset") frame.flags.set("afresh", true);
  else own.role = "open";
}
