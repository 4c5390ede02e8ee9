import type { AgentQuestion, Stage } from "../contracts/conversation.js";
import type { IsoDate } from "../contracts/dates.js";
import { AppError } from "../contracts/errors.js";
import type { ViewProfile } from "../contracts/metadata.js";
import type { ModelUsage } from "../contracts/model.js";
import { ModelFault } from "../contracts/model-fault.js";
import type { ApprovedSql, PolicySet } from "../contracts/policy.js";
import type { CallOptions } from "../contracts/ports.js";
import type { Retrieved } from "../contracts/retrieval.js";
import type { ModelView } from "../contracts/semantic-model.js";
import { restrictViews } from "../semantics/restrict-views.js";
import type { ResultSource } from "./extract/result-source.js";
import type { AgentPorts } from "./ports.js";
import type { Lexicon, Rooms } from "./rooms.js";

/** What one question costs, counted while it runs. */
export interface Meter {
  databaseMs: number;
  modelMs: number;
  inputTokens: number;
  outputTokens: number;
  usd: number;
  promptCacheHit: boolean;
  steps: Record<string, number>;
}

/** Everything of one question that is not plain data: who asks, the ports, the deadline. Never checkpointed. */
export interface RunScope {
  ports: AgentPorts;
  rooms: Rooms;
  results: ResultSource;
  question: AgentQuestion;
  set: PolicySet;
  asOf: IsoDate;
  lexicon: Lexicon;
  profiles: ViewProfile[];
  /** Views that the user may see. */
  views: ModelView[];
  /** Gate's values of this run by index of work: they must not pass through a store. */
  approved: Map<number, ApprovedSql>;
  meter: Meter;
  /** Sentences about how this question was worked on: a budget that runs out, a model that did not answer. */
  notices: string[];
  /** What retrieval let through; null where none ran. */
  retrieved: Retrieved | null;
  signal: AbortSignal;
  deadlineAt: number;
}

/** Opens the scope: rights, date, words and profiles of the asker, and one deadline for all that follows. */
export async function openScope(
  ports: AgentPorts,
  rooms: Rooms,
  results: ResultSource,
  question: AgentQuestion,
): Promise<RunScope> {
  const set = ports.policySet(question.user);
  const timeoutMs = set.limits.statementTimeoutMs;
  const signal = AbortSignal.any([question.signal, AbortSignal.timeout(timeoutMs)]);
  const deadlineAt = ports.clock.now() + timeoutMs;
  const asOf = await ports.resolveAsOf(question.asOf, { signal, timeoutMs });
  const [lexicon, profiles] = await Promise.all([
    ports.lexicon(set, asOf, { signal, timeoutMs }),
    ports.profiles(set, asOf, { signal, timeoutMs }),
  ]);
  return {
    ports: { ...ports, workspace: restrictViews(ports.workspace, set.rowRules) },
    rooms,
    results,
    question,
    set,
    asOf,
    lexicon,
    profiles,
    views: visibleViews(ports, set),
    approved: new Map(),
    meter: emptyMeter(),
    notices: [],
    retrieved: null,
    signal,
    deadlineAt,
  };
}

/** Signal and time left for one outside call. Throws `deadline` when none is left. */
export function callOptions(scope: RunScope): CallOptions {
  const timeoutMs = scope.deadlineAt - scope.ports.clock.now();
  if (timeoutMs <= 0) throw deadline(scope.set.limits.statementTimeoutMs);
  return { signal: scope.signal, timeoutMs };
}

export function deadline(limitMs: number): AppError {
  return new AppError(
    "deadline",
    "warehouse",
    `The question took longer than the ${limitMs / 1000} s that policy allows.`,
    "Ask for a shorter period or fewer groups, or ask again later.",
  );
}

/** A model may use half of the time that is left, and never more than this: rows and a template need the rest. */
const MODEL_MS = 20_000;

export function modelOptions(scope: RunScope): CallOptions {
  const { signal, timeoutMs } = callOptions(scope);
  return { signal, timeoutMs: Math.min(MODEL_MS, Math.floor(timeoutMs / 2)) };
}

/** Goes on without the model: what it may have cost is counted, and the person is told. */
export function noteModelFault(scope: RunScope, fault: AppError): void {
  if (fault instanceof ModelFault) scope.meter.usd += fault.spentUsd;
  scope.notices.push(`${fault.message} This answer does without one.`);
  scope.ports.onFault?.(scope.question.answerId, fault);
}

export function addUsage(meter: Meter, usage: ModelUsage): void {
  meter.inputTokens += usage.inputTokens;
  meter.outputTokens += usage.outputTokens;
  meter.usd += usage.usd;
  meter.modelMs += usage.modelMs;
  meter.promptCacheHit ||= usage.cached;
}

export function announce(scope: RunScope, stage: Stage): void {
  scope.question.onStage(stage);
}

export function viewOf(scope: RunScope, name: string): ModelView | null {
  return scope.views.find((view) => view.name === name) ?? null;
}

export function profileOf(scope: RunScope, view: string): ViewProfile | null {
  return scope.profiles.find((profile) => profile.view === view) ?? null;
}

export function emptyMeter(): Meter {
  return {
    databaseMs: 0,
    modelMs: 0,
    inputTokens: 0,
    outputTokens: 0,
    usd: 0,
    promptCacheHit: false,
    steps: {},
  };
}

function visibleViews({ workspace }: AgentPorts, set: PolicySet): ModelView[] {
  return workspace.views.filter(({ name }) => set.views.includes("*") || set.views.includes(name));
}
