import { assertUnreachable } from "../../../contracts/errors.js";
import type { RunScope } from "../../run-scope.js";
import { viewOf } from "../../run-scope.js";
import type { Draft, RunState, Topic } from "../../state.js";
import { confidenceOf, ledgerSignals } from "../confidence.js";
import { interpretationOf } from "../interpretation.js";
import { defineCatalog, exampleQuestions } from "./define-catalog.js";
import { defineField } from "./define-field.js";
import { defineMeasure } from "./define-measure.js";
import { type Definition, ended } from "./definition.js";
import { explainAnswer } from "./explain-answer.js";
import { plainParagraphs } from "./knowledge.js";

/** Answers from the model alone: what a measure or field is, what can be asked, how the last answer came about. */
export function defineTopic(topic: Topic, state: RunState, scope: RunScope): Draft {
  const definition = definitionOf(topic, state, scope);
  const read = interpretationOf(state.ledger);
  const followUps =
    definition.followUps.length > 0 ? definition.followUps : exampleQuestions(scope).slice(0, 3);
  return {
    path: "defined",
    headline: definition.headline,
    narrative: definition.narrative,
    work: null,
    table: null,
    sql: definition.sql ?? null,
    confidence: confidenceOf(ledgerSignals(state.ledger), scope.ports.confidence),
    uncertainty: fuzzyNotes(state),
    followUps,
    interpretation: read.length > 0 ? read : [{ words: state.text, as: definition.subject }],
    freshness: null,
    checks: [],
    citations: definition.citations,
  };
}

function definitionOf(topic: Topic, state: RunState, scope: RunScope): Definition {
  switch (topic.kind) {
    case "measure": {
      const view = viewOf(scope, topic.view);
      const measure = view?.measures.find(({ name }) => name === topic.name);
      return view && measure ? defineMeasure(measure, view, scope) : defineCatalog(scope);
    }
    case "field": {
      const view = viewOf(scope, topic.view);
      const field = view?.fields.find(({ name }) => name === topic.name);
      return view && field ? defineField(field, view, scope) : defineCatalog(scope);
    }
    case "term":
      return defineTerm(topic.name, scope);
    case "passage":
      return definePassage(topic, scope);
    case "catalog":
      return defineCatalog(scope);
    case "explain": {
      const last = state.thread.queries.at(-1);
      return last ? explainAnswer(last, scope) : defineCatalog(scope);
    }
    case "reset":
      return {
        headline: "Started over: nothing of this thread is carried on.",
        narrative: "",
        citations: [],
        subject: "start over",
        followUps: [],
      };
    default:
      return assertUnreachable(topic);
  }
}

/** A document speaks for itself: quoted whole, and named. */
function definePassage(
  { title, text, file }: Extract<Topic, { kind: "passage" }>,
  scope: RunScope,
): Definition {
  const [first = "", ...others] = plainParagraphs(text);
  return {
    headline: `${title}: ${ended(first)}`,
    narrative: others.join("\n\n"),
    citations: [{ title, file }],
    subject: title,
    followUps: exampleQuestions(scope).slice(0, 2),
  };
}

function defineTerm(name: string, scope: RunScope): Definition {
  const sql = scope.ports.workspace.words.terms[name] ?? "";
  return {
    headline: `${name} means the rows where ${sql.replace(/`/g, "")}.`,
    narrative: "It is a named filter: say it in a question about a number.",
    citations: [],
    subject: `the term ${name}`,
    followUps: [],
  };
}

function fuzzyNotes({ ledger }: RunState): string[] {
  return ledger
    .filter(({ strength }) => strength === "fuzzy")
    .map(({ words, as }) => `"${words}" was read as ${as}.`);
}
