import { randomUUID } from "node:crypto";
import type {
  ChannelPort,
  Conversation,
  IncomingMessage,
  ReplayReport,
  ThreadView,
} from "../contracts/conversation.js";
import type {
  AnswerRecord,
  Claim,
  ConversationFigures,
  ConversationStore,
  DeliveryClaim,
} from "../contracts/conversation-store.js";
import { AppError } from "../contracts/errors.js";
import type { Clock } from "../contracts/ports.js";
import type { Logger } from "../observability/logger.js";
import type { Metrics } from "../observability/metrics.js";
import { type AskRoom, askAndWait, queueFull } from "./ask.js";
import { workDelivery } from "./delivery-worker.js";
import { recordFeedback } from "./feedback.js";
import { createLifeline } from "./lifeline.js";
import { workQuestion } from "./question-worker.js";
import { createRateLimit } from "./rate-limit.js";
import { replayAnswer } from "./replay.js";
import { type ConversationSettings, DEFAULT_SETTINGS } from "./settings.js";
import { signsOf } from "./signs.js";
import { readCommand } from "./thread-commands.js";
import { createWorkLoop } from "./work-loop.js";
import { chooseWorkspace, type ServedWorkspace } from "./workspace-choice.js";

export interface ConversationOptions {
  store: ConversationStore;
  /** The first one answers where no other is chosen. */
  workspaces: readonly ServedWorkspace[];
  /** Place or team -> name of a workspace. */
  placeMap: Readonly<Record<string, string>>;
  channels: readonly ChannelPort[];
  clock: Clock;
  logger: Logger;
  metrics: Metrics;
  settings?: Partial<ConversationSettings>;
  /** In [0, 1), for the spread of retries. */
  random?: () => number;
}

/** The conversation of one process: the port for channels, and what runs and inspects it. */
export interface RunningConversation extends Conversation {
  /** Takes up unfinished work of dead processes and begins to answer and deliver. `ask` works without it. */
  start(): Promise<void>;
  /** Takes nothing new, waits for what goes on, at most `graceMs`, and leaves the rest to the next process. */
  stop(graceMs: number): Promise<void>;
  /** Runs an answer's receipt again; null = there is none. */
  replay(answerId: string, signal: AbortSignal): Promise<ReplayReport | null>;
  record(answerId: string): Promise<AnswerRecord | null>;
  /** Counts waiting work and rates now, into the gauges too: call it before they are read. */
  measure(): Promise<ConversationFigures>;
}

/** Builds the conversation over a store. Throws AppError (no_workspace, unknown_workspace) for a bad choice of workspaces. */
export function createConversation(options: ConversationOptions): RunningConversation {
  const { store, clock, logger, metrics } = options;
  const settings = { ...DEFAULT_SETTINGS, ...options.settings };
  const channels = new Map(options.channels.map((channel) => [channel.name, channel]));
  const workspaces = chooseWorkspace(options.workspaces, options.placeMap, store);
  const stopping = new AbortController();
  const unkept: (() => Promise<unknown>)[] = [];
  const running = new Map<string, AbortController>();
  const working = new Set<number>();
  const outgoing = new Set<string>();
  const asks = new Set<Promise<void>>();
  let complained = 0;
  const onFault = (error: unknown): void => {
    if (clock.now() - complained < ONE_LINE_PER_MS) return;
    complained = clock.now();
    logger.error({ err: error }, "Work could not be looked for; it will be again.");
  };

  const measure = async (): Promise<ConversationFigures> => {
    const figures = await store.figures();
    metrics.correctionRate.set(figures.delivered === 0 ? 0 : figures.corrected / figures.delivered);
    metrics.queue.set({ queue: "inbox" }, figures.waiting);
    metrics.queue.set({ queue: "working" }, figures.working);
    metrics.queue.set({ queue: "outbox" }, figures.outbox);
    metrics.queue.set({ queue: "undeliverable" }, figures.undeliverable);
    return figures;
  };

  const lifeline = createLifeline({
    store,
    settings,
    clock,
    logger,
    onTick: () => {
      for (const write of unkept.splice(0)) write().catch(() => unkept.push(write));
      questions.wake();
      outbox.wake();
      lookForStops().catch(onFault);
    },
  });
  const stopIfAsked = (message: IncomingMessage): void => {
    if (readCommand(message.text, workspaces.names)?.kind === "stop")
      running.get(message.thread)?.abort(cancelled());
  };
  /** Another process may have accepted the word that stops a question of this one. */
  const lookForStops = async (): Promise<void> => {
    if (running.size > 0)
      for (const message of await store.waiting([...running.keys()])) stopIfAsked(message);
  };

  const room: AskRoom = {
    owner: lifeline.owner,
    store,
    workspaces,
    settings,
    clock,
    logger,
    metrics,
    rateLimit: createRateLimit({
      perPerson: settings.questionsPerUserPerMinute,
      inAll: settings.questionsPerMinute,
    }),
    newAnswerId: () => `ans_${randomUUID()}`,
    onFault: (error, answerId) => logger.error({ answerId, err: error }, "A question failed."),
    onCommitted: () => outbox.wake(),
    onUnkept: (write) => unkept.push(write),
  };

  const questions = createWorkLoop<Claim>({
    limit: settings.concurrency,
    next: claimSafely(
      () => store.disownQuestions(lifeline.owner, [...working]),
      () =>
        store.claimQuestion({
          owner: lifeline.owner,
          now: clock.now(),
          settleMs: settings.settleMs,
          seq: null,
        }),
    ),
    work: async (claim) => {
      working.add(claim.item.seq);
      const { channel, thread } = claim.item.message;
      const signs = signsOf(room, claim, channels.get(channel), stopping.signal);
      const cancel = new AbortController();
      running.set(thread, cancel);
      await workQuestion(room, claim, signs, stopping.signal, cancel.signal);
      running.delete(thread);
      working.delete(claim.item.seq);
    },
    onFault,
  });

  const deliveryRoom = {
    store,
    channels,
    settings,
    clock,
    logger,
    metrics,
    random: options.random ?? Math.random,
    onUnkept: room.onUnkept,
  };
  const sending = new Map([...channels.keys()].map((name) => [name, 0]));
  const outbox = createWorkLoop<DeliveryClaim>({
    limit: settings.deliveriesPerChannel * Math.max(1, channels.size),
    next: claimSafely(
      () => store.disownDeliveries(lifeline.owner, [...outgoing]),
      async () => {
        const open = [...sending].filter(([, n]) => n < settings.deliveriesPerChannel).map(([name]) => name);
        if (open.length === 0) return null;
        const claim = await store.claimDelivery({ owner: lifeline.owner, now: clock.now(), channels: open });
        if (claim !== null)
          sending.set(claim.delivery.channel, (sending.get(claim.delivery.channel) ?? 0) + 1);
        return claim;
      },
    ),
    work: async (claim) => {
      outgoing.add(claim.delivery.id);
      await workDelivery(deliveryRoom, claim, stopping.signal);
      outgoing.delete(claim.delivery.id);
      sending.set(claim.delivery.channel, (sending.get(claim.delivery.channel) ?? 1) - 1);
    },
    onFault,
  });

  return {
    accept: async (message) => {
      const accepted = await acceptMessage(room, message, channels.get(message.channel));
      if (accepted.accepted) stopIfAsked(message);
      setTimeout(questions.wake, settings.settleMs + TIMER_SLACK_MS);
      return accepted;
    },
    ask: (message, onStage, signal) => {
      const bounded = AbortSignal.any([signal, stopping.signal]);
      const asking = lifeline.beat().then(() => askAndWait(room, message, onStage, bounded));
      const ended = asking.then(silent, silent).finally(() => asks.delete(ended));
      asks.add(ended);
      return asking;
    },
    feedback: async (feedback) => {
      const outcome = await recordFeedback({ store, settings, clock, metrics, logger }, feedback);
      if (outcome.recorded) await measure();
      return outcome;
    },
    answer: async (answerId) => (await store.answer(answerId))?.answer ?? null,
    record: (answerId) => store.answer(answerId),
    thread: (threadId) => viewThread(store, threadId),
    knows: async (threadId) => (await store.threadState(threadId)) !== null,
    suggestions: async (place) => [...(await workspaces.at(place, null)).suggestions],
    replay: (answerId, signal) => replayAnswer(store, workspaces, answerId, signal),
    measure,
    start: async () => {
      await lifeline.start();
      questions.wake();
      outbox.wake();
    },
    stop: async (graceMs) => {
      const timer = setTimeout(() => stopping.abort(stopped()), graceMs);
      await Promise.all([questions.drain(), ...asks]);
      outbox.wake();
      await outbox.idle();
      await outbox.drain();
      clearTimeout(timer);
      stopping.abort(stopped());
      await lifeline.end();
    },
  };
}

/** A claim that failed may have been kept by the store all the same, and nobody would work at it: so it is given up before the next. */
function claimSafely<T>(
  disown: () => Promise<void>,
  claim: () => Promise<T | null>,
): () => Promise<T | null> {
  let doubtful = false;
  return async () => {
    if (doubtful) await disown();
    doubtful = true;
    const claimed = await claim();
    doubtful = false;
    return claimed;
  };
}

/** A timer may fire a little before its time by the clock. */
const TIMER_SLACK_MS = 2;
const ONE_LINE_PER_MS = 10_000;
/** Longest time for the sign that a message waits its turn. */
const SIGN_MS = 5000;

const silent = (): void => undefined;

function cancelled(): AppError {
  return new AppError("cancelled", "user", "Stopped, as you asked.", "Ask again, or something narrower.");
}

function stopped(): AppError {
  return new AppError(
    "stopping",
    "configuration",
    "Assay is stopping.",
    "Ask again in a moment; what was posted in a chat is answered after the restart.",
  );
}

async function acceptMessage(
  room: AskRoom,
  message: IncomingMessage,
  port: ChannelPort | undefined,
): Promise<{ accepted: boolean }> {
  const { settings, clock, store, metrics, logger } = room;
  const enqueued = await store.enqueue(message, {
    mode: "deliver",
    answerId: room.newAnswerId(),
    owner: room.owner,
    limit: settings.queueLimit,
    now: clock.now(),
  });
  metrics.messages.inc({ channel: message.channel, outcome: enqueued.kind });
  switch (enqueued.kind) {
    case "seen":
      return { accepted: false };
    case "full":
      logger.warn({ channel: message.channel, waiting: enqueued.waiting }, "The inbox is full.");
      throw queueFull(enqueued.waiting);
    case "accepted":
      logger.info(
        { answerId: enqueued.answerId, channel: message.channel, waiting: enqueued.ahead },
        "A message was accepted.",
      );
      if (enqueued.ahead > 0)
        port?.working(message, "reading", AbortSignal.timeout(SIGN_MS)).catch(() => undefined);
      if (enqueued.ahead >= settings.queueNoticeAt) await tellPlace(room, message, enqueued);
      return { accepted: true };
  }
}

async function tellPlace(
  { store, clock }: AskRoom,
  message: IncomingMessage,
  { answerId, ahead }: { answerId: string; ahead: number },
): Promise<void> {
  const { channel, thread, reply } = message;
  const text = `${ahead} questions are ahead of yours; the answer will come here.`;
  const id = `dlv_${answerId}/queue`;
  await store.addDelivery(
    { id, channel, thread, reply, kind: "notice", answer: null, text, attempt: 0 },
    clock.now(),
  );
}

async function viewThread(store: ConversationStore, id: string): Promise<ThreadView | null> {
  const records = await store.threadAnswers(id, MAX_TURNS);
  if (records.length === 0) return null;
  const votes = await store.votes(records.map(({ answer }) => answer.id));
  const turns = records.map(({ answer, at }) => ({
    question: answer.question,
    answer,
    at,
    vote: votes.find(({ answerId }) => answerId === answer.id)?.vote ?? null,
  }));
  return { id, turns };
}

const MAX_TURNS = 200;
