import { FENCE_RULE } from "./fence.js";

/** Says what kind of question it is, before a reading is paid for. */
export function kindPrompt(catalogue: string): string {
  return [
    "You sort questions that people ask about business data. Answer with JSON alone.",
    'about: "this_data" where the question could be answered from the catalogue below, in whatever language it is asked; "forecast_cause_or_action" where it asks for a forecast, a cause beyond the data, or for something to be done; "something_else" otherwise.',
    FENCE_RULE,
    `CATALOGUE\n${catalogue}`,
  ].join("\n\n");
}

/** Asks for a reading: names of the catalogue, and for each word what it was bound to. */
export function planPrompt(catalogue: string, terms: readonly string[]): string {
  return [
    "You turn one business question into a reading of it. Answer with JSON alone, by the schema.",
    [
      "Rules:",
      "- Use only names of the catalogue, spelled as they are there, all of one view.",
      "- measures: what is to be computed. counts: fields whose different values are to be counted. group_by: one row for each; for a date field say by which unit.",
      "- filters: values as the data has them. A word that is no value of the data must not become one.",
      '- periods: in English words that a calendar reads ("last quarter", "March 2017", "year to date", "from 2017-01-01 to 2017-02-15"); several only where several are set side by side. Never work out dates. Leave it empty where the question names none.',
      '- compare: only where a comparison with an earlier time is asked. share: only where a part of the whole is asked. top: "the 3 best" is {count: 3, order: "most"}.',
      '- Nothing may be in the reading that no word asks for, and no word may be dropped: what you cannot bind makes kind "none".',
      "- words: for every word of the question that means something, its words exactly as typed, what it is, and the name it was bound to: of a measure, field, value or named filter its name; of a period its text in periods; of an operation one of top, sort, share, compare, group, filter, not, count, threshold. filler only for words that change nothing.",
      '- follows: true only where the question goes on from "the question before". Then keep of that query all that the new words leave as it is, its days in words that a calendar reads, and list in words only what this question says. false where it stands by itself; then nothing is kept.',
      '- kind "none" with a reason where the catalogue has no such thing. needs_sql true only where all that is asked is there, but cannot be said in this form (a median, a running total, a join of two results).',
      "- language: ISO 639-1 code of the question's language.",
    ].join("\n"),
    FENCE_RULE,
    `CATALOGUE\n${catalogue}`,
    ...(terms.length > 0 ? [`NAMED FILTERS\n${terms.join("\n")}`] : []),
  ].join("\n\n");
}

/** Asks for SQL, where no reading can say it. */
export function sqlPrompt(tables: string, catalogue: string): string {
  return [
    "You write one Databricks SQL SELECT statement that answers one business question. Answer with JSON alone, by the schema.",
    [
      "Rules:",
      "- One SELECT (WITH is allowed) over the tables below, named in three parts. No other statement, no star, no function that reads files or other tables.",
      "- Give every column a name that people understand. At most some hundred rows: aggregate.",
      '- Where a table has a date, use the parameters :start and :end, which stand for the period of the question: "date >= :start AND date < :end". Without a period use ":end" alone. Never write a date of your own.',
      '- period: the period in English words that a calendar reads ("last quarter", "March 2017"), or "" where the question names none.',
      "- words: for every word of the question that means something, its words exactly as typed, what it is, and the name (column, value, period or operation) that it became in the SQL.",
      '- kind "none" with a reason where the tables do not hold what is asked.',
      "- language: ISO 639-1 code of the question's language.",
    ].join("\n"),
    FENCE_RULE,
    `TABLES\n${tables}`,
    `MEANING OF NAMES\n${catalogue}`,
  ].join("\n\n");
}
