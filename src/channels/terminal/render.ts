import type { Answer } from "../../contracts/answer.js";
import { renderChart } from "./chart.js";
import { renderTable } from "./table.js";
import { plainText } from "./text.js";

const MAX_TABLE_ROWS = 40;

/** An answer as terminal text: headline, rows, chart, notes, and how it was computed. Ends without a newline. */
export function renderAnswer(answer: Answer): string {
  switch (answer.status) {
    case "answered":
      return renderAnswered(answer);
    case "clarification":
      return renderClarification(answer);
    case "refused":
      return sections([plainText(answer.refusal?.message ?? answer.headline), followUps(answer)]);
    case "failed":
      return plainText(`${answer.error?.message ?? answer.headline} ${answer.error?.remedy ?? ""}`.trim());
  }
}

function renderAnswered(answer: Answer): string {
  return sections([
    paragraph(answer.headline),
    answer.narrative && answer.narrative !== answer.headline ? paragraph(answer.narrative) : null,
    table(answer),
    renderChart(answer.columns, answer.rows),
    answer.uncertainty.length > 0
      ? answer.uncertainty.map((note) => `! ${plainText(note)}`).join("\n")
      : null,
    computed(answer),
    followUps(answer),
  ]);
}

function table(answer: Answer): string | null {
  const single = answer.rows.length === 1 && answer.columns.length === 1;
  if (answer.rows.length === 0 || single) return null;
  const shown = answer.rows.slice(0, MAX_TABLE_ROWS);
  const rest = answer.rows.length - shown.length;
  const more = rest > 0 ? `\n… and ${rest} more rows (all of them with --json)` : "";
  return renderTable(answer.columns, shown) + more;
}

function computed(answer: Answer): string | null {
  const lines = answer.interpretation.map(({ words, as }) => `  ${plainText(words)} → ${plainText(as)}`);
  if (answer.confidence !== null) lines.push(`  confidence ${Math.round(answer.confidence * 100)}%`);
  const failed = answer.checks.filter(({ passed }) => !passed);
  const names = answer.checks.filter(({ passed }) => passed).map(({ name }) => name);
  if (names.length > 0) lines.push(`  checked: ${names.join(", ")}`);
  for (const { name, detail } of failed) lines.push(`  check failed: ${name}${detail ? ` (${detail})` : ""}`);
  if (answer.freshness?.newest) {
    lines.push(`  newest data ${answer.freshness.newest}${answer.freshness.stale ? " (late)" : ""}`);
  }
  for (const { title } of answer.citations) lines.push(`  source: ${plainText(title)}`);
  if (lines.length === 0) return null;
  return `How this was computed (${answer.path}, ${Math.round(answer.timings.totalMs)} ms)\n${lines.join("\n")}`;
}

function renderClarification({ clarification, headline }: Answer): string {
  const options = (clarification?.options ?? []).map(
    ({ label, preview }, i) => `  ${i + 1}. ${plainText(label)}${preview ? ` (${plainText(preview)})` : ""}`,
  );
  return sections([plainText(clarification?.question ?? headline), options.join("\n")]);
}

function followUps(answer: Answer): string | null {
  if (answer.followUps.length === 0) return null;
  return `You could ask next\n${answer.followUps.map((question) => `  ${plainText(question)}`).join("\n")}`;
}

function paragraph(text: string): string {
  return text.split("\n").map(plainText).join("\n");
}

function sections(parts: (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== "").join("\n\n");
}
