import type { Check } from "../../../contracts/answer.js";
import type { Draft, Work } from "../../state.js";
import { directionMentions } from "../direction-words.js";
import { checkProse } from "../grounding.js";
import { textOf } from "../prose.js";
import type { Scene } from "../scene.js";
import { changeOf, cutFields, fieldParts } from "./why-parts.js";
import { whyNarrative, whyTable } from "./why-story.js";

const TOLERANCE = 1e-9;

/** Adds to the answer about a change what it is made of: every field's members with their contributions. */
export function answerWhy(draft: Draft, whole: Work, parts: Work[], scene: Scene): Draft {
  const fields = fieldParts(whole, parts, scene);
  const columns = whole.extracted?.columns ?? [];
  const measure = columns.find(({ of }) => of.kind === "select")?.name ?? "The number";
  if (fields.length === 0) {
    const note = `${measure} could not be taken apart: one of the two periods has no rows, or no field splits it.`;
    return { ...draft, uncertainty: [...draft.uncertainty, note] };
  }
  const table = whyTable(fields, columns);
  const told = { ...scene, ...table };
  const narrative = whyNarrative(fields, told);
  const text = textOf(narrative);
  const proved = checkProse(text, narrative, table.rows).length === 0;
  const against = premiseNote(scene.question, measure, changeOf(whole) ?? 0);
  const cut = cutFields(parts).map(
    (field) => `${field} has more members than may be shown, so it was not looked at.`,
  );
  const scope = "This says where the change lies, not what caused it.";
  return {
    ...draft,
    uncertainty: [...draft.uncertainty, ...against, ...cut],
    table,
    narrative: proved ? `${text} ${scope}` : scope,
    checks: [...draft.checks, ...fields.map((field) => addsUp(field, changeOf(whole) ?? 0))],
  };
}

/** A question may take for granted what did not happen. */
function premiseNote(question: string, measure: string, change: number): string[] {
  const [asked] = directionMentions(question);
  if (!asked || change === 0 || Math.sign(change) === asked.sign) return [];
  return [`"${asked.text}" does not hold: ${measure} went ${change > 0 ? "up" : "down"}.`];
}

function addsUp(
  { field, contributions }: { field: string; contributions: { amount: number }[] },
  change: number,
): Check {
  const sum = contributions.reduce((total, { amount }) => total + amount, 0);
  const size = contributions.reduce((total, { amount }) => total + Math.abs(amount), 1);
  return {
    name: `contributions by ${field} sum to the change`,
    passed: Math.abs(sum - change) <= TOLERANCE * size,
  };
}
