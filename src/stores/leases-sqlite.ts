import type { Clock } from "../contracts/ports.js";
import { type Database, migrate } from "./database.js";
import type { LeaseStore } from "./leases.js";

const MIGRATIONS = [
  {
    name: "lease-1",
    sql: `
CREATE TABLE lease (key TEXT PRIMARY KEY, holder TEXT NOT NULL, expires INTEGER NOT NULL);
`,
  },
];

/** Leases in the state folder's database, for processes that share the folder. Throws AppError (state_unavailable). */
export function sqliteLeases(database: Database, clock: Clock): LeaseStore {
  migrate(database, MIGRATIONS);
  return {
    take: async (key, holder, ttlMs) =>
      database.relaxedTransaction(() => {
        database.run("DELETE FROM lease WHERE expires <= ?", clock.now());
        return (
          database.run(
            "INSERT INTO lease (key, holder, expires) VALUES (?, ?, ?) ON CONFLICT (key) DO NOTHING",
            key,
            holder,
            clock.now() + ttlMs,
          ) > 0
        );
      }),
    extend: async (key, holder, ttlMs) => {
      database.run(
        "UPDATE lease SET expires = ? WHERE key = ? AND holder = ?",
        clock.now() + ttlMs,
        key,
        holder,
      );
    },
    release: async (key, holder) => {
      database.run("DELETE FROM lease WHERE key = ? AND holder = ?", key, holder);
    },
  };
}
