import type { HomeView } from "@slack/types";
import { headline, list, paragraph, section } from "./literal.js";

/** The app's home tab: what it is for, how to ask, and questions that it can answer here. */
export function homeView(questions: readonly string[]): HomeView {
  const examples = questions.slice(0, 10).map((question) => ({ term: "", meaning: question }));
  return {
    type: "home",
    blocks: [
      headline("Ask Assay"),
      section(
        "Mention me in a channel or write to me here. I answer in the thread, with the numbers and how they were computed. When a question can be read in several ways, I ask.",
      ),
      ...(examples.length === 0
        ? []
        : [paragraph([{ words: "Try one of these", bold: true }]), list(examples)]),
    ],
  };
}
