import type { Construct } from "../claim.js";
import { use } from "../frame.js";
import { phraseTable } from "../phrase-table.js";

const CURRENCIES = phraseTable([
  ["in|as us? usd|dollar|dollars", "USD"],
  ["in|as eur|euro|euros", "EUR"],
  ["in|as gbp|pound|pounds|sterling", "GBP"],
  ["in|as chf|francs", "CHF"],
  ["in|as jpy|yen", "JPY"],
  ["in|as inr|rupees", "INR"],
]);

/** "In dollars" says nothing where money is in dollars anyway; another currency is left for the ledger to refuse. */
export const currency: Construct = {
  name: "currency",
  turn: 260,
  propose: ({ words, lexicon }) =>
    CURRENCIES.matches(words)
      .filter(({ value }) => value === lexicon.currency)
      .map(({ from, to, value }) => ({
        from,
        to,
        as: `in ${value}`,
        mark: (frame, at) => {
          use(frame, at);
        },
      })),
};
