import type { Answer } from "../../contracts/answer.js";
import { CORRECTION_KINDS } from "../../contracts/conversation.js";
import { formatCell } from "../../format/cell.js";
import { cardText } from "./card-text.js";

type Json = Record<string, unknown>;

/** An Adaptive Card as plain JSON. */
export interface AnswerCard extends Json {
  type: "AdaptiveCard";
  body: Json[];
}

/** What has happened to the card since it was posted; pressing returns the whole card, or Teams would drop the answer. */
export interface CardState {
  vote: "up" | "down" | null;
  corrected: boolean;
  /** Label or question of the button that was pressed; its row is then closed. */
  chosen: string | null;
}

export const FRESH: CardState = { vote: null, corrected: false, chosen: null };

const MAX_ROWS = 15;
const MAX_COLUMNS = 8;
const MAX_CELL = 80;
/** Teams refuses larger messages; pictures do not count. */
const MAX_BYTES = 25_000;

/** An answer as one card of at most 25 KB without its picture. `chart`: a data URI of a PNG, or null. */
export function answerCard(answer: Answer, chart: string | null, state: CardState): AnswerCard {
  for (const rows of [MAX_ROWS, 8, 3, 0]) {
    const card = cardOf(answer, null, state, rows);
    if (Buffer.byteLength(JSON.stringify(card)) <= MAX_BYTES)
      return chart === null ? card : cardOf(answer, chart, state, rows);
  }
  return cardOf(
    { ...answer, narrative: "", sql: null, uncertainty: answer.uncertainty.slice(0, 3) },
    chart,
    state,
    0,
  );
}

function cardOf(answer: Answer, chart: string | null, state: CardState, maxRows: number): AnswerCard {
  return {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.5",
    msteams: { width: "Full" },
    fallbackText: clip(lead(answer), 1000),
    body: bodyOf(answer, chart, state, maxRows),
  };
}

function bodyOf(answer: Answer, chart: string | null, state: CardState, maxRows: number): Json[] {
  switch (answer.status) {
    case "answered":
      return [
        text(answer.headline, { weight: "Bolder", size: "Medium" }),
        ...(answer.narrative && answer.narrative !== answer.headline ? [text(answer.narrative)] : []),
        ...(chart === null
          ? []
          : [{ type: "Image", url: chart, altText: clip(answer.headline, 300), size: "Stretch" }]),
        ...table(answer, maxRows),
        ...notes(answer, maxRows),
        ...computed(answer),
        ...followUps(answer, state),
        ...feedback(answer, state),
      ];
    case "clarification":
      return [text(lead(answer)), ...options(answer, state)];
    case "refused":
    case "failed":
      return [text(lead(answer)), ...followUps(answer, state)];
  }
}

function table({ columns, rows }: Answer, maxRows: number): Json[] {
  if (rows.length === 0 || maxRows === 0 || (rows.length === 1 && columns.length === 1)) return [];
  const shown = columns.slice(0, MAX_COLUMNS);
  const align = (i: number): Json => (shown[i]?.type === "number" ? { horizontalAlignment: "Right" } : {});
  const row = (cells: string[], bold: boolean): Json => ({
    type: "TableRow",
    cells: cells.map((cell, i) => ({
      type: "TableCell",
      items: [text(clip(cell, MAX_CELL), { ...align(i), ...(bold ? { weight: "Bolder" } : {}) })],
    })),
  });
  return [
    {
      type: "Table",
      firstRowAsHeaders: true,
      showGridLines: false,
      columns: shown.map((column) => ({ width: column.type === "number" ? 1 : 2 })),
      rows: [
        row(
          shown.map(({ name }) => name),
          true,
        ),
        ...rows.slice(0, maxRows).map((cells) =>
          row(
            shown.map((column, i) => formatCell(cells[i] ?? null, column)),
            false,
          ),
        ),
      ],
    },
  ];
}

function notes(answer: Answer, maxRows: number): Json[] {
  const { rows, columns, totalRows, uncertainty } = answer;
  const shown = Math.min(rows.length, maxRows);
  const all = Math.max(rows.length, totalRows ?? 0);
  const cut = [
    all > shown && all > 1 ? `The table shows ${shown} of ${all} rows; ask for less to see it whole.` : null,
    columns.length > MAX_COLUMNS ? `The table shows ${MAX_COLUMNS} of ${columns.length} columns.` : null,
  ];
  return [...uncertainty, ...cut.filter((note) => note !== null)].map((note) =>
    text(`Note: ${note}`, { isSubtle: true, color: "Warning" }),
  );
}

function computed(answer: Answer): Json[] {
  const facts = answer.interpretation.map(({ words, as }) => ({
    title: cardText(clip(words, 60)),
    value: cardText(clip(as, 200)),
  }));
  if (answer.confidence !== null)
    facts.push({ title: "Confidence", value: `${Math.round(answer.confidence * 100)}%` });
  if (answer.freshness?.newest) facts.push({ title: "Newest data", value: answer.freshness.newest });
  for (const { name, passed } of answer.checks)
    facts.push({ title: "Check", value: cardText(`${passed ? "passed" : "failed"}: ${name}`) });
  const details: Json[] = [{ type: "FactSet", facts }];
  if (answer.sql)
    details.push({
      type: "TextBlock",
      text: clip(answer.sql, 4000),
      fontType: "Monospace",
      wrap: true,
      size: "Small",
    });
  return [
    { type: "Container", id: "computed", isVisible: false, items: details },
    {
      type: "ActionSet",
      actions: [{ type: "Action.ToggleVisibility", title: "How computed", targetElements: ["computed"] }],
    },
  ];
}

function options(answer: Answer, state: CardState): Json[] {
  if (state.chosen !== null) return [text(`You chose: ${state.chosen}`, { isSubtle: true })];
  const actions = (answer.clarification?.options ?? []).slice(0, 6).map(({ label, preview }, option) => ({
    type: "Action.Execute",
    title: clip(preview ? `${label} (${preview})` : label, 60),
    verb: "option",
    data: { answer: answer.id, option },
  }));
  return [
    { type: "ActionSet", actions },
    text("Press one, or answer in your own words.", { isSubtle: true }),
  ];
}

function followUps(answer: Answer, state: CardState): Json[] {
  if (answer.followUps.length === 0) return [];
  if (state.chosen !== null) return [text(`Asked: ${state.chosen}`, { isSubtle: true })];
  const actions = answer.followUps.slice(0, 4).map((question, followUp) => ({
    type: "Action.Execute",
    title: clip(question, 60),
    verb: "followUp",
    data: { answer: answer.id, followUp },
  }));
  return [{ type: "ActionSet", actions }];
}

function feedback(answer: Answer, state: CardState): Json[] {
  if (state.corrected) return [text("Thank you: your correction was recorded.", { isSubtle: true })];
  const right = vote(answer, "Right", "up");
  const wrong = vote(answer, "Wrong", "down");
  if (state.vote === "up")
    return [text("Thank you: marked as right.", { isSubtle: true }), { type: "ActionSet", actions: [wrong] }];
  if (state.vote === "down") return correction(answer, right);
  return [{ type: "ActionSet", actions: [right, wrong] }];
}

/** Votes without the form's inputs: changing one's mind must not ask what is wrong first. */
function vote(answer: Answer, title: string, value: "up" | "down"): Json {
  return {
    type: "Action.Execute",
    title,
    verb: "vote",
    data: { answer: answer.id, vote: value },
    associatedInputs: "none",
  };
}

function correction(answer: Answer, right: Json): Json[] {
  return [
    text("What is wrong?", { weight: "Bolder" }),
    {
      type: "Input.ChoiceSet",
      id: "kind",
      style: "expanded",
      isRequired: true,
      errorMessage: "Choose one.",
      choices: CORRECTION_KINDS.map((value) => ({
        title: `${value.slice(0, 1).toUpperCase()}${value.slice(1)}`,
        value,
      })),
    },
    {
      type: "Input.Text",
      id: "comment",
      label: "What should it have been?",
      isMultiline: true,
      maxLength: 2000,
    },
    {
      type: "ActionSet",
      actions: [
        { type: "Action.Execute", title: "Send", verb: "correct", data: { answer: answer.id } },
        right,
      ],
    },
  ];
}

function lead(answer: Answer): string {
  if (answer.error) return `${answer.error.message} ${answer.error.remedy}`;
  return answer.clarification?.question ?? answer.refusal?.message ?? answer.headline;
}

function text(words: string, style: Json = {}): Json {
  return { type: "TextBlock", text: cardText(clip(words, 3000)), wrap: true, ...style };
}

function clip(words: string, limit: number): string {
  const characters = Array.from(words);
  return characters.length <= limit ? words : `${characters.slice(0, limit - 1).join("")}…`;
}
