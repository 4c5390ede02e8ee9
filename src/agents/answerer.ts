import { randomUUID } from "node:crypto";
import type { AgentOutcome, AgentQuestion, Answerer } from "../contracts/conversation.js";
import type { Edges } from "./edges.js";
import { EDGES } from "./edges.js";
import type { ResultSource } from "./extract/result-source.js";
import { createResultSource } from "./extract/result-source.js";
import { failedOutcome } from "./failure.js";
import type { RunGraph } from "./graph.js";
import { outcomeOf } from "./outcome.js";
import type { AgentPorts } from "./ports.js";
import { replayReceipt } from "./replay.js";
import type { Rooms } from "./rooms.js";
import { ROOMS } from "./rooms.js";
import type { RunScope } from "./run-scope.js";
import { openScope } from "./run-scope.js";
import { initialState } from "./state.js";

/** The agents of one workspace. The graph library is loaded with the first question, as it takes about a second. */
export function createAnswerer(ports: AgentPorts, rooms: Rooms = ROOMS, edges: Edges = EDGES): Answerer {
  const results = createResultSource(ports.warehouse, ports.results, ports.clock, ports.leases ?? null);
  let graph: Promise<RunGraph> | null = null;
  const loadGraph = (): Promise<RunGraph> => {
    graph ??= openGraph(ports, edges);
    graph.catch(() => {
      graph = null;
    });
    return graph;
  };
  return {
    answer: (question) => answer(question, ports, rooms, results, loadGraph),
    replay: (receipt, signal) => replayReceipt(receipt, ports, rooms, signal),
  };
}

async function openGraph(ports: AgentPorts, edges: Edges): Promise<RunGraph> {
  const [{ buildGraph }, { createHeldRuns }] = await Promise.all([
    import("./graph.js"),
    import("./held-runs.js"),
  ]);
  return buildGraph(
    edges,
    createHeldRuns(ports.runSaver, (fault) => ports.onFault?.("", fault)),
  );
}

async function answer(
  question: AgentQuestion,
  ports: AgentPorts,
  rooms: Rooms,
  results: ResultSource,
  loadGraph: () => Promise<RunGraph>,
): Promise<AgentOutcome> {
  const startedAt = performance.now();
  let scope: RunScope | null = null;
  try {
    scope = await openScope(ports, rooms, results, question);
    return await run(await loadGraph(), scope, startedAt);
  } catch (fault) {
    ports.onFault?.(question.answerId, fault);
    return failedOutcome(fault, question, ports, scope, startedAt);
  }
}

async function run(graph: RunGraph, scope: RunScope, startedAt: number): Promise<AgentOutcome> {
  const { question, ports } = scope;
  const kept = question.context.open?.runId;
  const reply = { text: question.text, thread: question.context };
  const resumed = kept === undefined ? null : await graph.resume(kept, reply, scope);
  if (resumed && kept !== undefined) return outcomeOf(resumed, kept, scope, startedAt);
  const runId = `run_${randomUUID()}`;
  const fresh = initialState(ports.build, question.text, question.context);
  return outcomeOf(await graph.start(runId, fresh, scope), runId, scope, startedAt);
}
