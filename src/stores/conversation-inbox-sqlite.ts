import type { IncomingMessage } from "../contracts/conversation.js";
import type {
  Claim,
  ConversationStore,
  Enqueued,
  QuestionMode,
  ThreadState,
  TurnCommit,
} from "../contracts/conversation-store.js";
import type { Database } from "./database.js";

export interface InboxRow {
  seq: number;
  mode: QuestionMode;
  answer_id: string;
  body: string;
  state: "queued" | "working" | "done";
  owner: string | null;
  attempt: number;
}

type InboxPart = Pick<
  ConversationStore,
  | "enqueue"
  | "claimQuestion"
  | "commit"
  | "release"
  | "disownQuestions"
  | "waiting"
  | "cancel"
  | "threadState"
>;

/** The inbox of a SQLite conversation store: arrival, claims in thread order, and the commit of a turn. */
export function sqliteInbox(database: Database): InboxPart {
  return {
    enqueue: async (message, { mode, answerId, owner, limit, now }) =>
      database.keptTransaction((): Enqueued => {
        const event = [message.channel, message.eventId] as const;
        const place = [message.channel, message.place, message.messageId] as const;
        database.run(FORGET_VOID, ...event, ...place, now);
        const seen = database.row<InboxRow>(FIND_SEEN, ...event, ...place);
        if (seen !== null)
          return { kind: "seen", answerId: seen.answer_id, seq: seen.seq, done: seen.state === "done" };
        const ahead = database.row<{ n: number }>(COUNT_WAITING)?.n ?? 0;
        if (ahead >= limit) return { kind: "full", waiting: ahead };
        const added = database.row<{ seq: number }>(
          INSERT,
          ...event,
          message.place,
          message.messageId,
          message.thread,
          message.order,
          mode,
          answerId,
          JSON.stringify(message),
          mode === "ask" ? owner : null,
          now,
          now,
        );
        return { kind: "accepted", answerId, seq: added?.seq ?? 0, ahead };
      }),

    claimQuestion: async ({ owner, now, settleMs, seq }) =>
      database.relaxedTransaction((): Claim | null => {
        const row =
          seq === null
            ? database.row<InboxRow>(NEXT, owner, now, now - settleMs, now, now)
            : database.row<InboxRow>(NEXT_BY_SEQ, seq, owner, now, now, now);
        if (row === null) return null;
        database.run(
          "UPDATE inbox SET state = 'working', owner = ?, attempt = attempt + 1, changed = ? WHERE seq = ?",
          owner,
          now,
          row.seq,
        );
        const message = JSON.parse(row.body);
        return {
          owner,
          item: {
            seq: row.seq,
            answerId: row.answer_id,
            mode: row.mode,
            message,
            attempt: row.attempt + 1,
          },
          state: readState(database, message.thread),
        };
      }),

    commit: async (claim, turn) => database.keptTransaction(() => commit(database, claim, turn)),

    release: async (claim, counted) => release(database, claim, counted),

    disownQuestions: async (owner, held) => {
      database.run(DISOWN, owner, JSON.stringify(held));
    },

    waiting: async (threads) =>
      database
        .rows<{ body: string }>(WAITING, JSON.stringify(threads))
        .map(({ body }) => JSON.parse(body) as IncomingMessage),

    cancel: async (seq) => {
      database.run("DELETE FROM inbox WHERE seq = ? AND mode = 'ask' AND state <> 'done'", seq);
    },

    threadState: async (thread) => readState(database, thread),
  };
}

function commit(database: Database, claim: Claim, turn: TurnCommit): "committed" | "lost" {
  const { item } = claim;
  const { thread } = item.message;
  const held = database.row<InboxRow>(
    "SELECT * FROM inbox WHERE seq = ? AND state = 'working' AND owner = ? AND attempt = ?",
    item.seq,
    claim.owner,
    item.attempt,
  );
  if (held === null) return "lost";
  if ((readState(database, thread)?.turn ?? 0) !== (claim.state?.turn ?? 0)) {
    release(database, claim, false);
    return "lost";
  }

  const { state, record, now } = turn;
  database.run(
    `INSERT INTO thread (id, turn, state, changed) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET turn = excluded.turn, state = excluded.state, changed = excluded.changed`,
    thread,
    state.turn,
    JSON.stringify(state),
    now,
  );
  database.run(
    "INSERT INTO answer (id, thread, at, number, delivered, body) VALUES (?, ?, ?, ?, ?, ?)",
    item.answerId,
    thread,
    record.at,
    state.turn,
    item.mode === "ask" && !record.notice ? now : null,
    JSON.stringify(record),
  );
  for (const delivery of turn.deliveries) addDelivery(database, delivery, now);
  database.run(
    "UPDATE inbox SET state = 'done', owner = NULL, body = '', changed = ? WHERE seq = ?",
    now,
    item.seq,
  );
  return "committed";
}

function release(database: Database, { owner, item }: Claim, counted: boolean): void {
  database.run(
    `UPDATE inbox SET state = 'queued', attempt = attempt - ?, owner = CASE mode WHEN 'ask' THEN owner END
     WHERE seq = ? AND state = 'working' AND owner = ? AND attempt = ?`,
    counted ? 0 : 1,
    item.seq,
    owner,
    item.attempt,
  );
}

/** Puts one delivery into the outbox; a second time changes nothing. */
export function addDelivery(
  database: Database,
  delivery: TurnCommit["deliveries"][number],
  now: number,
): void {
  database.run(
    `INSERT INTO outbox (id, channel, thread, answer_id, body, state, not_before, created, changed)
     VALUES (?, ?, ?, ?, ?, 'queued', ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    delivery.id,
    delivery.channel,
    delivery.thread,
    delivery.kind === "answer" ? (delivery.answer?.id ?? null) : null,
    JSON.stringify(delivery),
    now,
    now,
    now,
  );
}

function readState(database: Database, thread: string): ThreadState | null {
  const row = database.row<{ state: string }>("SELECT state FROM thread WHERE id = ?", thread);
  return row === null ? null : JSON.parse(row.state);
}

const alive = (row: string): string =>
  `EXISTS (SELECT 1 FROM owner WHERE owner.id = ${row}.owner AND owner.alive_until > ?)`;

const FORGET_VOID = `DELETE FROM inbox WHERE seq IN (
  SELECT seq FROM inbox WHERE channel = ? AND event = ?
  UNION SELECT seq FROM inbox WHERE channel = ? AND place = ? AND message = ?)
  AND mode = 'ask' AND state <> 'done' AND NOT ${alive("inbox")}`;

const FIND_SEEN = `SELECT * FROM inbox WHERE channel = ? AND event = ?
  UNION ALL SELECT * FROM inbox WHERE channel = ? AND place = ? AND message = ? LIMIT 1`;

const DISOWN = `UPDATE inbox SET state = 'queued', owner = NULL, attempt = attempt - 1
  WHERE owner = ? AND state = 'working' AND mode = 'deliver' AND seq NOT IN (SELECT value FROM json_each(?))`;

const WAITING = `SELECT body FROM inbox WHERE state = 'queued' AND thread IN (SELECT value FROM json_each(?))
  ORDER BY thread, position, seq`;

const COUNT_WAITING = "SELECT count(*) AS n FROM inbox WHERE state <> 'done'";

const INSERT = `INSERT INTO inbox
  (channel, event, place, message, thread, position, mode, answer_id, body, owner, state, arrived, changed)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?) RETURNING seq`;

/** Nobody works at the thread, and nothing of it that still counts stands before `i`. */
const FIRST_OF_FREE_THREAD = `NOT EXISTS (
  SELECT 1 FROM inbox AS e WHERE e.thread = i.thread AND e.state <> 'done' AND e.seq <> i.seq
  AND (((e.position, e.seq) < (i.position, i.seq) AND (e.mode = 'deliver' OR ${alive("e")}))
    OR (e.state = 'working' AND ${alive("e")})))`;

const NEXT = `SELECT i.* FROM inbox AS i
  WHERE i.state <> 'done' AND i.mode = 'deliver' AND (i.state = 'queued' OR (i.owner <> ? AND NOT ${alive("i")}))
  AND i.arrived <= ? AND ${FIRST_OF_FREE_THREAD} ORDER BY i.seq LIMIT 1`;

const NEXT_BY_SEQ = `SELECT i.* FROM inbox AS i
  WHERE i.seq = ? AND i.state <> 'done' AND (i.state = 'queued' OR (i.owner <> ? AND NOT ${alive("i")}))
  AND ${FIRST_OF_FREE_THREAD}`;
