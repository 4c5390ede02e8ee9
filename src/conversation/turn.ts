import type { Answer } from "../contracts/answer.js";
import type { Delivery, IncomingMessage, Stage } from "../contracts/conversation.js";
import type { Claim, ConversationStore, TurnCommit } from "../contracts/conversation-store.js";
import { AppError } from "../contracts/errors.js";
import type { Clock, Receipt } from "../contracts/ports.js";
import { EMPTY_THREAD, type ThreadContext } from "../contracts/reading.js";
import { orAborted } from "./abortable.js";
import { runCommand } from "./answer-command.js";
import { faultAnswer } from "./plain-answer.js";
import type { RateLimit } from "./rate-limit.js";
import { type PressedButton, readReply } from "./reply-text.js";
import type { ConversationSettings } from "./settings.js";
import { readCommand } from "./thread-commands.js";
import { contextFor, nextState } from "./thread-context.js";
import type { ServedWorkspace, WorkspaceChoice } from "./workspace-choice.js";

export interface TurnRoom {
  store: ConversationStore;
  workspaces: WorkspaceChoice;
  rateLimit: RateLimit;
  settings: ConversationSettings;
  clock: Clock;
  onFault: (error: unknown, answerId: string) => void;
}

interface TurnResult {
  answer: Answer;
  receipt: Receipt | null;
  notice: boolean;
  context: ThreadContext;
  workspace: string;
}

/** Who asks, as policy.yaml lists them. Display names are the person's own choice on a chat platform, so they grant nothing. */
function policyUser(user: IncomingMessage["user"]): string {
  return user.email ?? user.id;
}

/** Answers one claimed question and says what to commit. Every fault becomes a `failed` answer; it throws only where the store fails. */
export async function takeTurn(
  room: TurnRoom,
  claim: Claim,
  onStage: (stage: Stage) => void,
  signal: AbortSignal,
): Promise<TurnCommit> {
  const { item, state } = claim;
  const { message } = item;
  const result = await answer(room, claim, onStage, signal);
  const now = room.clock.now();
  return {
    state: nextState(
      state,
      { answer: result.answer, context: result.context, workspace: result.workspace, now },
      room.settings,
    ),
    record: {
      answer: result.answer,
      receipt: result.receipt,
      notice: result.notice,
      channel: message.channel,
      place: message.place,
      user: policyUser(message.user),
      at: message.receivedAt,
    },
    deliveries: item.mode === "deliver" ? [deliveryOf(message, result)] : [],
    now,
  };
}

async function answer(
  room: TurnRoom,
  { item, state }: Claim,
  onStage: (stage: Stage) => void,
  signal: AbortSignal,
): Promise<TurnResult> {
  const { message, answerId } = item;
  let workspace: ServedWorkspace;
  try {
    workspace = await room.workspaces.at(message.place, message.overrides?.workspace ?? null);
  } catch (error) {
    if (!(error instanceof AppError) || error.fault !== "user") throw error;
    const name = state?.workspace ?? room.workspaces.names[0] ?? "";
    return failed(faultAnswer({ answerId, message, workspace: name }, error), name, state?.context);
  }

  const identity = { answerId, message, workspace: workspace.name };
  const context = contextFor(state, workspace.name, room.clock.now());
  const command = readCommand(message.text, room.workspaces.names);
  if (command !== null) return runCommand(room, command, identity, workspace, context);

  const refused = complaint(room, item.attempt, message);
  if (refused !== null) return failed(faultAnswer(identity, refused), workspace.name, context);

  const reply = readReply(message.text, context, await pressedButton(room, message, state?.open?.answerId));
  try {
    const work = workspace.answerer.answer({
      answerId,
      request: message.overrides?.request ?? message.messageId,
      thread: message.thread,
      text: reply.text,
      user: policyUser(message.user),
      asOf: message.overrides?.asOf ?? null,
      context: reply.context,
      signal,
      onStage,
    });
    const outcome = await orAborted(work, signal, STUBBORN_MS);
    return {
      answer: outcome.answer,
      receipt: outcome.receipt,
      notice: false,
      context: outcome.context,
      workspace: workspace.name,
    };
  } catch (error) {
    room.onFault(error, answerId);
    return failed(faultAnswer(identity, signal.aborted ? signal.reason : error), workspace.name, context);
  }
}

/** Time that an answerer gets to come back after it was aborted. */
const STUBBORN_MS = 1000;

function failed(answer: Answer, workspace: string, context: ThreadContext = EMPTY_THREAD): TurnResult {
  return { answer, receipt: null, notice: false, context, workspace };
}

/** Why a message is not even read, or null. */
function complaint(room: TurnRoom, attempt: number, message: IncomingMessage): AppError | null {
  const { maxAttempts, maxQuestionLength } = room.settings;
  if (attempt > maxAttempts)
    return new AppError(
      "given_up",
      "bug",
      `Assay stopped ${attempt - 1} times while answering this.`,
      "Ask in other words, and give the answer's id to whoever runs Assay.",
    );
  if (message.text.length > maxQuestionLength)
    return new AppError(
      "question_too_long",
      "user",
      `The question has ${message.text.length} characters; ${maxQuestionLength} can be read.`,
      "Ask a shorter question.",
    );
  if (message.channel === "terminal") return null;
  const person = message.channel === "web" ? null : `${message.channel} ${message.user.id}`;
  const waitMs = room.rateLimit.take(person, room.clock.now());
  if (waitMs === 0) return null;
  return new AppError(
    "too_many_questions",
    "user",
    "More questions came in than may be asked in a minute.",
    `Ask again in ${Math.ceil(waitMs / 1000)} s.`,
  );
}

async function pressedButton(
  room: TurnRoom,
  message: IncomingMessage,
  open: string | undefined,
): Promise<PressedButton | null> {
  if (message.about === null || message.about === undefined) return null;
  if (message.about === open) return { isOpen: true, clarification: null };
  const record = await room.store.answer(message.about);
  return { isOpen: false, clarification: record?.answer.clarification ?? null };
}

function deliveryOf(message: IncomingMessage, { answer, notice }: TurnResult): Delivery {
  return {
    id: `dlv_${answer.id}`,
    channel: message.channel,
    thread: message.thread,
    reply: message.reply,
    kind: notice ? "notice" : "answer",
    answer: notice ? null : answer,
    text: [answer.headline, answer.narrative].filter((part) => part !== "").join("\n\n"),
    attempt: 0,
  };
}
