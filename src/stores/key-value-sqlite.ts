import type { KeyvStoreAdapter } from "keyv";
import type { Clock } from "../contracts/ports.js";
import { type Database, migrate } from "./database.js";

export interface SqliteEntriesOptions {
  clock: Clock;
  /** With more entries than this, those not written for longest go. */
  maxEntries?: number;
}

const MAX_ENTRIES = 20_000;
/** Sweeping costs a scan of an index, so it is done once in so many writes. */
const SWEEP_EVERY = 200;

const MIGRATIONS = [
  {
    name: "entry-1",
    sql: `
CREATE TABLE entry (key TEXT PRIMARY KEY, value TEXT NOT NULL, expires INTEGER, written INTEGER NOT NULL);
CREATE INDEX entry_expires ON entry (expires) WHERE expires IS NOT NULL;
CREATE INDEX entry_written ON entry (written);
`,
  },
];

/** Entries of key-value stores in a SQLite database. Expired ones are never given out and go on sweeping. */
export function sqliteEntries(database: Database, options: SqliteEntriesOptions): KeyvStoreAdapter {
  migrate(database, MIGRATIONS);
  const { clock, maxEntries = MAX_ENTRIES } = options;
  let writes = 0;

  const sweep = (): void => {
    database.run("DELETE FROM entry WHERE expires <= ?", clock.now());
    const many = database.row<{ n: number }>("SELECT count(*) AS n FROM entry")?.n ?? 0;
    if (many > maxEntries)
      database.run(
        "DELETE FROM entry WHERE key IN (SELECT key FROM entry ORDER BY written LIMIT ?)",
        many - maxEntries,
      );
  };

  const adapter: KeyvStoreAdapter = {
    opts: {},
    namespace: undefined,
    get: async <Value>(key: string) => {
      const row = database.row<{ value: Value }>(
        "SELECT value FROM entry WHERE key = ? AND (expires IS NULL OR expires > ?)",
        key,
        clock.now(),
      );
      return row?.value;
    },
    set: async (key: string, value: unknown, ttl?: number) => {
      const now = clock.now();
      database.relaxedTransaction(() => {
        database.run(
          `INSERT INTO entry (key, value, expires, written) VALUES (?, ?, ?, ?) ON CONFLICT (key)
         DO UPDATE SET value = excluded.value, expires = excluded.expires, written = excluded.written`,
          key,
          String(value),
          ttl === undefined ? null : now + ttl,
          now,
        );
        if (++writes % SWEEP_EVERY === 0) sweep();
      });
    },
    delete: async (key: string) =>
      database.relaxedTransaction(() => database.run("DELETE FROM entry WHERE key = ?", key) > 0),
    clear: async () => {
      database.run("DELETE FROM entry");
    },
    on: () => adapter,
  };
  return adapter;
}
