import type { RunScope } from "../../run-scope.js";
import type { Draft, RunState, Topic } from "../../state.js";

/** Answers from the model alone: what a measure or field is, what can be asked, how the last answer came about. */
export function defineTopic(topic: Topic, _state: RunState, _scope: RunScope): Draft {
  return {
    path: "defined",
    headline: topic.kind,
    narrative: "",
    work: null,
    confidence: 0.97,
    uncertainty: [],
    followUps: [],
    interpretation: [],
    freshness: null,
    checks: [],
    citations: [],
  };
}
