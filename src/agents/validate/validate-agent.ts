import type { MetricQuery } from "../../contracts/metric-query.js";
import type { ApprovedSql } from "../../contracts/policy.js";
import { ask } from "../clarify.js";
import { refuse } from "../deny.js";
import { hasNext } from "../rival.js";
import type { RunScope } from "../run-scope.js";
import { callOptions } from "../run-scope.js";
import type { Problem, RunState, Statement, Work } from "../state.js";
import { currentWork, withCurrent } from "../state.js";
import { compileWork } from "./compile-work.js";
import { costProblem } from "./cost.js";
import { denialOf } from "./denial.js";
import { giveUp } from "./give-up.js";
import { simplerQuestions } from "./narrower.js";
import { unboundProblem } from "./unbound-words.js";
import { tellUnusable, type UnusableMeasure, unusableMeasures } from "./unusable-measures.js";

type Checked =
  | { statement: Statement; problem: null; notes: string[] }
  | { statement: null; problem: Problem };

/** Said of SQL that no metric query stands behind: there a row rule belongs to the view, and its scope is told. */
const NARROWED = "Rows that have no partner among those you may see are left out.";

/** Compiles the reading in hand, passes the text through the gate, dry-runs it and looks at its cost. */
export async function validate(state: RunState, scope: RunScope): Promise<Partial<RunState>> {
  const work = currentWork(state);
  const unread = flawProblem(work, scope) ?? unboundProblem(work, state.text, scope);
  const checked = unread ? { statement: null, problem: unread } : await check(work, state.at, scope);
  const changed = withCurrent(state, checked);
  if (!checked.problem) return { work: changed, next: "extract" };
  if (work.source === "model" && state.repairs === 0) return { work: changed, next: "repair" };
  if (hasNext(state)) return { work: changed, next: "rival" };
  if (changed.some(({ extracted, role }) => extracted && role === "reading"))
    return { work: changed, next: "respond" };
  return { work: changed, ...(state.asking ? ask(state.asking) : sendBack(changed, state)) };
}

function sendBack(works: Work[], state: RunState): Partial<RunState> {
  const failed = works.find(({ problem }) => problem !== null);
  return failed
    ? giveUp(failed, state)
    : refuse("not_supported", "There is nothing to run for this question.");
}

/** A model's reply that is no reading. What it would do comes before how it is written. */
function flawProblem(work: Work, { rooms, set, ports }: RunScope): Problem | null {
  const { flaw } = work;
  if (flaw === null) return null;
  const verdict = flaw.sql === null ? null : rooms.gate(flaw.sql, {}, set, ports.catalog);
  const denial = verdict?.verdict === "deny" ? denialOf(verdict, work) : null;
  if (denial?.outcome === "deny") return denial;
  return {
    stage: "reading",
    code: "unusable_reply",
    message: flaw.problem,
    outcome: "clarify",
    narrower: [],
  };
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
  if (!dry.ok) {
    ports.onFault?.(scope.question.answerId, new Error(`A statement does not bind: ${dry.message}`));
    return { statement: null, problem: await bindingProblem(dry.message, work, scope) };
  }
  scope.approved.set(at, approved);
  const narrowed = approved.narrowed && work.query === null;
  return { statement, problem: null, notes: narrowed ? [...work.notes, NARROWED] : work.notes };
}

/** A model needs the engine's own words to repair its SQL; whoever keeps the files, the measure that can't be computed; a person, a simpler question. */
async function bindingProblem(complaint: string, work: Work, scope: RunScope): Promise<Problem> {
  const { query } = work;
  const problem = (code: string, message: string, narrower: string[]): Problem => ({
    stage: "explain",
    code,
    message,
    outcome: "clarify",
    narrower,
  });
  if (work.source === "model" || query === null) return problem("does_not_bind", complaint, []);
  const [unusable] = await unusableIn(query, scope);
  if (unusable) return problem("measure_unusable", tellUnusable(unusable), []);
  const message = "The data can't be computed in this form.";
  return problem("does_not_bind", message, simplerQuestions(query, scope));
}

async function unusableIn(query: MetricQuery, scope: RunScope): Promise<UnusableMeasure[]> {
  const { ports, rooms, set, asOf, results } = scope;
  const { workspace, catalog } = ports;
  const view = workspace.views.find(({ name }) => name === query.view);
  if (!view) return [];
  const asked = JSON.stringify(query);
  const measures = view.measures.filter(({ name }) => asked.includes(JSON.stringify(name)));
  const explain = (approved: ApprovedSql) => results.explain(approved, callOptions(scope));
  return unusableMeasures({ ...view, measures }, rooms, { workspace, set, catalog, asOf, explain });
}
