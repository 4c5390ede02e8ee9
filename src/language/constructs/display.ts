import type { Construct } from "../claim.js";
import { use } from "../frame.js";
import { phraseTable } from "../phrase-table.js";

const KINDS = "bar|line|pie|column|area|stacked|horizontal|donut";
const PICTURES = "chart|charts|graph|graphs|plot|diagram|visual|visualisation|visualization|table|grid";

const DISPLAY = phraseTable([
  [`as|in|on|using|into|with a|an? ${KINDS}? ${PICTURES}`, null],
  [`a|an? ${KINDS}? ${PICTURES} of|with|for|showing`, null],
  [`draw|plot|make|create|build|produce me|us? a|an? ${KINDS}? ${PICTURES} of|with|for|showing?`, null],
  [`draw|plot|graph|chart|visualise|visualize|tabulate me|us?`, null],
  [`in tabular form|format?`, null],
]);

/** "As a bar chart", "in a table": every answer brings both where they say something, so the words ask for nothing else. */
export const display: Construct = {
  name: "display",
  turn: 410,
  propose: ({ words }) =>
    DISPLAY.matches(words).map(({ from, to }) => ({
      from,
      to,
      as: "shown as table and chart",
      mark: (frame, at) => {
        use(frame, at);
      },
    })),
};
