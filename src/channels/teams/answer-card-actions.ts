import type { Answer } from "../../contracts/answer.js";
import { CORRECTION_KINDS } from "../../contracts/conversation.js";
import type { CardState } from "./answer-card-state.js";
import { clip, literal, visible } from "./card-text.js";

type Json = Record<string, unknown>;

/** Teams draws at most six buttons in a row, and cuts long words on them. */
const MAX_BUTTONS = 6;
const MAX_TITLE = 60;
const MAX_LINE = 400;

/** The options of a question back: a button each, and in words those that buttons cannot hold. */
export function options(answer: Answer, state: CardState): Json[] {
  if (state.chosen !== null)
    return [literal(`You chose: ${clip(state.chosen, MAX_LINE)}`, { isSubtle: true })];
  const all = (answer.clarification?.options ?? []).map(({ label, preview }) =>
    preview ? `${label} (${preview})` : label,
  );
  const cut = all.filter((title, i) => i >= MAX_BUTTONS || Array.from(title).length > MAX_TITLE);
  return [
    ...cut.slice(0, 20).map((title) => literal(`• ${clip(title, MAX_LINE)}`, {}, { spacing: "Small" })),
    ...(cut.length > 20 ? [literal(`• and ${cut.length - 20} more`, {}, { spacing: "Small" })] : []),
    ...actionSet(
      all.slice(0, MAX_BUTTONS).map((title, option) => press(answer, title, state, "option", { option })),
    ),
    literal(all.length > 0 ? "Press one, or answer in your own words." : "Answer in your own words.", {
      isSubtle: true,
    }),
  ];
}

/** Questions to ask next. */
export function followUps(answer: Answer, state: CardState): Json[] {
  if (answer.followUps.length === 0) return [];
  if (state.chosen !== null) return [literal(`Asked: ${clip(state.chosen, MAX_LINE)}`, { isSubtle: true })];
  return actionSet(
    answer.followUps
      .slice(0, 4)
      .map((question, followUp) => press(answer, question, state, "followUp", { followUp })),
  );
}

/** Right and Wrong; after Wrong, the form that asks what it should have been. */
export function feedback(answer: Answer, state: CardState): Json[] {
  if (state.corrected) return [literal("Thank you: your correction was recorded.", { isSubtle: true })];
  const right = vote(answer, "Right", state, "up");
  const wrong = vote(answer, "Wrong", state, "down");
  if (state.vote === "up")
    return [literal("Thank you: marked as right.", { isSubtle: true }), ...actionSet([wrong])];
  if (state.vote === "down") return correction(answer, state, right);
  return actionSet([right, wrong]);
}

/** Votes without the form's inputs: changing one's mind must not ask what is wrong first. */
function vote(answer: Answer, title: string, state: CardState, value: "up" | "down"): Json {
  return { ...press(answer, title, state, "vote", { vote: value }), associatedInputs: "none" };
}

function correction(answer: Answer, state: CardState, right: Json): Json[] {
  return [
    literal("What is wrong?", { weight: "Bolder" }),
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
    ...actionSet([press(answer, "Send", state, "correct", {}), right]),
  ];
}

/** The card's state travels with every press, so that the card that comes back keeps what was pressed before. */
function press(answer: Answer, title: string, state: CardState, verb: string, data: Json): Json {
  return {
    type: "Action.Execute",
    title: clip(visible(title), MAX_TITLE),
    verb,
    data: { answer: answer.id, state, ...data },
  };
}

function actionSet(actions: Json[]): Json[] {
  return actions.length === 0 ? [] : [{ type: "ActionSet", actions }];
}
