/** Bounds of conversations. Times are milliseconds. */
export interface ConversationSettings {
  /** Questions worked at at once by this process. */
  concurrency: number;
  /** Questions that may wait before new ones are refused. */
  queueLimit: number;
  /** With this many questions ahead, the asker is told so. */
  queueNoticeAt: number;
  /** A warehouse that has not answered for so long is reported in the thread: it may be starting, which takes minutes. */
  slowNoticeMs: number;
  /** How long a message waits for one that was said before it. */
  settleMs: number;
  /** A process that does not beat for so long loses its work to others. */
  leaseMs: number;
  /** How often to look for work of other processes and for due retries. */
  pollMs: number;
  /** Longest time for one answer. */
  answerMs: number;
  /** A question that ended its process so often is answered with a fault. */
  maxAttempts: number;
  /** How long a clarification may be answered by naming an option. */
  clarificationMs: number;
  maxQuestionLength: number;
  maxQueries: number;
  maxShownRows: number;
  deliveriesPerChannel: number;
  deliverMs: number;
  /** After so long a delivery is given up, said and counted. */
  giveUpMs: number;
  retryBaseMs: number;
  retryCapMs: number;
  /** How long after a death a delivery that may have happened is looked for. */
  reconcileMs: number;
  questionsPerUserPerMinute: number;
  questionsPerMinute: number;
  maxCommentLength: number;
  /** Age at which answers, receipts and votes are deleted; null keeps them. */
  keepAnswersMs: number | null;
  /** Age at which handled events are forgotten: platforms stop redelivering long before. */
  keepEventsMs: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export const DEFAULT_SETTINGS: ConversationSettings = {
  concurrency: 4,
  queueLimit: 5000,
  queueNoticeAt: 100,
  slowNoticeMs: 10_000,
  settleMs: 20,
  leaseMs: 15_000,
  pollMs: 250,
  answerMs: 5 * MINUTE,
  maxAttempts: 3,
  clarificationMs: 60 * MINUTE,
  maxQuestionLength: 4000,
  maxQueries: 20,
  maxShownRows: 100,
  deliveriesPerChannel: 6,
  deliverMs: 30_000,
  giveUpMs: DAY,
  retryBaseMs: 500,
  retryCapMs: MINUTE,
  reconcileMs: 500,
  questionsPerUserPerMinute: 600,
  questionsPerMinute: 6000,
  maxCommentLength: 2000,
  keepAnswersMs: null,
  keepEventsMs: 7 * DAY,
};
