import { refuse } from "../deny.js";
import { hasNext } from "../rival.js";
import type { RunScope } from "../run-scope.js";
import { callOptions } from "../run-scope.js";
import type { Problem, RunState, Statement, Work } from "../state.js";
import { currentWork, withCurrent } from "../state.js";
import { askNarrower } from "./ask-narrower.js";
import { compileWork } from "./compile-work.js";
import { costProblem } from "./cost.js";
import { denialOf } from "./denial.js";

type Checked = { statement: Statement; problem: null } | { statement: null; problem: Problem };

/** Compiles the reading in hand, passes the text through the gate, dry-runs it and looks at its cost. */
export async function validate(state: RunState, scope: RunScope): Promise<Partial<RunState>> {
  const work = currentWork(state);
  const checked = await check(work, state.at, scope);
  const changed = withCurrent(state, checked);
  if (!checked.problem) return { work: changed, next: "extract" };
  if (work.source === "model" && state.repairs === 0) return { work: changed, next: "repair" };
  if (hasNext(state)) return { work: changed, next: "rival" };
  if (changed.some(({ extracted, role }) => extracted && role === "reading"))
    return { work: changed, next: "respond" };
  return { work: changed, ...sendBack(changed) };
}

function sendBack(works: Work[]): Partial<RunState> {
  const failed = works.find(({ problem }) => problem !== null);
  if (failed?.problem?.outcome === "deny") return refuse("not_allowed", failed.problem.message);
  return failed ? askNarrower(failed) : refuse("not_supported", "There is nothing to run for this question.");
}

async function check(work: Work, at: number, scope: RunScope): Promise<Checked> {
  const compiled = compileWork(work, scope);
  if (compiled.problem) return compiled;
  const { statement } = compiled;
  const { ports, rooms, set } = scope;
  const verdict = rooms.gate(statement.sql, statement.parameters, set, ports.catalog);
  if (verdict.verdict === "deny") return { statement: null, problem: denialOf(verdict, work) };
  const { approved } = verdict;
  const tooDear = await costProblem(approved, work, scope);
  if (tooDear) return { statement: null, problem: tooDear };
  const dry = await scope.results.explain(approved, callOptions(scope));
  if (!dry.ok) return { statement: null, problem: bindingProblem(dry.message) };
  scope.approved.set(at, approved);
  return { statement, problem: null };
}

function bindingProblem(message: string): Problem {
  return {
    stage: "explain",
    code: "does_not_bind",
    message: `The warehouse can't run this: ${message}`,
    outcome: "clarify",
    narrower: [],
  };
}
