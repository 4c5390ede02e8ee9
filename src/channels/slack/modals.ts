import type { KnownBlock, ModalView } from "@slack/types";
import type { Answer } from "../../contracts/answer.js";
import { CORRECTION_KINDS, type CorrectionKind } from "../../contracts/conversation.js";
import { CORRECTION_VIEW } from "./actions.js";
import { LIMITS } from "./limits.js";
import { clip, mrkdwn } from "./mrkdwn.js";

/** "How computed": the reading word by word, checks, and the SQL that ran. */
export function computedModal(answer: Answer): ModalView {
  const reading = answer.interpretation
    .map(({ words, as }) => `• ${mrkdwn(words)} → ${mrkdwn(as)}`)
    .join("\n");
  const checks = answer.checks.map(({ name, passed }) => `${passed ? "✓" : "✗"} ${mrkdwn(name)}`).join("\n");
  const facts = [
    answer.confidence === null ? "" : `Confidence ${Math.round(answer.confidence * 100)}%`,
    answer.freshness?.newest ? `Newest data ${answer.freshness.newest}` : "",
    `${Math.round(answer.timings.totalMs)} ms, ${Math.round(answer.timings.databaseMs)} ms of it in the database`,
    `Answer ${answer.id}`,
  ];
  return {
    type: "modal",
    title: { type: "plain_text", text: "How computed" },
    close: { type: "plain_text", text: "Close" },
    blocks: [
      ...text("*Your words*", reading),
      ...text("*Checks*", checks),
      ...text(
        "*Facts*",
        facts
          .filter((fact) => fact !== "")
          .map(mrkdwn)
          .join("\n"),
      ),
      ...sqlBlocks(answer.sql),
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

function text(head: string, body: string): KnownBlock[] {
  if (body === "") return [];
  return [
    {
      type: "section",
      text: { type: "mrkdwn", text: clip(`${head}\n${body}`, LIMITS.sectionText), verbatim: true },
    },
  ];
}

/** SQL in preformatted blocks of the length Slack takes; all of it, over as many as it needs. */
function sqlBlocks(sql: string | null): KnownBlock[] {
  if (sql === null) return [];
  const pieces = sql.match(/[\s\S]{1,2900}/g) ?? [];
  return pieces.slice(0, 40).map((piece) => ({
    type: "rich_text",
    elements: [{ type: "rich_text_preformatted", elements: [{ type: "text", text: piece }] }],
  }));
}
