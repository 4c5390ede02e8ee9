import { Annotation, Command, END, interrupt, isInterrupted, START, StateGraph } from "@langchain/langgraph";
import type { BaseCheckpointSaver } from "@langchain/langgraph-checkpoint";
import type { Stage } from "../contracts/conversation.js";
import { AppError } from "../contracts/errors.js";
import { resumeWith } from "./clarify.js";
import { confirm } from "./confirm.js";
import { deny } from "./deny.js";
import type { Edges } from "./edges.js";
import { extract } from "./extract/extract-agent.js";
import type { HeldRuns } from "./held-runs.js";
import type { StepName } from "./ports.js";
import { STEP_NAMES } from "./ports.js";
import { repair } from "./repair.js";
import { resolve } from "./resolve/resolve-agent.js";
import { respond } from "./respond/respond-agent.js";
import { nextRival } from "./rival.js";
import type { RunScope } from "./run-scope.js";
import { announce } from "./run-scope.js";
import type { RunState } from "./state.js";
import { validate } from "./validate/validate-agent.js";

export interface Reply {
  text: string;
  thread: RunState["thread"];
}

/** A run that came to its end, or stands at `clarify` and waits for a reply. */
export interface RunEnd {
  state: RunState;
  waiting: boolean;
}

export interface RunGraph {
  /** Runs a question. A run that then waits is kept; any other is gone when this returns or throws. */
  start(runId: string, state: RunState, scope: RunScope): Promise<RunEnd>;
  /** Goes on with a kept run; null where it is gone or of another build. */
  resume(runId: string, reply: Reply, scope: RunScope): Promise<RunEnd | null>;
}

type Step = (state: RunState, scope: RunScope) => Promise<Partial<RunState>>;

const STEPS: Record<Exclude<StepName, "clarify">, Step> = {
  resolve,
  validate,
  repair,
  extract,
  rival: nextRival,
  respond,
  confirm,
  deny,
};

const STAGE_OF: Partial<Record<StepName, Stage>> = {
  resolve: "reading",
  validate: "checking",
  extract: "querying",
  respond: "answering",
};

const Run = Annotation.Root({
  run: Annotation<RunState, Partial<RunState>>({
    reducer: (state, change) => ({ ...state, ...change }),
    default: () => ({}) as RunState,
  }),
});

/** Steps of every run together: rivals and parts each take three, so this is a bound against a fault, not a limit. */
const RECURSION_LIMIT = 150;

/** Draws the graph: the four agents, and the edges by which they send a question on. */
export function buildGraph(edges: Edges, runs: HeldRuns): RunGraph {
  const graph = compileGraph(edges, runs.active);
  const invoke = async (runId: string, input: GraphInput, scope: RunScope): Promise<RunEnd> => {
    const options = {
      configurable: { thread_id: runId, scope },
      recursionLimit: RECURSION_LIMIT,
      durability: "exit" as const,
    };
    try {
      const result: { run: RunState } = await graph.invoke(input, options);
      const waiting = isInterrupted(result);
      await (waiting ? runs.keep(runId) : runs.end(runId));
      return { state: result.run, waiting };
    } catch (fault) {
      await runs.end(runId);
      throw fault;
    }
  };
  return {
    start: (runId, state, scope) => invoke(runId, { run: state }, scope),
    async resume(runId, reply, scope) {
      const kept = await runs.take(runId);
      const state = kept?.checkpoint.channel_values.run as RunState | undefined;
      if (state?.build !== scope.ports.build) {
        await runs.end(runId);
        return null;
      }
      return invoke(runId, new Command({ resume: reply }), scope);
    },
  };
}

type GraphInput = Parameters<ReturnType<typeof compileGraph>["invoke"]>[0];

function compileGraph(edges: Edges, checkpointer: BaseCheckpointSaver) {
  const graph = new StateGraph(Run)
    .addNode("resolve", stepNode("resolve"))
    .addNode("validate", stepNode("validate"))
    .addNode("repair", stepNode("repair"))
    .addNode("extract", stepNode("extract"))
    .addNode("rival", stepNode("rival"))
    .addNode("respond", stepNode("respond"))
    .addNode("confirm", stepNode("confirm"))
    .addNode("deny", stepNode("deny"))
    .addNode("clarify", clarifyNode)
    .addEdge(START, "resolve");
  for (const from of STEP_NAMES) {
    const targets = edges[from].map((to) => (to === "end" ? END : to));
    graph.addConditionalEdges(from, ({ run }) => edgeTaken(from, run.next, edges), targets);
  }
  return graph.compile({ checkpointer });
}

function edgeTaken(from: StepName, next: RunState["next"], edges: Edges): StepName | typeof END {
  if (edges[from].includes(next)) return next === "end" ? END : next;
  throw new AppError("no_such_edge", "bug", `The graph has no edge from ${from} to ${next}.`, "Report this.");
}

interface NodeConfig {
  configurable?: { scope?: RunScope };
}

function stepNode(name: Exclude<StepName, "clarify">) {
  return async ({ run }: { run: RunState }, config: NodeConfig): Promise<{ run: Partial<RunState> }> => {
    const scope = config.configurable?.scope;
    if (!scope)
      throw new AppError("run_without_scope", "bug", "A step ran without its scope.", "Report this.");
    scope.signal.throwIfAborted();
    const stage = STAGE_OF[name];
    if (stage) announce(scope, stage);
    const started = performance.now();
    const change = await STEPS[name](run, scope);
    const durationMs = performance.now() - started;
    scope.meter.steps[name] = (scope.meter.steps[name] ?? 0) + durationMs;
    const outcome = change.next ?? run.next;
    scope.ports.onStep({ answerId: scope.question.answerId, step: name, durationMs, outcome });
    return { run: change };
  };
}

/** Stands alone: on resume a node runs again from its start, so nothing else may happen here. */
function clarifyNode({ run }: { run: RunState }): { run: Partial<RunState> } {
  const reply = interrupt<RunState["asking"], Reply>(run.asking);
  return { run: resumeWith(run, reply) };
}
