import { createHash } from "node:crypto";
import { AppError } from "../contracts/errors.js";
import type { Spender, SpendItem, SpendLedger } from "../contracts/model.js";

/** What one call may come to at most, and what it likely comes to. */
export interface CallEstimate {
  /** Billionths of a US dollar; 0 where replies are free. */
  nanoUsd: number;
  tokens: number;
}

/** What one call came to. */
export interface CallCost {
  nanoUsd: number;
  tokens: number;
}

export interface Reservation {
  /** Corrects the counters; gives the warnings that the person should read. Faults of the store leave the reservation as it is. */
  settle(cost: CallCost): Promise<string[]>;
}

export interface Budget {
  /**
   * Sets aside what a call may come to before it is made. Throws AppError (model_calls, model_budget, model_uncounted; fault
   * "model") where a limit would be passed or nothing can be counted.
   */
  reserve(spender: Spender, estimate: CallEstimate, now: number): Promise<Reservation>;
}

const MOST_CALLS = 4;
const DAY_MS = 24 * 3600_000;
const WARN_AT = 0.8;
const NANO = 1e9;

/** Counters live in `ledger`; a reservation that a killed process left behind stays spent. `usdPerWorkspacePerDay` null = no limit. */
export function createBudget(ledger: SpendLedger, usdPerWorkspacePerDay: number | null): Budget {
  return {
    async reserve(spender, estimate, now) {
      const lines = linesOf(spender, estimate, usdPerWorkspacePerDay, now);
      const items = lines.map(({ item }) => item);
      const reserved = await counted(() => ledger.reserve(items));
      if (!reserved.ok) {
        const line = lines[reserved.index];
        throw overLimit(line?.wall ?? "", line?.code ?? "model_budget");
      }
      return {
        async settle(cost) {
          const actual = [1, cost.tokens, cost.nanoUsd, cost.nanoUsd];
          const changes = items.map(({ key, amount }, at) => ({
            key,
            amount: (actual[at] ?? amount) - amount,
          }));
          await ledger.settle(changes.filter(({ amount }) => amount !== 0)).catch(() => undefined);
          return lines.flatMap(({ item, warn }, at) => {
            const total = (reserved.totals[at] ?? 0) + (changes[at]?.amount ?? 0);
            return warn && item.limit !== null && total >= WARN_AT * item.limit ? [warn(total)] : [];
          });
        },
      };
    },
  };
}

interface Line {
  item: SpendItem;
  code: "model_calls" | "model_budget";
  wall: string;
  warn: ((total: number) => string) | null;
}

function linesOf(
  { answerId, workspace, user, tokensPerQuestion, usdPerUserPerDay }: Spender,
  estimate: CallEstimate,
  usdPerWorkspacePerDay: number | null,
  now: number,
): Line[] {
  const day = new Date(now).toISOString().slice(0, 10);
  const tomorrow = (Math.floor(now / DAY_MS) + 2) * DAY_MS;
  const question = digest(answerId);
  const money = (key: string, whose: string, usd: number | null): Line => ({
    item: {
      key,
      amount: estimate.nanoUsd,
      limit: usd === null ? null : Math.floor(usd * NANO),
      expiresAt: tomorrow,
    },
    code: "model_budget",
    wall: `Today's ${dollars((usd ?? 0) * NANO)} ${whose} is used up`,
    warn: (total) =>
      `${dollars(Math.min(total, (usd ?? 0) * NANO))} of today's ${dollars((usd ?? 0) * NANO)} ${whose} is used.`,
  });
  return [
    {
      item: { key: `call/${question}`, amount: 1, limit: MOST_CALLS, expiresAt: tomorrow },
      code: "model_calls",
      wall: `This question has had its ${MOST_CALLS} calls to a language model`,
      warn: null,
    },
    {
      item: {
        key: `token/${question}`,
        amount: estimate.tokens,
        limit: tokensPerQuestion,
        expiresAt: tomorrow,
      },
      code: "model_budget",
      wall: `This question would need more than the ${tokensPerQuestion} tokens that policy allows one question`,
      warn: null,
    },
    money(
      `user/${digest(`${workspace}\u0000${user}`)}/${day}`,
      "that you may spend on language models",
      usdPerUserPerDay,
    ),
    money(
      `workspace/${digest(workspace)}/${day}`,
      "that this workspace may spend on language models",
      usdPerWorkspacePerDay,
    ),
  ];
}

async function counted<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    throw new AppError(
      "model_uncounted",
      "model",
      "What language models cost cannot be counted now, so none was asked.",
      "Look at the state folder or at Redis; what is read without a model goes on.",
      { cause },
    );
  }
}

function overLimit(wall: string, code: string): AppError {
  return new AppError(
    code,
    "model",
    `${wall}, so no model was asked.`,
    "Ask again tomorrow, or raise the limit.",
  );
}

function dollars(nano: number): string {
  return `$${(Math.ceil(nano / 1e7 - 1e-9) / 100).toFixed(2)}`;
}

/** Names of people don't stand in counters. */
function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 24);
}
