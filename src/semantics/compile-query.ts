import type { IsoDate } from "../contracts/dates.js";
import type { MetricQuery } from "../contracts/metric-query.js";
import type { Parameters } from "../contracts/policy.js";
import type { OutputColumn } from "../contracts/result.js";
import type { Workspace } from "../contracts/semantic-model.js";
import { checkQuery } from "./check-query.js";
import { type CompileCode, CompileFault } from "./compile-fault.js";
import { finalSelect } from "./final-select.js";
import { planQuery } from "./query-plan.js";
import { breakdownTotals, type Reconciliation } from "./reconciliation.js";
import { resultStage } from "./result-stage.js";
import { StatementBuilder } from "./statement-builder.js";

export type CompileResult =
  | {
      kind: "compiled";
      /** Databricks SQL with `:p1` … parameters; equal queries give equal text. */
      sql: string;
      parameters: Parameters;
      columns: OutputColumn[];
      /** Relations that may be read, three-part and lower case. */
      relations: string[];
      /** A query whose single row must equal sums over the rows; null where nothing adds up. */
      reconcile: Reconciliation | null;
    }
  | { kind: "problem"; code: CompileCode; message: string };

/**
 * Writes a metric query as one Databricks SQL statement. Rows dated `asOf` or later are invisible. What cannot be
 * computed exactly is a problem with a code, never another number.
 */
export function compileQuery(
  query: MetricQuery,
  workspace: Workspace,
  context: { asOf: IsoDate },
): CompileResult {
  try {
    const plan = planQuery(query, workspace, context.asOf);
    checkQuery(plan);
    const builder = new StatementBuilder();
    const stage = resultStage(plan, builder);
    const { sql, columns } = finalSelect(plan, builder, stage);
    return {
      kind: "compiled",
      sql,
      parameters: plan.parameters.toParameters(),
      columns,
      relations: [...plan.scope.view.relations],
      reconcile: breakdownTotals(query, workspace),
    };
  } catch (fault) {
    if (!(fault instanceof CompileFault)) throw fault;
    return { kind: "problem", code: fault.code, message: fault.message };
  }
}
