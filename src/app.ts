import { createAnswerer } from "./agents/answerer.js";
import type { AgentPorts } from "./agents/ports.js";
import { type OpenModel, openModel } from "./app/open-model.js";
import { openRetriever } from "./app/open-retriever.js";
import { openWorkspace, type WorkspaceRuntime } from "./app/open-workspace.js";
import type { Config } from "./config.js";
import type { ConfidenceModel } from "./contracts/confidence.js";
import type { ChannelPort } from "./contracts/conversation.js";
import { AppError } from "./contracts/errors.js";
import type { KeyValue, Leases } from "./contracts/ports.js";
import type { Retriever } from "./contracts/retrieval.js";
import { createConversation, type RunningConversation } from "./conversation/conversation.js";
import type { ServedWorkspace } from "./conversation/workspace-choice.js";
import { createLogger, type Logger } from "./observability/logger.js";
import { createMetrics, type Metrics } from "./observability/metrics.js";
import { createKeyValue } from "./stores/key-value.js";
import { createLeases } from "./stores/leases.js";
import { openConversationStore, type StateStores } from "./stores/open-conversation-store.js";
import { RunSaver } from "./stores/run-saver.js";
import { VERSION } from "./version.js";

/** The program put together: workspaces, agents and conversation of one process. */
export interface App {
  conversation: RunningConversation;
  runtimes: WorkspaceRuntime[];
  /** The workspace of places that no other is chosen for. */
  defaultRuntime: WorkspaceRuntime;
  /** Searches what the default workspace says. */
  defaultRetriever: Retriever;
  /** Whether questions that need a language model can be asked. */
  hasModel: boolean;
  logger: Logger;
  metrics: Metrics;
  close(): Promise<void>;
}

export interface AppOptions {
  config: Config;
  /** Workspace folders; the first is the default. */
  workspaces: readonly string[];
  /** The channels that the conversation delivers through, made once state and log are there. */
  channels?: (parts: ChannelParts) => readonly ChannelPort[];
  onProgress: (line: string) => void;
  /** Set while a calibration is made: answers are taken as they come, with their signals. */
  calibration?: Calibration;
  signal: AbortSignal;
}

export interface Calibration {
  /** A model that asks back about nothing. */
  confidence: ConfidenceModel;
  onSignals: NonNullable<AgentPorts["onSignals"]>;
}

/** What channels may need of the process. */
export interface ChannelParts {
  /** Remembers small things of a channel over restarts. */
  memory: KeyValue;
  logger: Logger;
}

const OPEN_CLARIFICATION_MS = 24 * 60 * 60_000;

/** Opens everything that answering needs. Throws AppError or ConfigError, and leaves nothing open then. */
export async function openApp(options: AppOptions): Promise<App> {
  const { config, calibration, signal } = options;
  const logger = createLogger({ level: config.logLevel });
  const metrics = createMetrics({ runtime: true });
  const opened: WorkspaceRuntime[] = [];
  let stores: StateStores | null = null;
  let running: RunningConversation | null = null;
  let model: OpenModel | null = null;
  const close = async (): Promise<void> => {
    await running?.stop(0);
    for (const runtime of opened) await runtime.close();
    await model?.close();
    await stores?.close();
  };
  try {
    stores = await openConversationStore({ stateDir: config.stateDir, redisUrl: config.redisUrl, logger });
    const { entries, database, spend } = stores;
    const keyValue = (name: string): KeyValue =>
      createKeyValue({ adapter: entries, name, clock: CLOCK, logger, metrics });
    const memory = keyValue("profile");
    for (const dir of options.workspaces) {
      opened.push(
        await openWorkspace(dir, {
          config,
          memory,
          onProgress: options.onProgress,
          confidence: calibration?.confidence,
          signal,
        }),
      );
    }
    const runSaver = new RunSaver(database.connection, { ttlMs: OPEN_CLARIFICATION_MS, now: Date.now });
    const results = keyValue("result");
    const leases = createLeases(stores.leases, { clock: CLOCK, logger, metrics });
    const retrievers = await Promise.all(
      opened.map((runtime) => openRetriever(runtime, { config, logger, metrics })),
    );
    model = await openModel({ config, prompts: keyValue("prompt"), spend, clock: CLOCK, logger, metrics });
    const { planner, writer } = model;
    const served = opened.map((runtime, at) =>
      serve(runtime, {
        runSaver,
        results,
        leases,
        retriever: retrievers[at] ?? null,
        planner,
        writer,
        logger,
        metrics,
        calibration,
      }),
    );
    running = createConversation({
      store: stores.conversations,
      workspaces: served,
      placeMap: config.places,
      channels: options.channels?.({ memory: keyValue("channel"), logger }) ?? [],
      clock: CLOCK,
      logger,
      metrics,
    });
    return {
      conversation: running,
      runtimes: opened,
      defaultRuntime: first(opened),
      defaultRetriever: first(retrievers),
      hasModel: planner !== null,
      logger,
      metrics,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const CLOCK = { now: Date.now };

interface ServeParts {
  runSaver: RunSaver;
  results: KeyValue;
  leases: Leases;
  retriever: Retriever | null;
  planner: OpenModel["planner"];
  writer: OpenModel["writer"];
  logger: Logger;
  metrics: Metrics;
  calibration: Calibration | undefined;
}

function serve(
  runtime: WorkspaceRuntime,
  { runSaver, results, leases, retriever, planner, writer, logger, metrics, calibration }: ServeParts,
): ServedWorkspace {
  const { workspace } = runtime;
  const answerer = createAnswerer({
    ...runtime,
    metadata: { load: async () => runtime.index },
    results,
    leases,
    retriever,
    planner,
    writer,
    ...(calibration ? { onSignals: calibration.onSignals } : {}),
    onStep: (report) => {
      logger.info({ ...report }, "A step of an answer ended.");
      metrics.steps.observe({ step: report.step }, report.durationMs / 1000);
    },
    clock: CLOCK,
    runSaver,
    build: VERSION,
    onFault: (answerId, fault) => logger.error({ answerId, err: fault }, "A question met a fault."),
  });
  return {
    name: workspace.name,
    description: workspace.description,
    answerer,
    suggestions: workspace.verified.filter(({ onboarding }) => onboarding).map(({ question }) => question),
  };
}

function first<T>(ofWorkspaces: readonly T[]): T {
  const [found] = ofWorkspaces;
  if (found !== undefined) return found;
  throw new AppError(
    "no_workspace",
    "configuration",
    "No workspace is served.",
    "Name one with --workspace.",
  );
}
