import type { Answer } from "./answer.js";
import type { ChannelName, CorrectionKind, Delivery, Feedback, IncomingMessage } from "./conversation.js";
import type { Receipt } from "./ports.js";
import type { ThreadContext } from "./reading.js";

/** What a thread remembers between turns. `turn` counts commits: a commit names the turn it started from. */
export interface ThreadState {
  version: 1;
  turn: number;
  workspace: string;
  context: ThreadContext;
  lastAnswerId: string | null;
  /** The clarification that a reply may still answer; its options stand in `context.open`. */
  open: { answerId: string; expires: number } | null;
}

/** `deliver`: the answer goes out through the outbox. `ask`: a caller waits for it, and nobody answers it without one. */
export type QuestionMode = "deliver" | "ask";

export interface InboxItem {
  seq: number;
  /** Given on arrival, so that a question taken up again keeps its answer's id. */
  answerId: string;
  mode: QuestionMode;
  message: IncomingMessage;
  /** Counts from 1. Above 1: an earlier process died over it. */
  attempt: number;
}

/** A question that one process works at. It holds as long as its owner beats (and is never taken by that owner again), and fences every write by `owner` and `attempt`. */
export interface Claim {
  owner: string;
  item: InboxItem;
  state: ThreadState | null;
}

export type Enqueued =
  /** `ahead`: questions that wait or are worked at before this one. */
  | { kind: "accepted"; answerId: string; seq: number; ahead: number }
  | { kind: "seen"; answerId: string; seq: number; done: boolean }
  | { kind: "full"; waiting: number };

/** One answer as kept: with its receipt, and who asked where. */
export interface AnswerRecord {
  answer: Answer;
  /** Null where nothing was run: notices and faults. */
  receipt: Receipt | null;
  /** Help or a change of workspace: no answer to a question, so it counts in no rate. */
  notice: boolean;
  channel: ChannelName;
  place: string;
  user: string;
  at: number;
}

export interface TurnCommit {
  state: ThreadState;
  record: AnswerRecord;
  deliveries: Delivery[];
  now: number;
}

export interface DeliveryClaim {
  owner: string;
  delivery: Delivery;
  createdAt: number;
  /** An earlier attempt may have arrived: look for it before sending again. */
  reconcile: boolean;
}

export type DeliveryVerdict =
  | { kind: "delivered"; reference: string }
  | { kind: "retry"; notBefore: number; uncertain: boolean; reason: string }
  | { kind: "failed"; reason: string };

export type ReviewState = "open" | "confirmed" | "rejected";

/** One person's vote on one answer. `review` matters for votes down: they are corrections until rejected. */
export interface FeedbackRecord {
  id: string;
  answerId: string;
  user: string;
  channel: ChannelName;
  vote: "up" | "down";
  kind: CorrectionKind | null;
  comment: string | null;
  at: number;
  review: ReviewState;
}

export interface ConversationFigures {
  waiting: number;
  working: number;
  outbox: number;
  undeliverable: number;
  /** Answers that reached their asker, and those of them with an unrejected correction. */
  delivered: number;
  corrected: number;
}

/**
 * Durable state of conversations. Every method is one transaction; several processes may share it. Times are milliseconds since
 * the epoch. Throws AppError (state_unavailable) when the store cannot be reached or written.
 */
export interface ConversationStore {
  /**
   * Keeps the message unless its event, or the message under another event, was kept before. `limit` bounds the questions that wait.
   * `owner` is the process where an `ask` waits: without it the question is void, and the same message may be asked again.
   */
  enqueue(
    message: IncomingMessage,
    options: { mode: QuestionMode; answerId: string; owner: string; limit: number; now: number },
  ): Promise<Enqueued>;
  /** The first question, by platform order, of a thread that nobody works at; `seq` asks for that one alone. Waits `settleMs` for stragglers. */
  claimQuestion(options: {
    owner: string;
    now: number;
    settleMs: number;
    seq: number | null;
  }): Promise<Claim | null>;
  /** Thread state, answer, receipt and outbox rows together; "lost" when the claim or the turn is no longer this one's: then nothing is kept, and the question waits again unless somebody else has it. */
  commit(claim: Claim, turn: TurnCommit): Promise<"committed" | "lost">;
  /** Gives a question back unanswered; unless `counted`, as if it had not been claimed. */
  release(claim: Claim, counted: boolean): Promise<void>;
  /** Frees what stands as this owner's work but for these: a claim whose confirmation was lost. Never while it claims. */
  disownQuestions(owner: string, held: readonly number[]): Promise<void>;
  /** Messages that nobody works at yet, of these threads, in their order. */
  waiting(threads: readonly string[]): Promise<IncomingMessage[]>;
  /** Forgets a question whose caller went away. */
  cancel(seq: number): Promise<void>;

  /** Says that `owner` lives until `now + leaseMs`. */
  heartbeat(owner: string, now: number, leaseMs: number): Promise<void>;
  owners(): Promise<string[]>;
  /** Frees all that the owner held: its questions are taken up again at once, its deliveries reconciled from `reconcileFrom` on. */
  retire(owner: string, reconcileFrom: number): Promise<{ questions: number; deliveries: number }>;

  /** The next due delivery of one of the channels, in order within its thread. */
  claimDelivery(options: {
    owner: string;
    now: number;
    channels: readonly ChannelName[];
  }): Promise<DeliveryClaim | null>;
  /** Frees what stands as sent by this owner but for these, by id; whoever takes one looks for it first. Never while it claims. */
  disownDeliveries(owner: string, held: readonly string[]): Promise<void>;
  settleDelivery(claim: DeliveryClaim, verdict: DeliveryVerdict, now: number): Promise<void>;
  addDelivery(delivery: Delivery, now: number): Promise<void>;

  threadState(thread: string): Promise<ThreadState | null>;
  answer(answerId: string): Promise<AnswerRecord | null>;
  /** Newest `limit` answers of a thread, oldest first. */
  threadAnswers(thread: string, limit: number): Promise<AnswerRecord[]>;

  /** Keeps, changes or (vote null) takes back one person's vote; null = no such answer. */
  vote(feedback: Feedback, id: string, now: number): Promise<{ changed: boolean } | null>;
  /** Votes on these answers, newest first. */
  votes(answerIds: readonly string[]): Promise<FeedbackRecord[]>;
  corrections(limit: number): Promise<FeedbackRecord[]>;
  feedback(id: string): Promise<FeedbackRecord | null>;
  review(id: string, review: ReviewState): Promise<void>;

  placeWorkspace(place: string): Promise<string | null>;
  /** Persists the mapping and writes who changed it, when, from what. */
  setPlaceWorkspace(place: string, workspace: string, by: string, now: number): Promise<void>;

  figures(): Promise<ConversationFigures>;
  /** Deletes answers, receipts and votes, and remembered deliveries of events, that are older. */
  purge(before: { answers: number | null; events: number }): Promise<{ answers: number; events: number }>;
  close(): Promise<void>;
}
