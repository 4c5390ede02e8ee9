import type { TurnOutcome } from "./turn-outcome.js";

type Cost = Pick<TurnOutcome, "status" | "tokens" | "usd">;

/** What the questions of a suite cost, in sentences: how many at zero tokens, and tokens and US dollars for the rest. */
export function costLine(outcomes: readonly Cost[]): string {
  const paid = outcomes.filter(({ tokens }) => tokens > 0);
  if (paid.length === 0)
    return "All figures of this suite come from the zero-token path: no language model was asked.";
  const share = ((1 - paid.length / outcomes.length) * 100).toFixed(1);
  const tokens = paid.reduce((sum, one) => sum + one.tokens, 0);
  const usd = paid.reduce((sum, one) => sum + one.usd, 0);
  return `${outcomes.length - paid.length} of ${outcomes.length} questions (${share} %) took zero tokens; the other ${paid.length} took ${Math.round(tokens / paid.length)} tokens and $${(usd / paid.length).toFixed(5)} each, $${usd.toFixed(4)} together.`;
}
