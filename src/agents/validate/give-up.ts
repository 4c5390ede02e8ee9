import { AppError } from "../../contracts/errors.js";
import { isFunctionWord } from "../../language/function-words.js";
import { splitWords } from "../../language/words.js";
import { ask } from "../clarify.js";
import { refuse } from "../deny.js";
import type { RunState, Work } from "../state.js";
import { askNarrower } from "./ask-narrower.js";

const RIGHTS = ["relation_not_allowed", "column_denied"];

/** What a person gets where a reading came to nothing: a refusal where it may not be, else the reader's own question, else one that says what is unclear. Throws where the model itself is at fault. */
export function giveUp(
  work: Work,
  state: Pick<RunState, "readerAsked" | "text" | "ledger">,
): Partial<RunState> {
  const { problem } = work;
  if (problem?.code === "measure_unusable") {
    const remedy =
      "Ask whoever keeps this workspace to mend the definition; `assay doctor` lists all of them.";
    throw new AppError(problem.code, "configuration", problem.message, remedy);
  }
  if (problem?.outcome === "deny" && work.source !== "model") return refuse("not_allowed", problem.message);
  if (problem?.outcome === "deny") {
    const code = RIGHTS.includes(problem.code) ? "not_allowed" : "unsafe";
    return refuse(
      code,
      `A language model read this in a way that may not run, so nothing was sent: ${problem.message}`,
    );
  }
  if (work.source !== "model") return askNarrower(work);
  if (state.readerAsked) return ask(state.readerAsked);
  const unread = work.flaw ? unreadWords(state) : [];
  if (unread.length === 0) return askNarrower(work);
  const question = `It is not clear what ${unread.map((word) => `"${word}"`).join(" and ")} should mean in this data. Which measure, field or value do you mean?`;
  return ask({ shown: { question, options: [] }, options: [] });
}

/** Content words that the reader had not bound: a person is asked about those, not told of a model's reply. */
export function unreadWords({ text, ledger }: Pick<RunState, "text" | "ledger">): string[] {
  const read = ledger.filter(({ kind }) => kind !== "ignorable");
  const bound = new Set(read.flatMap(({ words }) => splitWords(words).map(({ norm }) => norm)));
  return splitWords(text)
    .filter(({ norm }) => !bound.has(norm) && !isFunctionWord(norm))
    .map((word) => word.text);
}
