import type { ModelField, ModelView } from "../../../contracts/semantic-model.js";
import { answerableQuestions } from "../../answerable.js";
import type { RunScope } from "../../run-scope.js";
import { profileOf } from "../../run-scope.js";
import { plainQuery } from "../openings.js";
import type { Definition } from "./definition.js";
import { ended } from "./definition.js";
import { documentsAbout } from "./knowledge.js";

const SHOWN = 8;

/** What a field is, and some of the values that this user may see. */
export function defineField(field: ModelField, view: ModelView, scope: RunScope): Definition {
  const names = [field.name, field.displayName ?? field.name, ...field.synonyms];
  const known = documentsAbout(names, scope);
  const told = field.comment ?? known[0]?.text ?? `a field of ${view.name} by which its numbers can be split`;
  const profile = profileOf(scope, view.name)?.fields.find((each) => each.field === field.name);
  const values = profile?.values ?? [];
  const some = values.slice(0, SHOWN).join(", ");
  const more = values.length > SHOWN ? ", and others" : "";
  const also = field.synonyms.length > 0 ? `Also called ${field.synonyms.join(", ")}.` : "";
  return {
    headline: `${field.name}: ${ended(told)}`,
    narrative: [some === "" ? "" : `Its values: ${some}${more}.`, also]
      .filter((text) => text !== "")
      .join(" "),
    citations: known.map(({ document }) => ({ title: document.title, file: document.file })),
    subject: `the field ${field.name} of ${view.name}`,
    followUps: answerableQuestions(
      view.measures.map(({ name }) => ({
        ...plainQuery(view.name, name),
        groupBy:
          field.name === view.timeField
            ? [{ kind: "time" as const, field: field.name, grain: "year" as const }]
            : [{ kind: "field" as const, field: field.name }],
      })),
      2,
      scope,
    ),
  };
}
