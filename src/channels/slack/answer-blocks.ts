import type { Block, Button, ContextBlock, KnownBlock, SectionBlock } from "@slack/types";
import type { Answer } from "../../contracts/answer.js";
import { ACTIONS } from "./actions.js";
import { LIMITS } from "./limits.js";
import { clip, mrkdwn } from "./mrkdwn.js";
import { tableBlocks } from "./table-block.js";

/** A Slack message: blocks, and the text that notifications and screen readers get and that is posted where blocks are refused. */
export interface SlackMessage {
  text: string;
  blocks: (KnownBlock | Block)[];
}

/** An answer as one Slack message within Slack's limits. `chartFile`: id of an uploaded picture. */
export function answerMessage(answer: Answer, chartFile: string | null): SlackMessage {
  return { text: fallbackText(answer), blocks: blocksFor(answer, chartFile).slice(0, LIMITS.blocks) };
}

/** The whole answer as plain text: what is posted where blocks are refused. */
export function fallbackText(answer: Answer): string {
  const options = answer.clarification?.options.map(
    ({ label, preview }, i) => `${i + 1}. ${label}${preview ? ` (${preview})` : ""}`,
  );
  const lines = [
    leadOf(answer),
    answer.status === "answered" && answer.narrative !== answer.headline ? answer.narrative : "",
    ...(options ?? []),
    ...answer.uncertainty.map((note) => `Note: ${note}`),
  ];
  return clip(mrkdwn(lines.filter((line) => line !== "").join("\n")), LIMITS.fallbackText);
}

function blocksFor(answer: Answer, chartFile: string | null): (KnownBlock | Block)[] {
  switch (answer.status) {
    case "answered":
      return answered(answer, chartFile);
    case "clarification":
      return clarification(answer);
    case "refused":
    case "failed":
      return [section(mrkdwn(leadOf(answer))), ...followUps(answer)];
  }
}

function answered(answer: Answer, chartFile: string | null): (KnownBlock | Block)[] {
  const table = tableBlocks(answer);
  const notes = [...(table.note ? [table.note] : []), ...answer.uncertainty];
  return [
    section(`*${mrkdwn(answer.headline)}*`),
    ...(answer.narrative && answer.narrative !== answer.headline ? [section(mrkdwn(answer.narrative))] : []),
    ...(chartFile ? [chartBlock(chartFile, answer.headline)] : []),
    ...table.blocks,
    ...notes.slice(0, LIMITS.contextElements).map((note) => context(`:warning: ${mrkdwn(note)}`)),
    context(mrkdwn(provenance(answer))),
    ...followUps(answer),
    buttons([button(ACTIONS.computed, "How computed", answer.id)]),
    feedbackBlock(answer.id),
  ];
}

function clarification(answer: Answer): KnownBlock[] {
  const options = answer.clarification?.options ?? [];
  const elements = options
    .slice(0, LIMITS.actionElements)
    .map(({ label, preview }, i) =>
      button(
        `${ACTIONS.option}:${i}`,
        preview ? `${label} (${preview})` : label,
        JSON.stringify({ answer: answer.id, option: i }),
      ),
    );
  return [
    section(mrkdwn(leadOf(answer))),
    ...(elements.length > 0 ? [buttons(elements)] : []),
    context("Press one, or answer in your own words in this thread."),
  ];
}

function followUps(answer: Answer): KnownBlock[] {
  if (answer.followUps.length === 0) return [];
  const elements = answer.followUps
    .slice(0, 5)
    .map((question, i) =>
      button(`${ACTIONS.followUp}:${i}`, question, JSON.stringify({ answer: answer.id, followUp: i })),
    );
  return [buttons(elements)];
}

function provenance(answer: Answer): string {
  const words = answer.interpretation
    .map(({ as }) => as)
    .slice(0, 4)
    .join(" · ");
  const sure = answer.confidence === null ? "" : `confidence ${Math.round(answer.confidence * 100)}%`;
  const fresh = answer.freshness?.newest ? `data to ${answer.freshness.newest}` : "";
  return [words, sure, fresh].filter((part) => part !== "").join(" · ") || "Computed from gold tables";
}

/** What a refusal, a failure or a question back says first; the headline otherwise. */
function leadOf(answer: Answer): string {
  if (answer.error) return `${answer.error.message} ${answer.error.remedy}`;
  return answer.clarification?.question ?? answer.refusal?.message ?? answer.headline;
}

function feedbackBlock(answerId: string): Block {
  const side = (text: string, vote: string, label: string): object => ({
    text: { type: "plain_text", text },
    value: `${vote}:${answerId}`,
    accessibility_label: label,
  });
  return {
    type: "context_actions",
    elements: [
      {
        type: "feedback_buttons",
        action_id: ACTIONS.feedback,
        positive_button: side("Right", "up", "This answer is right"),
        negative_button: side("Wrong", "down", "This answer is wrong"),
      },
    ],
  } as Block;
}

function chartBlock(file: string, headline: string): KnownBlock {
  return { type: "image", slack_file: { id: file }, alt_text: clip(headline || "Chart of the rows", 2000) };
}

function section(text: string): SectionBlock {
  return { type: "section", text: { type: "mrkdwn", text: clip(text, LIMITS.sectionText), verbatim: true } };
}

function context(text: string): ContextBlock {
  return {
    type: "context",
    elements: [{ type: "mrkdwn", text: clip(text, LIMITS.sectionText), verbatim: true }],
  };
}

function buttons(elements: Button[]): KnownBlock {
  return { type: "actions", elements };
}

function button(actionId: string, text: string, value: string): Button {
  return {
    type: "button",
    action_id: actionId,
    text: { type: "plain_text", text: clip(text, LIMITS.buttonText) },
    value: clip(value, LIMITS.value),
  };
}
