/** Tables of conversations in SQLite. A migration, once released, is never edited. */
export const CONVERSATION_MIGRATIONS = [
  {
    name: "conversation-1",
    sql: `
CREATE TABLE owner (id TEXT PRIMARY KEY, alive_until INTEGER NOT NULL);
CREATE TABLE inbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  channel TEXT NOT NULL, event TEXT NOT NULL, place TEXT NOT NULL, message TEXT NOT NULL,
  thread TEXT NOT NULL, position TEXT NOT NULL, mode TEXT NOT NULL, answer_id TEXT NOT NULL,
  body TEXT NOT NULL, state TEXT NOT NULL, owner TEXT, attempt INTEGER NOT NULL DEFAULT 0,
  arrived INTEGER NOT NULL, changed INTEGER NOT NULL);
CREATE UNIQUE INDEX inbox_event ON inbox (channel, event);
CREATE UNIQUE INDEX inbox_message ON inbox (channel, place, message);
CREATE INDEX inbox_pending ON inbox (thread, position, seq) WHERE state <> 'done';
CREATE INDEX inbox_waiting ON inbox (seq) WHERE state <> 'done';
CREATE INDEX inbox_done ON inbox (changed) WHERE state = 'done';
CREATE TABLE thread (id TEXT PRIMARY KEY, turn INTEGER NOT NULL, state TEXT NOT NULL, changed INTEGER NOT NULL);
CREATE TABLE answer (
  id TEXT PRIMARY KEY, thread TEXT NOT NULL, at INTEGER NOT NULL, number INTEGER NOT NULL,
  delivered INTEGER, body TEXT NOT NULL);
CREATE INDEX answer_thread ON answer (thread, number);
CREATE INDEX answer_at ON answer (at);
CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, channel TEXT NOT NULL, thread TEXT NOT NULL,
  answer_id TEXT, body TEXT NOT NULL, state TEXT NOT NULL, owner TEXT, attempt INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL, uncertain INTEGER NOT NULL DEFAULT 0, reference TEXT, reason TEXT,
  created INTEGER NOT NULL, changed INTEGER NOT NULL);
CREATE INDEX outbox_pending ON outbox (thread, seq) WHERE state IN ('queued', 'sending');
CREATE INDEX outbox_waiting ON outbox (seq) WHERE state IN ('queued', 'sending');
CREATE INDEX outbox_done ON outbox (changed) WHERE state IN ('delivered', 'failed');
CREATE TABLE feedback (
  id TEXT PRIMARY KEY, answer_id TEXT NOT NULL, person TEXT NOT NULL, channel TEXT NOT NULL, vote TEXT NOT NULL,
  kind TEXT, comment TEXT, at INTEGER NOT NULL, review TEXT NOT NULL);
CREATE UNIQUE INDEX feedback_one ON feedback (answer_id, person);
CREATE TABLE place (id TEXT PRIMARY KEY, workspace TEXT NOT NULL);
CREATE TABLE place_change (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, place TEXT NOT NULL, before TEXT, after TEXT NOT NULL,
  person TEXT NOT NULL, at INTEGER NOT NULL);
`,
  },
] as const;
