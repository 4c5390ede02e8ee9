import type {
  AnswerRecord,
  ConversationFigures,
  ConversationStore,
} from "../contracts/conversation-store.js";
import { sqliteFeedback } from "./conversation-feedback-sqlite.js";
import { sqliteInbox } from "./conversation-inbox-sqlite.js";
import { sqliteOutbox } from "./conversation-outbox-sqlite.js";
import { CONVERSATION_MIGRATIONS } from "./conversation-schema.js";
import { type Database, migrate } from "./database.js";

/** The conversation store over one SQLite database, which several processes of one machine may share. It does not close the database. */
export function createSqliteConversationStore(database: Database): ConversationStore {
  migrate(database, CONVERSATION_MIGRATIONS);
  return {
    ...sqliteInbox(database),
    ...sqliteOutbox(database),
    ...sqliteFeedback(database),
    ...answers(database),
    ...places(database),
    figures: async () => {
      const figures = database.row<ConversationFigures>(FIGURES);
      return figures ?? { waiting: 0, working: 0, outbox: 0, undeliverable: 0, delivered: 0, corrected: 0 };
    },
    purge: async (before) => database.relaxedTransaction(() => purge(database, before)),
    close: async () => undefined,
  };
}

function answers(database: Database): Pick<ConversationStore, "answer" | "threadAnswers"> {
  const parse = ({ body }: { body: string }): AnswerRecord => JSON.parse(body);
  return {
    answer: async (answerId) => {
      const row = database.row<{ body: string }>("SELECT body FROM answer WHERE id = ?", answerId);
      return row === null ? null : parse(row);
    },
    threadAnswers: async (thread, limit) =>
      database
        .rows<{ body: string }>(
          "SELECT body FROM answer WHERE thread = ? ORDER BY number DESC LIMIT ?",
          thread,
          limit,
        )
        .map(parse)
        .reverse(),
  };
}

function places(database: Database): Pick<ConversationStore, "placeWorkspace" | "setPlaceWorkspace"> {
  const current = (place: string): string | null =>
    database.row<{ workspace: string }>("SELECT workspace FROM place WHERE id = ?", place)?.workspace ?? null;
  return {
    placeWorkspace: async (place) => current(place),
    setPlaceWorkspace: async (place, workspace, by, now) =>
      database.keptTransaction(() => {
        database.run(
          "INSERT INTO place_change (place, before, after, person, at) VALUES (?, ?, ?, ?, ?)",
          place,
          current(place),
          workspace,
          by,
          now,
        );
        database.run(
          "INSERT INTO place (id, workspace) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET workspace = excluded.workspace",
          place,
          workspace,
        );
      }),
  };
}

function purge(
  database: Database,
  before: { answers: number | null; events: number },
): { answers: number; events: number } {
  const events =
    database.run("DELETE FROM inbox WHERE state = 'done' AND changed < ?", before.events) +
    database.run("DELETE FROM outbox WHERE state IN ('delivered', 'failed') AND changed < ?", before.events);
  if (before.answers === null) return { answers: 0, events };
  database.run(
    "DELETE FROM feedback WHERE answer_id IN (SELECT id FROM answer WHERE at < ?)",
    before.answers,
  );
  database.run("DELETE FROM thread WHERE changed < ?", before.answers);
  return { answers: database.run("DELETE FROM answer WHERE at < ?", before.answers), events };
}

const FIGURES = `SELECT
  (SELECT count(*) FROM inbox WHERE state = 'queued') AS waiting,
  (SELECT count(*) FROM inbox WHERE state = 'working') AS working,
  (SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')) AS outbox,
  (SELECT count(*) FROM outbox WHERE state = 'failed') AS undeliverable,
  (SELECT count(*) FROM answer WHERE delivered IS NOT NULL) AS delivered,
  (SELECT count(DISTINCT answer_id) FROM feedback JOIN answer ON answer.id = feedback.answer_id
    WHERE vote = 'down' AND review <> 'rejected' AND answer.delivered IS NOT NULL) AS corrected`;
