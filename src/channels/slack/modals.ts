import type { KnownBlock, ModalView } from "@slack/types";
import type { Answer } from "../../contracts/answer.js";
import { CORRECTION_KINDS, type CorrectionKind } from "../../contracts/conversation.js";
import { CORRECTION_VIEW } from "./actions.js";
import { context, list, paragraph } from "./literal.js";

/** Slack takes 100 blocks in a modal; a piece of SQL is one. */
const MAX_SQL_PIECES = 40;
const PIECE = 2900;
const LIST = 50;

/** "How computed": the reading word by word, notes, checks, sources, and the SQL that ran with its parameters. */
export function computedModal(answer: Answer): ModalView {
  const facts = [
    answer.confidence === null
      ? null
      : { term: "Confidence", meaning: `${Math.round(answer.confidence * 100)}%` },
    answer.freshness?.newest ? { term: "Newest data", meaning: answer.freshness.newest } : null,
    ...answer.citations.map(({ title }) => ({ term: "Source", meaning: title })),
    {
      term: "Time",
      meaning: `${Math.round(answer.timings.totalMs)} ms, ${Math.round(answer.timings.databaseMs)} ms of it in the database`,
    },
    { term: "Answer", meaning: answer.id },
  ].filter((fact) => fact !== null);
  return {
    type: "modal",
    title: { type: "plain_text", text: "How computed" },
    close: { type: "plain_text", text: "Close" },
    blocks: [
      ...part(
        "Your words",
        answer.interpretation.map(({ words, as }) => ({ term: words, meaning: `→ ${as}` })),
      ),
      ...part(
        "Worth knowing",
        answer.uncertainty.map((note) => ({ term: "", meaning: note })),
      ),
      ...part(
        "Checks",
        answer.checks.map(({ name, passed, detail }) => ({
          term: passed ? "Passed" : "Failed",
          meaning: detail ? `${name}: ${detail}` : name,
        })),
      ),
      ...part("Facts", facts),
      ...sqlBlocks(answer),
    ],
  };
}

/** Asks what was wrong and what it should have been; the answer's id travels with the form. */
export function correctionModal(answerId: string): ModalView {
  return {
    type: "modal",
    callback_id: CORRECTION_VIEW,
    private_metadata: answerId,
    title: { type: "plain_text", text: "What was wrong?" },
    submit: { type: "plain_text", text: "Send" },
    close: { type: "plain_text", text: "Cancel" },
    blocks: [
      {
        type: "input",
        block_id: "kind",
        label: { type: "plain_text", text: "What is wrong" },
        element: {
          type: "radio_buttons",
          action_id: "kind",
          options: CORRECTION_KINDS.map((kind) => ({
            text: { type: "plain_text", text: KIND_WORDS[kind] },
            value: kind,
          })),
        },
      },
      {
        type: "input",
        block_id: "comment",
        optional: true,
        label: { type: "plain_text", text: "What should it have been?" },
        element: { type: "plain_text_input", action_id: "comment", multiline: true, max_length: 2000 },
      },
    ],
  };
}

const KIND_WORDS: Record<CorrectionKind, string> = {
  number: "The number",
  filter: "A filter",
  period: "The period",
  measure: "The measure",
  other: "Something else",
};

function part(head: string, entries: { term: string; meaning: string }[]): KnownBlock[] {
  if (entries.length === 0) return [];
  const rest = entries.length - LIST;
  const shown = rest > 0 ? [...entries.slice(0, LIST), { term: "", meaning: `and ${rest} more` }] : entries;
  return [paragraph([{ words: head, bold: true }]), list(shown)];
}

/** SQL in preformatted blocks of the length Slack takes, over as many as it needs. */
function sqlBlocks({ sql, parameters }: Answer): KnownBlock[] {
  if (sql === null) return [];
  const bound = Object.entries(parameters).map(([name, value]) => `-- :${name} = ${value}`);
  const all = [sql, ...bound].join("\n");
  const pieces = all.match(new RegExp(`[\\s\\S]{1,${PIECE}}`, "gu")) ?? [];
  const rest = all.length - MAX_SQL_PIECES * PIECE;
  return [
    paragraph([{ words: "SQL", bold: true }]),
    ...pieces.slice(0, MAX_SQL_PIECES).map(
      (piece): KnownBlock => ({
        type: "rich_text",
        elements: [{ type: "rich_text_preformatted", elements: [{ type: "text", text: piece }] }],
      }),
    ),
    ...(rest > 0
      ? [context(`${rest} of ${all.length} characters of the SQL are left out: Slack takes no more.`)]
      : []),
  ];
}
