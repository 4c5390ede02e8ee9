import type { ModelMeasure, ModelView } from "../../../contracts/semantic-model.js";
import { answerableQuestions } from "../../answerable.js";
import type { RunScope } from "../../run-scope.js";
import { plainQuery } from "../openings.js";
import type { Definition } from "./definition.js";
import { ended } from "./definition.js";
import { formulaWords } from "./formula-words.js";
import { documentsAbout } from "./knowledge.js";

/** What a measure is: its comment or document, its formula in words, its other names. */
export function defineMeasure(measure: ModelMeasure, view: ModelView, scope: RunScope): Definition {
  const names = [measure.name, measure.displayName ?? measure.name, ...measure.synonyms];
  const known = documentsAbout(names, scope);
  const formula = `It is computed as ${formulaWords(measure.expr)}.`;
  const told = measure.comment ?? known[0]?.text ?? null;
  const documents = known.map(({ text, document }) => `${ended(text)} (${document.title})`);
  const also = measure.synonyms.length > 0 ? `Also called ${measure.synonyms.join(", ")}.` : "";
  return {
    headline:
      told === null ? `${measure.name} is ${formulaWords(measure.expr)}.` : `${measure.name}: ${ended(told)}`,
    narrative: [
      told === null ? "" : formula,
      ...documents,
      also,
      windowWords(measure),
      additiveWords(measure),
    ]
      .filter((text) => text !== "")
      .join(" "),
    citations: known.map(({ document }) => ({ title: document.title, file: document.file })),
    subject: `the measure ${measure.name} of ${view.name}`,
    followUps: answerableQuestions(questionsAbout(measure, view), 2, scope),
  };
}

function questionsAbout(measure: ModelMeasure, view: ModelView) {
  const whole = plainQuery(view.name, measure.name);
  const time = view.timeField;
  const fields = view.fields.filter(({ type }) => type === "string").map(({ name }) => name);
  return [
    ...(time
      ? [{ ...whole, groupBy: [{ kind: "time" as const, field: time, grain: "year" as const }] }]
      : []),
    ...fields.map((field) => ({ ...whole, groupBy: [{ kind: "field" as const, field }] })),
    whole,
  ];
}

function windowWords({ window }: ModelMeasure): string {
  return window.map(({ range, order }) => `It runs over ${range} by ${order}.`).join(" ");
}

function additiveWords({ additive }: ModelMeasure): string {
  if (additive === "all") return "";
  if (additive.length === 0) return "Its values can't be added up over groups.";
  return `Its values may be added up over ${additive.join(", ")} only.`;
}
