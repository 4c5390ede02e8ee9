import type { Answer } from "../../contracts/answer.js";
import { feedback, followUps, options } from "./answer-card-actions.js";
import { computed, leftOut, provenance, uncertainty } from "./answer-card-evidence.js";
import { CARD_SIZES, type CardSize, MAX_BYTES, SMALLEST } from "./answer-card-size.js";
import type { CardState } from "./answer-card-state.js";
import { rowsTable } from "./answer-card-table.js";
import { clip, literal, visible } from "./card-text.js";

export { type CardState, FRESH } from "./answer-card-state.js";

type Json = Record<string, unknown>;

/** An Adaptive Card as plain JSON. */
export interface AnswerCard extends Json {
  type: "AdaptiveCard";
  body: Json[];
}

/**
 * An answer as one card of at most 25 KB without its picture: the first of the sizes that fits. What a smaller one
 * leaves out is said on the card. `chart`: a data URI of a PNG, or null.
 */
export function answerCard(answer: Answer, chart: string | null, state: CardState): AnswerCard {
  const fits = (size: CardSize): boolean =>
    Buffer.byteLength(JSON.stringify(cardOf(answer, null, state, size))) <= MAX_BYTES;
  return cardOf(answer, chart, state, CARD_SIZES.find(fits) ?? SMALLEST);
}

function cardOf(answer: Answer, chart: string | null, state: CardState, size: CardSize): AnswerCard {
  return {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.5",
    msteams: { width: "Full" },
    fallbackText: clip(visible(lead(answer)), size.words),
    body: bodyOf(answer, chart, state, size),
  };
}

function bodyOf(answer: Answer, chart: string | null, state: CardState, size: CardSize): Json[] {
  const said = literal(clip(lead(answer), size.words));
  switch (answer.status) {
    case "answered":
      return [
        literal(clip(answer.headline, size.words), { weight: "Bolder", size: "Medium" }),
        ...narrative(answer, size),
        ...(chart === null
          ? []
          : [{ type: "Image", url: chart, altText: clip(visible(answer.headline), 300), size: "Stretch" }]),
        ...rowsTable(answer, size.rows),
        ...uncertainty(answer, size),
        ...leftOut(answer, size),
        provenance(answer),
        ...computed(answer, size),
        ...followUps(answer, state),
        ...feedback(answer, state),
      ];
    case "clarification":
      return [said, ...options(answer, state)];
    case "refused":
    case "failed":
      return [said, ...followUps(answer, state)];
  }
}

function narrative({ narrative: words, headline }: Answer, size: CardSize): Json[] {
  return words === "" || words === headline ? [] : [literal(clip(words, size.words))];
}

function lead(answer: Answer): string {
  if (answer.error) return `${answer.error.message} ${answer.error.remedy}`;
  return answer.clarification?.question ?? answer.refusal?.message ?? answer.headline;
}
