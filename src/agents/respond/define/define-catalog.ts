import type { ModelView } from "../../../contracts/semantic-model.js";
import { answerableQuestions } from "../../answerable.js";
import type { RunScope } from "../../run-scope.js";
import { profileOf } from "../../run-scope.js";
import { openings } from "../openings.js";
import type { Definition } from "./definition.js";
import { ended } from "./definition.js";

const EXAMPLES = 4;

/** What can be asked here: measures and fields that the user may see, and questions that answer. */
export function defineCatalog(scope: RunScope): Definition {
  const { workspace } = scope.ports;
  const about = workspace.description ? ended(workspace.description) : `Numbers of ${workspace.name}.`;
  const measures = scope.views.flatMap((view) => view.measures.map(({ name }) => name));
  const unique = [...new Set(measures)];
  return {
    headline:
      unique.length === 0
        ? "There is no data here that you may ask about."
        : `You can ask about ${shortList(unique, 8)}.`,
    narrative: [about, ...scope.views.map((view) => viewWords(view, scope))].join(" "),
    citations: [],
    subject: "what can be asked",
    followUps: exampleQuestions(scope),
  };
}

/** Verified onboarding questions first, then the openings of each view in turn. */
export function exampleQuestions(scope: RunScope): string[] {
  const onboarding = scope.ports.workspace.verified
    .filter(({ onboarding }) => onboarding)
    .map(({ question }) => question);
  const perView = Math.max(1, Math.ceil(EXAMPLES / Math.max(1, scope.views.length)));
  const opened = scope.views.flatMap((view) => answerableQuestions(openings(view, scope), perView, scope));
  return [...new Set([...onboarding.slice(0, 2), ...opened])].slice(0, EXAMPLES);
}

function viewWords(view: ModelView, scope: RunScope): string {
  const profile = profileOf(scope, view.name);
  const range = profile?.firstDay && profile.lastDay ? ` (${profile.firstDay} to ${profile.lastDay})` : "";
  const fields = view.fields.map(({ name }) => name);
  const measures = view.measures.map(({ name }) => name);
  return `${view.name}${range}: ${shortList(measures, 20)}, by ${shortList(fields, 20)}.`;
}

function shortList(names: string[], most: number): string {
  const shown = names.slice(0, most);
  return names.length > most ? `${shown.join(", ")} and more` : shown.join(", ");
}
