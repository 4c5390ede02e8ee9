import type { IsoDate } from "../contracts/dates.js";
import type { Grouping, MetricQuery } from "../contracts/metric-query.js";
import type { Parameters } from "../contracts/policy.js";
import type { Cell } from "../contracts/result.js";
import type { Workspace } from "../contracts/semantic-model.js";
import { alignedStage, previousColumn } from "./aligned-stage.js";
import { checkQuery } from "./check-query.js";
import { type CompileCode, CompileFault } from "./compile-fault.js";
import type { MemberParts, NumberShape, PartValues } from "./contribution.js";
import { type MeasureParts, partsOfSelection } from "./measure-parts.js";
import { groupLabel } from "./output-columns.js";
import type { ValuePlan } from "./plan-value.js";
import { planQuery, type QueryPlan } from "./query-plan.js";
import { StatementBuilder, selectSql } from "./statement-builder.js";

export interface WhyStatement {
  sql: string;
  parameters: Parameters;
}

export type WhyResult =
  | {
      kind: "compiled";
      /** How the parts make the number: input of `decomposeChange`. */
      shape: NumberShape;
      /** One row: the parts of the whole, for `totalOfRow`. */
      total: WhyStatement;
      /** Per field, one row per member: the member, then its parts, for `memberOfRow`. */
      fields: (WhyStatement & { grouping: Grouping; name: string })[];
      relations: string[];
    }
  | { kind: "problem"; code: CompileCode; message: string };

/**
 * Statements that split the change of a number between two periods over the members of each field in `by`. The query
 * has one number and a comparison of kind `range`; its own groupings are left out.
 */
export function compileWhy(
  query: MetricQuery,
  by: readonly Grouping[],
  workspace: Workspace,
  context: { asOf: IsoDate },
): WhyResult {
  try {
    if (query.comparison?.kind !== "range") {
      throw new CompileFault("bad_query", "A change needs two periods: the query compares with none.");
    }
    const base = {
      ...query,
      select: query.select.slice(0, 1),
      groupBy: [],
      having: [],
      order: [],
      top: null,
      rank: null,
      share: null,
    };
    const plan = planQuery(base, workspace, context.asOf);
    checkQuery(plan);
    const [selection] = base.select;
    if (!selection) throw new CompileFault("bad_query", "The query asks for no number.");
    const parts = partsOfSelection(selection, plan);
    return {
      kind: "compiled",
      shape: parts.shape,
      total: statement(plan, parts),
      fields: by.map((grouping) => {
        const grouped = planQuery({ ...base, groupBy: [grouping] }, workspace, context.asOf);
        checkQuery(grouped);
        return { grouping, name: grouped.groups[0]?.name ?? grouping.field, ...statement(grouped, parts) };
      }),
      relations: [...plan.scope.view.relations],
    };
  } catch (fault) {
    if (!(fault instanceof CompileFault)) throw fault;
    return { kind: "problem", code: fault.code, message: fault.message };
  }
}

/** Parts of the whole from the row of `total`. */
export function totalOfRow(row: readonly Cell[]): PartValues {
  const [now, before, nowDenominator, beforeDenominator] = row.map(numberOf);
  return {
    now: { numerator: now ?? null, denominator: nowDenominator ?? null },
    before: { numerator: before ?? null, denominator: beforeDenominator ?? null },
  };
}

/** A member and its parts from a row of a field's statement. */
export function memberOfRow(row: readonly Cell[]): MemberParts<Cell> {
  return { member: row[0] ?? null, ...totalOfRow(row.slice(1)) };
}

function numberOf(cell: Cell): number | null {
  return cell === null ? null : Number(cell);
}

function statement(plan: QueryPlan, parts: MeasureParts): WhyStatement {
  const { comparison, periods } = plan.query;
  if (comparison?.kind !== "range") throw new CompileFault("bad_query", "The query compares with no period.");
  const [asked] = plan.values;
  const fragments = [parts.numerator, ...(parts.denominator === null ? [] : [parts.denominator])];
  const values = fragments.map(
    (fragment, index) =>
      ({ ...asked, index, column: `value_${index + 1}`, emptyIsZero: false, fragment }) as ValuePlan,
  );
  const builder = new StatementBuilder();
  const [period] = periods;
  const stage = alignedStage({ ...plan, values }, builder, {
    range: { start: period?.start ?? null, end: period?.end ?? null },
    isFilled: false,
    earlier: { range: { start: comparison.period.start, end: comparison.period.end }, shift: null },
  });
  const groups = plan.groups.map(({ column, grouping }) => `${groupLabel(column, grouping)} AS member`);
  const numbers = values.flatMap(({ column, index }) => [column, previousColumn(index)]);
  const order = plan.groups.map(({ column }) => `ORDER BY ${column} ASC NULLS LAST`);
  const sql = builder.finish(selectSql([...groups, ...numbers], [`FROM ${stage.name}`, ...order]));
  return { sql, parameters: plan.parameters.toParameters() };
}
