import type { AnswerRecord, FeedbackRecord } from "../contracts/conversation-store.js";
import { AppError } from "../contracts/errors.js";
import type { Expectation } from "../contracts/suite.js";

/**
 * What a corrected answer should have been: as given; or the rows of a later answer in the thread that the same person voted up; or
 * the number, or the approved SQL, of the comment. Throws AppError (no_expectation, sql_not_approved).
 */
export function expectationOf(correction: {
  feedback: FeedbackRecord;
  record: AnswerRecord;
  thread: readonly AnswerRecord[];
  votes: readonly FeedbackRecord[];
  promotion: { expect: Expectation | null; approveSql: boolean };
}): Expectation {
  const { feedback, record, promotion } = correction;
  if (promotion.expect !== null) return approved(promotion.expect, promotion.approveSql);
  const comment = feedback.comment ?? "";
  if (SELECT.test(comment)) return approved({ sql: comment }, promotion.approveSql);
  const confirmed = laterAnswer(correction);
  if (confirmed !== null) return { rows: confirmed.answer.rows };
  const number = onlyNumber(comment, feedback.kind === "number");
  if (number !== null && isSingleNumber(record)) return { rows: [[number]] };
  throw new AppError(
    "no_expectation",
    "user",
    `The correction ${feedback.id} does not say what the right answer is${comment === "" ? "" : `: "${comment}"`}.`,
    "Name the expected rows or SQL, or ask the question rightly in its thread and vote that answer up first.",
  );
}

const SELECT = /^\s*(?:select|with)\b[\s\S]*\bfrom\b/i;

/** A promoted query would be trusted from then on, so a person has to have read it. */
function approved(expect: Expectation, approveSql: boolean): Expectation {
  if (expect.sql === undefined || approveSql) return expect;
  throw new AppError(
    "sql_not_approved",
    "user",
    "The expected SQL has not been approved.",
    "Read it, then promote it again with --approve-sql.",
  );
}

function laterAnswer({
  feedback,
  record,
  thread,
  votes,
}: Parameters<typeof expectationOf>[0]): AnswerRecord | null {
  const at = thread.findIndex(({ answer }) => answer.id === record.answer.id);
  const liked = new Set(
    votes.filter(({ vote, user }) => vote === "up" && user === feedback.user).map(({ answerId }) => answerId),
  );
  const later = thread.slice(at + 1).find(({ answer }) => liked.has(answer.id));
  const whole =
    later?.answer.status === "answered" && !later.answer.truncated && later.answer.rows.length > 0;
  return later !== undefined && whole ? later : null;
}

function isSingleNumber({ answer }: AnswerRecord): boolean {
  const measures = answer.columns.filter(({ role }) => role === "measure");
  return answer.rows.length === 1 && measures.length === 1 && measures[0]?.type === "number";
}

const NUMBER = /(?<![\w.,])[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:\s?%)?(?![\w,.]*\d)/g;

/** The one number of a text: where the text is nothing else but that and a currency, or where a wrong number was the complaint. */
function onlyNumber(text: string, isAboutNumber: boolean): number | null {
  const found = text.match(NUMBER) ?? [];
  const [first] = found;
  if (first === undefined || found.length > 1) return null;
  const rest = text.replace(first, "").replace(/[$€£\s.]|[A-Z]{3}\b/g, "");
  if (rest !== "" && !isAboutNumber) return null;
  const value = Number(first.replace(/[,\s%]/g, "").replace("−", "-"));
  return first.endsWith("%") ? value / 100 : value;
}
