import type { ConversationStore, FeedbackRecord } from "../contracts/conversation-store.js";
import type { Database } from "./database.js";

interface FeedbackRow extends Omit<FeedbackRecord, "answerId" | "user"> {
  answer_id: string;
  person: string;
}

type FeedbackPart = Pick<ConversationStore, "vote" | "votes" | "corrections" | "feedback" | "review">;

/** Votes and corrections of a SQLite conversation store. */
export function sqliteFeedback(database: Database): FeedbackPart {
  return {
    vote: async (feedback, id, now) =>
      database.keptTransaction(() => {
        const { answerId, user, channel, vote, kind, comment } = feedback;
        if (database.row("SELECT id FROM answer WHERE id = ?", answerId) === null) return null;
        if (vote === null) {
          const gone = database.run(
            "DELETE FROM feedback WHERE answer_id = ? AND person = ?",
            answerId,
            user,
          );
          return { changed: gone > 0 };
        }
        const changed = database.run(UPSERT, id, answerId, user, channel, vote, kind, comment, now);
        return { changed: changed > 0 };
      }),

    votes: async (answerIds) =>
      database
        .rows<FeedbackRow>(
          "SELECT * FROM feedback WHERE answer_id IN (SELECT value FROM json_each(?)) ORDER BY at DESC",
          JSON.stringify(answerIds),
        )
        .map(toRecord),

    corrections: async (limit) =>
      database
        .rows<FeedbackRow>("SELECT * FROM feedback WHERE vote = 'down' ORDER BY at DESC, id LIMIT ?", limit)
        .map(toRecord),

    feedback: async (id) => {
      const row = database.row<FeedbackRow>("SELECT * FROM feedback WHERE id = ?", id);
      return row === null ? null : toRecord(row);
    },

    review: async (id, review) => {
      database.run("UPDATE feedback SET review = ? WHERE id = ?", review, id);
    },
  };
}

function toRecord({ answer_id, person, ...row }: FeedbackRow): FeedbackRecord {
  return { ...row, answerId: answer_id, user: person };
}

/** A vote that says the same again changes nothing; one that says something new is up for review again. */
const UPSERT = `INSERT INTO feedback (id, answer_id, person, channel, vote, kind, comment, at, review)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'open')
  ON CONFLICT (answer_id, person) DO UPDATE SET vote = excluded.vote, kind = excluded.kind,
    comment = excluded.comment, channel = excluded.channel, at = excluded.at, review = 'open'
  WHERE vote IS NOT excluded.vote OR kind IS NOT excluded.kind OR comment IS NOT excluded.comment`;
