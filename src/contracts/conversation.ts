import type { Answer } from "./answer.js";
import type { IsoDate } from "./dates.js";
import type { Receipt } from "./ports.js";
import type { ThreadContext } from "./reading.js";

export const CHANNELS = ["web", "slack", "teams", "terminal"] as const;
export type ChannelName = (typeof CHANNELS)[number];

/** Steps that a waiting person sees. */
export const STAGES = ["reading", "checking", "querying", "answering"] as const;
export type Stage = (typeof STAGES)[number];

/** One question for the agents, in a workspace that is already chosen. */
export interface AgentQuestion {
  answerId: string;
  request: string;
  thread: string;
  text: string;
  /** User name or e-mail as policy.yaml lists it; "local" for nobody in particular. */
  user: string;
  /** Overrides the workspace's as_of. */
  asOf: IsoDate | null;
  context: ThreadContext;
  signal: AbortSignal;
  onStage: (stage: Stage) => void;
}

/** What comes back: the answer, what the thread shall remember, and the receipt. */
export interface AgentOutcome {
  answer: Answer;
  context: ThreadContext;
  receipt: Receipt;
}

/** The agents of one workspace, as the conversation sees them. Never throws for anything a person asked: a fault is a `failed` answer. */
export interface Answerer {
  answer(question: AgentQuestion): Promise<AgentOutcome>;
  /** Runs a receipt again through the gate and compares. */
  replay(receipt: Receipt, signal: AbortSignal): Promise<ReplayReport>;
}

export interface ReplayReport {
  answerId: string;
  same: boolean;
  /** Why it differs, one sentence each: other rows, other table version, other workspace. */
  differences: string[];
}

/** A message of a person as every channel hands it in, after verifying where it came from. */
export interface IncomingMessage {
  channel: ChannelName;
  /** The platform's id of this delivery; redeliveries carry the same. */
  eventId: string;
  /** The platform's id of the message, unique within `place`. */
  messageId: string;
  /** Team/tenant and channel/chat where it was said: "T1/C2". Chooses the workspace. */
  place: string;
  /** Stable id of the thread on this channel, e.g. "slack:T1/C2/1712.0001". */
  thread: string;
  user: { id: string; name: string | null; email: string | null };
  text: string;
  /** Transport data that the channel needs to answer there (plain JSON, opaque to everybody else). */
  reply: Record<string, unknown>;
  /** Position in the thread as the platform orders it (a timestamp as text); earlier sorts first. */
  order: string;
  receivedAt: number;
  /** What a command line or an API call may fix for this question; null from chat platforms. */
  overrides: QuestionOverrides | null;
  /** Id of the answer whose button was pressed (an option of a clarification, a follow-up); `text` is then the button's own label or question. Null for typed messages. */
  about: string | null;
}

export interface QuestionOverrides {
  /** Name of a served workspace instead of the place's own; null = the place decides. */
  workspace: string | null;
  /** What "today" is; null = the workspace decides. */
  asOf: IsoDate | null;
  /** The caller's id for this question, echoed as `request`; null = the message id. */
  request: string | null;
}

/** Something that has to reach a channel: committed with the answer, sent at least once, reconciled to once. */
export interface Delivery {
  id: string;
  channel: ChannelName;
  thread: string;
  reply: Record<string, unknown>;
  kind: "answer" | "notice";
  /** The answer, or null for a notice. */
  answer: Answer | null;
  text: string;
  attempt: number;
}

export type DeliveryOutcome =
  | { kind: "delivered"; reference: string }
  /** Try again, not before `retryAfterMs`. `uncertain`: it may have arrived, so reconcile first. */
  | { kind: "retry"; retryAfterMs: number | null; uncertain: boolean; reason: string }
  | { kind: "failed"; reason: string };

/** How the conversation reaches a platform. Transport only: no decision about answers. */
export interface ChannelPort {
  readonly name: ChannelName;
  /** Shows that work goes on; failures are ignored by the caller. */
  working(message: IncomingMessage, stage: Stage, signal: AbortSignal): Promise<void>;
  deliver(delivery: Delivery, signal: AbortSignal): Promise<DeliveryOutcome>;
  /** After an uncertain attempt: is it there? Returns its reference, or null. */
  find(delivery: Delivery, signal: AbortSignal): Promise<string | null>;
}

export const CORRECTION_KINDS = ["number", "filter", "period", "measure", "other"] as const;
export type CorrectionKind = (typeof CORRECTION_KINDS)[number];

export interface Feedback {
  answerId: string;
  user: string;
  channel: ChannelName;
  /** null takes the vote back. */
  vote: "up" | "down" | null;
  kind: CorrectionKind | null;
  /** What it should have been, in the person's words. */
  comment: string | null;
}

export interface ThreadView {
  id: string;
  turns: { question: string; answer: Answer; at: number; vote: "up" | "down" | null }[];
}

/** The one door for every channel. */
export interface Conversation {
  /** Stores the message durably and returns; the answer comes through the outbox. `accepted: false` = seen before. */
  accept(message: IncomingMessage): Promise<{ accepted: boolean }>;
  /** Asks and waits for the answer (terminal, web). Same thread rules, no outbox. */
  ask(message: IncomingMessage, onStage: (stage: Stage) => void, signal: AbortSignal): Promise<Answer>;
  feedback(feedback: Feedback): Promise<{ recorded: boolean; reason: string | null }>;
  answer(answerId: string): Promise<Answer | null>;
  thread(threadId: string): Promise<ThreadView | null>;
  /** Whether something was answered in that thread; asked for every message that names nobody. */
  knows(threadId: string): Promise<boolean>;
  /** Suggested questions for an empty thread at a place. */
  suggestions(place: string): Promise<string[]>;
}
