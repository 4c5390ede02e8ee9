import type { Delivery } from "../contracts/conversation.js";
import type { ConversationStore, DeliveryClaim } from "../contracts/conversation-store.js";
import { addDelivery } from "./conversation-inbox-sqlite.js";
import type { Database } from "./database.js";

interface OutboxRow {
  seq: number;
  body: string;
  state: "queued" | "sending" | "delivered" | "failed";
  attempt: number;
  uncertain: number;
  created: number;
  answer_id: string | null;
}

type OutboxPart = Pick<
  ConversationStore,
  "claimDelivery" | "disownDeliveries" | "settleDelivery" | "addDelivery" | "heartbeat" | "owners" | "retire"
>;

/** The outbox of a SQLite conversation store, and the life of the processes that work at inbox and outbox. */
export function sqliteOutbox(database: Database): OutboxPart {
  return {
    claimDelivery: async ({ owner, now, channels }) =>
      database.keptTransaction((): DeliveryClaim | null => {
        const row = database.row<OutboxRow>(NEXT, owner, now, now, JSON.stringify(channels));
        if (row === null) return null;
        database.run(
          "UPDATE outbox SET state = 'sending', owner = ?, attempt = attempt + 1, changed = ? WHERE seq = ?",
          owner,
          now,
          row.seq,
        );
        const delivery: Delivery = JSON.parse(row.body);
        return {
          owner,
          delivery: { ...delivery, attempt: row.attempt + 1 },
          createdAt: row.created,
          reconcile: row.state === "sending" || row.uncertain === 1,
        };
      }),

    disownDeliveries: async (owner, held) => {
      database.run(DISOWN, owner, JSON.stringify(held));
    },

    settleDelivery: async ({ owner, delivery }, verdict, now) =>
      database.relaxedTransaction(() => {
        const held = database.row<OutboxRow>(
          "SELECT * FROM outbox WHERE id = ? AND state = 'sending' AND owner = ? AND attempt = ?",
          delivery.id,
          owner,
          delivery.attempt,
        );
        if (held === null) return;
        if (verdict.kind === "retry") {
          database.run(
            `UPDATE outbox SET state = 'queued', owner = NULL, not_before = ?, uncertain = ?, reason = ?, changed = ?
             WHERE seq = ?`,
            verdict.notBefore,
            verdict.uncertain ? 1 : 0,
            verdict.reason,
            now,
            held.seq,
          );
          return;
        }
        database.run(
          "UPDATE outbox SET state = ?, owner = NULL, body = '', reference = ?, reason = ?, changed = ? WHERE seq = ?",
          verdict.kind,
          verdict.kind === "delivered" ? verdict.reference : null,
          verdict.kind === "failed" ? verdict.reason : null,
          now,
          held.seq,
        );
        if (verdict.kind === "delivered" && held.answer_id !== null)
          database.run("UPDATE answer SET delivered = ? WHERE id = ?", now, held.answer_id);
      }),

    addDelivery: async (delivery, now) =>
      database.keptTransaction(() => addDelivery(database, delivery, now)),

    heartbeat: async (owner, now, leaseMs) =>
      database.relaxedTransaction(() => {
        database.run("DELETE FROM owner WHERE alive_until < ?", now - FORGET_OWNER_MS);
        database.run(
          "INSERT INTO owner (id, alive_until) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET alive_until = excluded.alive_until",
          owner,
          now + leaseMs,
        );
      }),

    owners: async () => database.rows<{ id: string }>("SELECT id FROM owner").map(({ id }) => id),

    retire: async (owner, reconcileFrom) =>
      database.relaxedTransaction(() => {
        database.run("DELETE FROM owner WHERE id = ?", owner);
        database.run("DELETE FROM inbox WHERE owner = ? AND mode = 'ask' AND state <> 'done'", owner);
        const questions = database.run(
          "UPDATE inbox SET state = 'queued', owner = NULL WHERE owner = ? AND state = 'working'",
          owner,
        );
        const deliveries = database.run(
          `UPDATE outbox SET state = 'queued', owner = NULL, uncertain = 1, not_before = max(not_before, ?)
           WHERE owner = ? AND state = 'sending'`,
          reconcileFrom,
          owner,
        );
        return { questions, deliveries };
      }),
  };
}

/** Owners that died without anybody retiring them leave only their name behind. */
const FORGET_OWNER_MS = 24 * 60 * 60_000;

const DISOWN = `UPDATE outbox SET state = 'queued', owner = NULL, uncertain = 1
  WHERE owner = ? AND state = 'sending' AND id NOT IN (SELECT value FROM json_each(?))`;

const NEXT = `SELECT o.* FROM outbox AS o
  WHERE (o.state = 'queued' OR (o.state = 'sending' AND o.owner <> ?
    AND NOT EXISTS (SELECT 1 FROM owner WHERE owner.id = o.owner AND owner.alive_until > ?)))
  AND o.not_before <= ? AND o.channel IN (SELECT value FROM json_each(?))
  AND NOT EXISTS (SELECT 1 FROM outbox AS e
    WHERE e.thread = o.thread AND e.state IN ('queued', 'sending') AND e.seq < o.seq)
  ORDER BY o.seq LIMIT 1`;
