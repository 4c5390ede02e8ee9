import { MONTH_NAMES } from "../calendar/label.js";
import type { OutputColumn } from "../contracts/result.js";
import { previousColumn } from "./aligned-stage.js";
import { quotientSql } from "./double-values.js";
import { distinctNames } from "./output-names.js";
import type { QueryPlan } from "./query-plan.js";
import { shareColumn } from "./share-stage.js";
import { PERIOD, RANK } from "./stage-columns.js";

/** A column of the answer and the SQL that fills it from the last stage. */
export interface FinalColumn {
  output: OutputColumn;
  sql: string;
}

/** Columns of the answer in their order: period, groups, rank, then each number with what comparison and share add. */
export function finalColumns(plan: QueryPlan): FinalColumn[] {
  const columns = [...dimensionColumns(plan), ...plan.values.flatMap((value) => valueColumns(plan, value))];
  const names = distinctNames(columns.map((column) => column.output.name));
  return columns.map((column, i) => ({ ...column, output: { ...column.output, name: names[i] as string } }));
}

function dimensionColumns(plan: QueryPlan): FinalColumn[] {
  const { periods, rank } = plan.query;
  const columns: FinalColumn[] = [];
  if (periods.length > 1) {
    const labels = periods.map(({ label }, i) => `WHEN ${i + 1} THEN ${plan.parameters.add(label)}`);
    columns.push({
      sql: `CASE ${PERIOD} ${labels.join(" ")} END`,
      output: dimension("Period", "string", { kind: "period" }),
    });
  }
  for (const group of plan.groups) {
    columns.push({
      sql: groupLabel(group.column, group.grouping),
      output: dimension(group.name, group.type, { kind: "group", index: group.index }),
    });
  }
  if (rank !== null) columns.push({ sql: RANK, output: dimension("Rank", "number", { kind: "rank" }) });
  return columns;
}

function valueColumns(plan: QueryPlan, value: QueryPlan["values"][number]): FinalColumn[] {
  const { index, column, name, unit, decimals } = value;
  const columns: FinalColumn[] = [
    { sql: column, output: measure(name, unit, decimals, { kind: "select", index }) },
  ];
  if (plan.query.comparison !== null) {
    columns.push(
      {
        sql: previousColumn(index),
        output: measure(`${name} (previous)`, unit, decimals, { kind: "previous", index }),
      },
      {
        sql: changeSql(column, index),
        output: measure(`${name} change`, unit, decimals, { kind: "change", index }),
      },
      {
        sql: changeRatioSql(column, index),
        output: measure(`${name} change %`, "ratio", null, { kind: "change_ratio", index }),
      },
    );
  }
  if (plan.query.share !== null) {
    columns.push({
      sql: shareColumn(index),
      output: measure(`${name} share`, "ratio", null, { kind: "share", index }),
    });
  }
  return columns;
}

export function changeSql(column: string, index: number): string {
  return `${column} - ${previousColumn(index)}`;
}

/** Growth against the earlier number: (now - before) / before. */
export function changeRatioSql(column: string, index: number): string {
  return quotientSql(changeSql(column, index), previousColumn(index));
}

const NAMES = {
  weekday: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
  month_of_year: MONTH_NAMES,
  quarter_of_year: ["Q1", "Q2", "Q3", "Q4"],
  week_part: ["Weekday", "Weekend"],
} as const;

/** The number of a recurring part as people say it. */
export function groupLabel(column: string, grouping: QueryPlan["groups"][number]["grouping"]): string {
  if (grouping.kind !== "cycle" || grouping.cycle === "hour") return column;
  const names = NAMES[grouping.cycle].map((name, i) => `WHEN ${i + 1} THEN '${name}'`);
  return `CASE ${column} ${names.join(" ")} END`;
}

function dimension(name: string, type: OutputColumn["type"], of: OutputColumn["of"]): OutputColumn {
  return { name, type, role: "dimension", unit: null, of, decimals: null };
}

function measure(
  name: string,
  unit: string | null,
  decimals: number | null,
  of: OutputColumn["of"],
): OutputColumn {
  return { name, type: "number", role: "measure", unit, of, decimals };
}
