import { chartDescription } from "../../charts/chart-spec.js";
import { bucketOf } from "../../charts/shown-rows.js";
import type { AxisGrain } from "../../charts/time-grain.js";
import type { Answer, AnswerColumn } from "../../contracts/answer.js";
import { publicThread, type WebPerson } from "./web-identity.js";

/** An answer as the API gives it: the contract's fields, and what a page needs to show it. */
export interface AnswerView extends Answer {
  columns: (AnswerColumn & { grain?: AxisGrain })[];
  /** The chart in words where there is one; its picture is at /api/answers/<id>/chart.svg. */
  chart: { description: string } | null;
}

/** The answer with its thread as the API names it, the grain of its dates, and its chart in words. */
export function viewAnswer(answer: Answer, person: WebPerson): AnswerView {
  const description = chartDescription(answer);
  return {
    ...answer,
    thread: publicThread(answer.thread, person) ?? answer.thread,
    columns: answer.columns.map((column, index) => {
      if (column.type !== "date") return column;
      return { ...column, grain: bucketOf(column.name, answer.rows, index) };
    }),
    chart: description === null ? null : { description },
  };
}
