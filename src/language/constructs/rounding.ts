import type { Construct } from "../claim.js";
import { phraseTable } from "../phrase-table.js";

const PLACES = "0|1|2|3|4|no|zero|one|two|three|four|whole";
const STEPS = "ten|tens|hundred|hundreds|thousand|thousands|k|million|millions|m|billion|billions";
const WHOLES = "integer|integers|number|numbers|figure|figures|dollar|dollars|euro|euros|cent|cents|percent";

const ROUNDED = phraseTable([
  ["rounded|rounding|round up|down|off?", null],
  [`and? rounded|round up|down|off? to the? nearest|closest|next|full ${STEPS}|${WHOLES}`, null],
  [`to the? nearest|closest ${STEPS}|${WHOLES}`, null],
  [`and? rounded|round? to|with|at ${PLACES} decimal|decimals|digits places?`, null],
  ["and? rounded|round? to|in|as whole|round|full numbers|figures|dollars|euros|units", null],
  ["without|no any? decimals|cents|pennies|fractions", null],
  ["and? rounded|round? to|in thousands|millions|billions", null],
]);

/** "In thousands", "to two decimals": how a number is written is settled by its format, so the request is said to be left aside. */
export const rounding: Construct = {
  name: "rounding",
  turn: 400,
  propose: ({ words }) =>
    ROUNDED.matches(words).map(({ from, to }) => ({
      from,
      to,
      as: "left aside",
      mark: (frame, at) => {
        const own = frame.items[at];
        if (own === undefined) return;
        own.role = "used";
        frame.notes.push(`"${own.words}" is left aside: numbers keep the places of their own format.`);
      },
    })),
};
