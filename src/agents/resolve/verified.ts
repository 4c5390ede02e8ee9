import type { ReadResult } from "../../contracts/reading.js";
import type { RunScope } from "../run-scope.js";
import type { Work } from "../state.js";

/** The verified question that these words are, with the period that they name. Null where there is none. */
export function verifiedWork(_text: string, _read: ReadResult, _scope: RunScope): Work | null {
  return null;
}
