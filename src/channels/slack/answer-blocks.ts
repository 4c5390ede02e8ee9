import type { Block, Button, KnownBlock } from "@slack/types";
import type { Answer } from "../../contracts/answer.js";
import { ACTIONS } from "./actions.js";
import { LIMITS } from "./limits.js";
import { context, headline, list, plain, section } from "./literal.js";
import { clip, mrkdwn } from "./mrkdwn.js";
import { tableBlocks } from "./table-block.js";

/** A Slack message: blocks, and the text that notifications and screen readers get and that is posted where blocks are refused. */
export interface SlackMessage {
  text: string;
  blocks: (KnownBlock | Block)[];
}

/** Of Slack's 50 blocks ten are kept for what is no note. */
const MAX_NOTES = LIMITS.blocks - 10;
const MAX_FOLLOW_UPS = 5;
/** Slack cuts longer words on a button where the window is narrow. */
const SHOWN_ON_BUTTON = 40;

/** An answer as one Slack message within Slack's limits. `chartFile`: id of an uploaded picture. */
export function answerMessage(answer: Answer, chartFile: string | null): SlackMessage {
  return { text: fallbackText(answer), blocks: blocksFor(answer, chartFile) };
}

/** The whole answer as plain text: what is posted where blocks are refused. */
export function fallbackText(answer: Answer): string {
  const lines = [
    leadOf(answer),
    answer.status === "answered" && answer.narrative !== answer.headline ? answer.narrative : "",
    ...optionTitles(answer).map((title, i) => `${i + 1}. ${title}`),
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
      return [section(leadOf(answer)), ...followUps(answer)];
  }
}

function answered(answer: Answer, chartFile: string | null): (KnownBlock | Block)[] {
  const table = tableBlocks(answer);
  return [
    headline(answer.headline),
    ...(answer.narrative && answer.narrative !== answer.headline ? [section(answer.narrative)] : []),
    ...(chartFile ? [chartBlock(chartFile, answer.headline)] : []),
    ...table.blocks,
    ...(table.note ? [context(table.note)] : []),
    ...notes(answer.uncertainty),
    context(provenance(answer)),
    ...followUps(answer),
    buttons([button(ACTIONS.computed, "How computed", answer.id)]),
    feedbackBlock(answer.id),
  ];
}

function notes(all: readonly string[]): KnownBlock[] {
  const shown = all.slice(0, MAX_NOTES).map((note) => context(`⚠ ${note}`));
  const rest = all.length - shown.length;
  return rest === 0 ? shown : [...shown, context(`⚠ and ${rest} more notes, under How computed.`)];
}

function clarification(answer: Answer): KnownBlock[] {
  const titles = optionTitles(answer);
  const elements = titles
    .slice(0, LIMITS.actionElements)
    .map((title, i) =>
      button(`${ACTIONS.option}:${i}`, title, JSON.stringify({ answer: answer.id, option: i })),
    );
  const cut = titles.filter((title, i) => i >= LIMITS.actionElements || title.length > SHOWN_ON_BUTTON);
  return [
    section(leadOf(answer)),
    ...(cut.length > 0 ? [list(cut.map((title) => ({ term: "", meaning: title })))] : []),
    ...(elements.length > 0 ? [buttons(elements)] : []),
    context(
      elements.length > 0
        ? "Press one, or answer in your own words in this thread."
        : "Answer in your own words in this thread.",
    ),
  ];
}

function optionTitles({ clarification: asked }: Answer): string[] {
  return (asked?.options ?? []).map(({ label, preview }) => (preview ? `${label} (${preview})` : label));
}

function followUps(answer: Answer): KnownBlock[] {
  if (answer.followUps.length === 0) return [];
  const elements = answer.followUps
    .slice(0, MAX_FOLLOW_UPS)
    .map((question, i) =>
      button(`${ACTIONS.followUp}:${i}`, question, JSON.stringify({ answer: answer.id, followUp: i })),
    );
  return [buttons(elements)];
}

function provenance({ confidence, freshness }: Answer): string {
  const sure = confidence === null ? "" : `Confidence ${Math.round(confidence * 100)}%`;
  const late = freshness?.stale ? ", which is later than agreed" : "";
  const fresh = freshness?.newest ? `data to ${freshness.newest}${late}` : "";
  return [sure, fresh].filter((part) => part !== "").join(" · ") || "Computed from gold tables";
}

/** What a refusal, a failure or a question back says first; the headline otherwise. */
function leadOf(answer: Answer): string {
  if (answer.error) return `${answer.error.message} ${answer.error.remedy}`;
  return answer.clarification?.question ?? answer.refusal?.message ?? answer.headline;
}

function feedbackBlock(answerId: string): Block {
  const side = (text: string, vote: string, label: string): object => ({
    text: plain(text, LIMITS.buttonText),
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

function chartBlock(file: string, words: string): KnownBlock {
  return { type: "image", slack_file: { id: file }, alt_text: clip(words || "Chart of the rows", 2000) };
}

function buttons(elements: Button[]): KnownBlock {
  return { type: "actions", elements };
}

function button(actionId: string, text: string, value: string): Button {
  return {
    type: "button",
    action_id: actionId,
    text: plain(text, LIMITS.buttonText),
    value: clip(value, LIMITS.value),
  };
}
