import { withPartMeasures } from "../respond/why/part-measures.js";
import type { RunScope } from "../run-scope.js";
import type { Problem, Statement, Work } from "../state.js";
import { simplerQuestions } from "./narrower.js";

/** The statement of a reading: compiled from its metric query, or as a model or a verified question gave it. */
export function compileWork(
  work: Work,
  scope: RunScope,
): { statement: Statement; problem: null } | { statement: null; problem: Problem } {
  if (work.given) return { statement: work.given, problem: null };
  if (!work.query) throw new TypeError("A work has neither a query nor SQL.");
  const own = scope.ports.workspace;
  const workspace = work.role === "part" ? withPartMeasures(own, work.query) : own;
  const compiled = scope.rooms.compile(work.query, workspace, { asOf: scope.asOf });
  if (compiled.kind === "compiled") {
    const { sql, parameters, columns, reconcile } = compiled;
    return { statement: { sql, parameters, columns, reconcile }, problem: null };
  }
  const { code, message } = compiled;
  return {
    statement: null,
    problem: {
      stage: "compile",
      code,
      message,
      outcome: "clarify",
      narrower: simplerQuestions(work.query, scope),
    },
  };
}
