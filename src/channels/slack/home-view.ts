import type { HomeView } from "@slack/types";
import { LIMITS } from "./limits.js";
import { clip, mrkdwn } from "./mrkdwn.js";

/** The app's home tab: what it is for, how to ask, and questions that it can answer here. */
export function homeView(questions: readonly string[]): HomeView {
  const examples = questions
    .slice(0, 10)
    .map((question) => `• ${mrkdwn(question)}`)
    .join("\n");
  return {
    type: "home",
    blocks: [
      { type: "header", text: { type: "plain_text", text: "Ask Assay" } },
      section(
        "Mention me in a channel or write to me here. I answer in the thread, with the numbers and how they were computed. When a question can be read in several ways, I ask.",
      ),
      ...(examples === "" ? [] : [section(`*Try one of these*\n${examples}`)]),
    ],
  };
}

function section(text: string): HomeView["blocks"][number] {
  return { type: "section", text: { type: "mrkdwn", text: clip(text, LIMITS.sectionText) } };
}
