import type { Construct } from "../claim.js";
import { ledgerOf } from "../ledger.js";
import { phraseTable } from "../phrase-table.js";

const THINGS =
  "data|measures|metrics|kpis|kpi|fields|dimensions|tables|views|columns|datasets|numbers|questions|information|topics|attributes";
const NAMED =
  "measures|metrics|kpis|kpi|fields|dimensions|tables|views|columns|datasets|questions|topics|attributes";
const PHRASES = phraseTable([
  [
    "what|how|which else? can|could|should|may i|we|you ask|do|query|answer|tell|show|help|see|learn|explore",
    null,
  ],
  [
    "what|how|which else? can|could|should|may i|we|you ask|do|query|answer|tell|show|help|see|learn|explore you|me|us|here|about|with",
    null,
  ],
  [`what|which all|available|other? ${THINGS}`, null],
  [`list|show all|available|other? ${NAMED}`, null],
  [
    `what|which|list|show all|available|other? ${THINGS} do|can|are|is|could you|we|i|there|available|in? have|has|ask|query|know|use|see|here|about|cover|exist?`,
    null,
  ],
  [`list|show|give|tell me? the|all|all-the|your|our? available|possible? ${NAMED}`, null],
  [`show me? all the ${NAMED}`, null],
  [`what are the|your|our|all? available|possible? ${THINGS}`, null],
  [
    `what|which kind|kinds|type|types|sort of ${THINGS} do|can|are|is you|we|i|there|available have|has|ask|answer|know?`,
    null,
  ],
  ["what do you know", null],
  ["what do you know about", null],
  ["what is available|here|there", null],
  ["what is in here|there|the data|dataset|database|this", null],
  ["help me?", null],
  ["how does this|it work", null],
  ["how do i use this|you|it", null],
  ["what are you able to do", null],
  ["what are your capabilities", null],
  ["give|show me? some? examples|example questions?", null],
]);

/** "What can I ask?", "which measures are there?", "help": what the user may ask, when nothing else is named. */
export const catalog: Construct = {
  name: "catalog",
  turn: 350,
  propose: ({ words }) =>
    PHRASES.matches(words).map(({ from, to }) => ({
      from,
      to,
      as: "what can be asked",
      mark: (frame, at) => {
        const own = frame.items[at];
        if (own === undefined) return;
        own.role = "used";
        const others = frame.items.filter(
          (item) =>
            item !== own && item.kind !== "link" && item.kind !== "ignorable" && item.kind !== "operation",
        );
        if (others.length === 0)
          frame.outcome = { kind: "definition", topic: { kind: "catalog" }, ledger: ledgerOf(frame) };
        else frame.cost += 0.5;
      },
    })),
};
