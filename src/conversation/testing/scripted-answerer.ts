import { createHash } from "node:crypto";
import type { Answer } from "../../contracts/answer.js";
import type { AgentOutcome, AgentQuestion, Answerer } from "../../contracts/conversation.js";
import { AppError } from "../../contracts/errors.js";
import { type MetricQuery, queryOn } from "../../contracts/metric-query.js";
import type { Receipt } from "../../contracts/ports.js";
import type { ThreadContext } from "../../contracts/reading.js";
import { exampleAnswer } from "../../observability/testing/example-answer.js";

export interface ScriptedAnswerer extends Answerer {
  /** Every question that was worked at, in order of start. */
  readonly asked: AgentQuestion[];
}

/**
 * An answerer whose answers follow from the words alone:
 * `apples …` counts the letters · `and then` repeats the last query of the thread · `sales` asks whether gross or net is meant ·
 * `long` gives 400 rows · `forecast` is refused · `outage` fails · `crash` throws · `slow N …` takes N ms ·
 * `starting N …` waits N ms for a warehouse that starts · `hang` waits for its signal · anything else is refused as no data question.
 */
export function scriptedAnswerer(workspace = "orchard"): ScriptedAnswerer {
  const asked: AgentQuestion[] = [];
  return {
    asked,
    answer: async (question) => {
      asked.push(question);
      question.onStage("reading");
      const outcome = await script(workspace, question);
      question.onStage("answering");
      return outcome;
    },
    replay: async (receipt) => {
      const same = receipt.resultHash === hashOf(receipt.answer.rows);
      return { answerId: receipt.answerId, same, differences: same ? [] : ["The rows differ."] };
    },
  };
}

async function script(workspace: string, question: AgentQuestion): Promise<AgentOutcome> {
  const { context } = question;
  const text = chosen(question) ?? question.text.trim();
  const slow = /^slow (\d+)/.exec(text)?.[1];
  if (slow !== undefined) await waitFor(Number(slow), question.signal);
  const starting = /^starting (\d+)/.exec(text)?.[1];
  if (starting !== undefined) {
    question.onStage("querying");
    await waitFor(Number(starting), question.signal);
  }
  if (text === "hang") await waitFor(60_000, question.signal);
  if (text === "crash") throw new Error("scripted crash about ana@example.com");

  if (text === "sales")
    return outcome(workspace, question, {
      status: "clarification",
      path: null,
      headline: "Which sales do you mean?",
      clarification: {
        question: "Which sales do you mean?",
        options: [
          { label: "Gross", question: "apples gross", preview: "12" },
          { label: "Net", question: "apples net", preview: "10" },
        ],
      },
    });
  if (text === "outage")
    return outcome(workspace, question, {
      status: "failed",
      path: null,
      headline: "The warehouse did not answer.",
      error: {
        code: "warehouse_unavailable",
        message: "The warehouse did not answer.",
        remedy: "Ask again in a minute.",
      },
    });
  if (text === "forecast")
    return outcome(workspace, question, {
      status: "refused",
      path: null,
      headline: "I do not forecast.",
      refusal: { code: "not_supported", message: "I do not forecast." },
    });
  if (text === "long")
    return outcome(workspace, question, {
      rows: Array.from({ length: 400 }, (_, n) => [`orchard number ${n}`, n]),
      columns: [
        { name: "Orchard", type: "string", role: "dimension" },
        { name: "Apples", type: "number", role: "measure" },
      ],
      totalRows: 400,
      narrative: "Every orchard is listed. ".repeat(200),
    });
  if (text === "and then") {
    const last = context.queries.at(-1)?.view ?? "nothing";
    return counted(workspace, question, `after ${last}`);
  }
  if (/apples|slow|starting/.test(text)) return counted(workspace, question, text);
  return outcome(workspace, question, {
    status: "refused",
    path: null,
    headline: "That is no question about the orchard.",
    refusal: { code: "not_a_data_question", message: "That is no question about the orchard." },
  });
}

/** The question of the option whose label was said, while a clarification is open. */
function chosen({ text, context }: AgentQuestion): string | null {
  return context.open?.options.find(({ label }) => label === text)?.question ?? null;
}

function counted(workspace: string, question: AgentQuestion, text: string): AgentOutcome {
  return outcome(
    workspace,
    question,
    { rows: [[text.length]], headline: `There were ${text.length} apples for "${text}".` },
    [...question.context.queries, queryNamed(text)],
  );
}

function outcome(
  workspace: string,
  question: AgentQuestion,
  fields: Partial<Answer>,
  queries = question.context.queries,
): AgentOutcome {
  const answered = (fields.status ?? "answered") === "answered";
  const answer = exampleAnswer({
    id: question.answerId,
    request: question.request,
    thread: question.thread,
    workspace,
    question: question.text,
    ...(answered
      ? {}
      : { rows: [], columns: [], sql: null, executedSql: null, confidence: null, totalRows: null }),
    ...fields,
  });
  const { clarification } = answer;
  const context: ThreadContext = {
    queries,
    shown: { columns: answer.columns.map(({ name }) => name), rows: answer.rows },
    open:
      clarification === null
        ? null
        : {
            question: clarification.question,
            original: question.text,
            options: clarification.options.map((option) => ({ ...option, query: null })),
          },
  };
  return { answer, context, receipt: receiptOf(question, answer, queries.at(-1) ?? null) };
}

function receiptOf(question: AgentQuestion, answer: Answer, query: MetricQuery | null): Receipt {
  return {
    version: 1,
    answerId: question.answerId,
    createdAt: "2026-01-01T00:00:00.000Z",
    workspace: answer.workspace,
    workspaceHash: "hash",
    user: question.user,
    policyKey: "everyone",
    thread: question.thread,
    question: question.text,
    asOf: question.asOf ?? "2026-01-01",
    query,
    verifiedQuery: null,
    sql: answer.sql,
    parameters: {},
    tableVersions: {},
    resultHash: hashOf(answer.rows),
    answer,
  };
}

function hashOf(rows: unknown): string {
  return createHash("sha256").update(JSON.stringify(rows)).digest("hex");
}

function queryNamed(view: string): MetricQuery {
  return queryOn(view, { select: [{ kind: "measure", measure: "Apples" }] });
}

function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(new AppError("warehouse_cancelled", "warehouse", "Cancelled.", "Ask again."));
    });
  });
}
