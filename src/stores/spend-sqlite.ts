import type { SpendLedger } from "../contracts/model.js";
import type { Clock } from "../contracts/ports.js";
import { type Database, migrate } from "./database.js";

const MIGRATIONS = [
  {
    name: "spend-1",
    sql: `
CREATE TABLE spend (key TEXT PRIMARY KEY, total INTEGER NOT NULL, expires INTEGER NOT NULL);
CREATE INDEX spend_expires ON spend (expires);
`,
  },
];

const SWEEP_EVERY = 200;

/** Counters in the state folder's database; processes that share the folder share them. Throws AppError (state_unavailable). */
export function sqliteSpend(database: Database, clock: Clock): SpendLedger {
  migrate(database, MIGRATIONS);
  let calls = 0;
  const totalOf = (key: string): number =>
    database.row<{ total: number }>("SELECT total FROM spend WHERE key = ? AND expires > ?", key, clock.now())
      ?.total ?? 0;
  const add = (key: string, amount: number, expires: number): void => {
    database.run(
      `INSERT INTO spend (key, total, expires) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE
       SET total = excluded.total, expires = excluded.expires`,
      key,
      totalOf(key) + amount,
      expires,
    );
  };
  return {
    async reserve(items) {
      return database.transaction(() => {
        if (++calls % SWEEP_EVERY === 0) database.run("DELETE FROM spend WHERE expires <= ?", clock.now());
        const totals = items.map(({ key, amount }) => totalOf(key) + amount);
        const index = items.findIndex(({ limit }, at) => limit !== null && (totals[at] ?? 0) > limit);
        if (index >= 0)
          return { ok: false, index, total: (totals[index] ?? 0) - (items[index]?.amount ?? 0) };
        for (const { key, amount, expiresAt } of items) add(key, amount, expiresAt);
        return { ok: true, totals };
      });
    },
    async settle(items) {
      database.transaction(() => {
        for (const { key, amount } of items)
          database.run("UPDATE spend SET total = max(0, total + ?) WHERE key = ?", amount, key);
      });
    },
  };
}
