import type { Answer } from "../contracts/answer.js";
import type { AnswerRecord, ConversationStore, FeedbackRecord } from "../contracts/conversation-store.js";
import { AppError } from "../contracts/errors.js";
import type { Expectation, Suite } from "../contracts/suite.js";
import { expectationOf } from "./correction-expectation.js";
import { appendCase } from "./suite-text.js";

type CorrectionStore = Pick<
  ConversationStore,
  "corrections" | "feedback" | "answer" | "threadAnswers" | "votes" | "review"
>;

/** A vote down, with the answer that it is about (null once that is no longer kept). */
export interface Correction {
  feedback: FeedbackRecord;
  answer: Answer | null;
}

export interface Promotion {
  /** What the answer should have been; null takes it from the correction itself. */
  expect: Expectation | null;
  /** SQL from a person's comment becomes a case only with this. */
  approveSql: boolean;
}

/** A suite file, as text. */
export interface SuiteFile {
  name: string;
  /** Null where there is none yet. */
  read(): Promise<string | null>;
  write(text: string): Promise<void>;
}

/** Corrections, newest first. */
export async function listCorrections(store: CorrectionStore, limit: number): Promise<Correction[]> {
  const found = await store.corrections(limit);
  return Promise.all(
    found.map(async (feedback) => ({
      feedback,
      answer: (await store.answer(feedback.answerId))?.answer ?? null,
    })),
  );
}

/**
 * Appends a correction to a suite as a case, and marks it confirmed. `id` is that of the feedback or of its answer. Throws AppError
 * (no_correction, no_answer, no_expectation, sql_not_approved, already_promoted, bad_suite).
 */
export async function promoteCorrection(
  store: CorrectionStore,
  suite: SuiteFile,
  id: string,
  promotion: Promotion,
): Promise<{ caseId: string; expect: Expectation }> {
  const { feedback, record } = await findCorrection(store, id);
  const thread = await store.threadAnswers(record.answer.thread, MAX_THREAD);
  const votes = await store.votes(thread.map(({ answer }) => answer.id));
  const expect = expectationOf({ feedback, record, thread, votes, promotion });
  const drafted = draftCase(feedback, record, thread, expect);
  const text = appendCase(
    await suite.read(),
    { name: suite.name, workspace: record.answer.workspace },
    drafted,
  );
  await suite.write(text);
  await store.review(feedback.id, "confirmed");
  return { caseId: drafted.id, expect };
}

/** Marks a correction as unfounded: it no longer counts in the correction rate. Throws AppError (no_correction). */
export async function rejectCorrection(store: CorrectionStore, id: string): Promise<void> {
  const { feedback } = await findCorrection(store, id);
  await store.review(feedback.id, "rejected");
}

async function findCorrection(
  store: CorrectionStore,
  id: string,
): Promise<{ feedback: FeedbackRecord; record: AnswerRecord }> {
  const byAnswer = (await store.votes([id])).find(({ vote }) => vote === "down");
  const feedback = (await store.feedback(id)) ?? byAnswer ?? null;
  if (feedback === null || feedback.vote !== "down")
    throw new AppError(
      "no_correction",
      "user",
      `There is no correction ${id}.`,
      "`assay feedback list` names them.",
    );
  const record = await store.answer(feedback.answerId);
  if (record === null)
    throw new AppError(
      "no_answer",
      "user",
      `The answer of the correction ${id} is no longer kept.`,
      "Write the case by hand.",
    );
  return { feedback, record };
}

type SuiteCase = Suite["cases"][number];

/** The question as it was asked: by whom, as of when, and after what was said before it in its thread. */
function draftCase(
  feedback: FeedbackRecord,
  record: AnswerRecord,
  thread: readonly AnswerRecord[],
  expect: Expectation,
): SuiteCase {
  const id = `correction-${feedback.id.replace(/^fb_/, "").slice(0, 8)}`;
  const who = record.user === "local" ? {} : { as: record.user };
  const when = record.receipt === null ? {} : { as_of: record.receipt.asOf };
  const common = { id, tags: ["correction"], ...who, ...when };
  const at = thread.findIndex(({ answer }) => answer.id === record.answer.id);
  const before = thread
    .slice(Math.max(0, at - MAX_TURNS_BEFORE), Math.max(0, at))
    .filter(({ answer, notice }) => !notice && answer.status !== "failed");
  const ask = record.answer.question;
  if (before.length === 0) return { ...common, ask, expect };
  const turns = before.map(({ answer }) => ({ ask: answer.question, expect: { status: answer.status } }));
  return { ...common, turns: [...turns, { ask, expect }] };
}

const MAX_THREAD = 200;
const MAX_TURNS_BEFORE = 6;
