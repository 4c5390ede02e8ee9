import type { RunScope } from "../run-scope.js";
import type { Work } from "../state.js";

/** Questions that go on from here and really answer. */
export function followUpsOf(_work: Work, _scope: RunScope): string[] {
  return [];
}
