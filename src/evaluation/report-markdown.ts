import type { Figures } from "./figures.js";
import { isWrongButConfident } from "./figures.js";
import { costLine } from "./report-cost.js";
import type { SuiteReport } from "./suite-report.js";

const ROWS: readonly [keyof Figures, string, "share" | "number" | "ms" | "usd"][] = [
  ["cases", "Cases", "number"],
  ["accuracy", "Accuracy", "share"],
  ["coverage", "Coverage", "share"],
  ["wrongButConfident", "Wrong but confident", "share"],
  ["clarificationPrecision", "Clarification precision", "share"],
  ["clarificationRecall", "Clarification recall", "share"],
  ["falseAnswers", "False answers", "share"],
  ["followUpAccuracy", "Follow-up accuracy", "share"],
  ["faithfulness", "Narrative faithfulness", "share"],
  ["ece", "ECE", "number"],
  ["brier", "Brier score", "number"],
  ["auroc", "AUROC", "number"],
  ["riskAt80", "Risk at 80 % coverage", "share"],
  ["p50Ms", "Latency p50", "ms"],
  ["p95Ms", "Latency p95", "ms"],
  ["zeroTokenShare", "Answered with zero tokens", "share"],
  ["tokensPerQuestion", "Tokens a question", "number"],
  ["usdPerQuestion", "USD a question", "usd"],
];

/** One Markdown document over all suites: figures, tags, gates, reliability, and each case that went wrong (held-back ones only counted). */
export function markdownReport(reports: readonly SuiteReport[]): string {
  return `${["# Evaluation", summary(reports), ...reports.map(suiteSection)].join("\n\n")}\n`;
}

function summary(reports: readonly SuiteReport[]): string {
  const lines = reports.map(
    (report) =>
      `| ${report.suite} | ${report.passed ? "passed" : "failed"} | ${report.figures.cases} | ${share(report.figures.accuracy)} | ${share(report.figures.wrongButConfident)} |`,
  );
  return [
    "| suite | result | cases | accuracy | wrong but confident |",
    "| --- | --- | --- | --- | --- |",
    ...lines,
  ].join("\n");
}

function suiteSection(report: SuiteReport): string {
  return [
    `## ${report.suite}`,
    figuresTable(report),
    costLine(report.outcomes),
    gatesTable(report),
    tagsTable(report),
    reliability(report),
    failures(report),
    ...(report.broken.length > 0
      ? [
          `### Broken cases\n\n${report.broken.map(({ id, message }) => `- ${id}: ${line(message)}`).join("\n")}`,
        ]
      : []),
    ...(report.skipped.length > 0
      ? [`Not asked, because they need a language model: ${report.skipped.join(", ")}.`]
      : []),
  ].join("\n\n");
}

function figuresTable({ figures, heldBack }: SuiteReport): string {
  const rows = ROWS.map(
    ([key, label, kind]) => `| ${label} | ${show(figures[key], kind)} | ${show(heldBack[key], kind)} |`,
  );
  return ["| figure | all | held back |", "| --- | --- | --- |", ...rows].join("\n");
}

function gatesTable({ gates }: SuiteReport): string {
  if (gates.length === 0) return "No gates.";
  const rows = gates.map(
    ({ gate, limit, value, passed }) =>
      `| ${gate} | ${limit} | ${value === null ? "–" : round(value)} | ${passed ? "passed" : "**failed**"} |`,
  );
  return ["### Gates", "", "| gate | limit | value | result |", "| --- | --- | --- | --- |", ...rows].join(
    "\n",
  );
}

function tagsTable({ perTag }: SuiteReport): string {
  const rows = Object.entries(perTag).map(
    ([tag, figures]) =>
      `| ${tag} | ${figures.cases} | ${share(figures.asExpected)} | ${share(figures.accuracy)} | ${share(figures.coverage)} | ${share(figures.wrongButConfident)} |`,
  );
  return [
    "### Tags",
    "",
    "| tag | cases | as expected | accuracy | coverage | wrong but confident |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

function reliability({ reliability: bins, riskCoverage }: SuiteReport): string {
  const rows = bins.map(
    (bin) =>
      `| ${bin.from.toFixed(1)}–${bin.to.toFixed(1)} | ${bin.count} | ${round(bin.meanConfidence)} | ${round(bin.accuracy)} |`,
  );
  const curve = riskCoverage.map(({ coverage, risk }) => `${share(coverage)} → ${share(risk)}`).join(", ");
  return [
    "### Reliability",
    "",
    "| confidence | answers | mean confidence | right |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
    `Risk by coverage: ${curve || "–"}`,
  ].join("\n");
}

function failures({ outcomes }: SuiteReport): string {
  const open = outcomes.filter((one) => !one.heldBack && (!one.right || one.unproven.length > 0));
  const hidden = outcomes.filter((one) => one.heldBack && !one.right).length;
  const rows = open.map((one) => {
    const mark = isWrongButConfident(one) ? " **wrong but confident**" : "";
    const numbers = one.unproven.length > 0 ? ` Unproven numbers: ${one.unproven.join(", ")}.` : "";
    return `- ${one.id} "${line(one.question)}": ${line(one.reason ?? "rows right.")}${numbers}${mark}`;
  });
  return [
    "### Not as expected",
    "",
    ...(rows.length > 0 ? rows : ["None."]),
    "",
    `Held-back cases not as expected: ${hidden}.`,
  ].join("\n");
}

function show(value: number | null, kind: "share" | "number" | "ms" | "usd"): string {
  if (value === null) return "–";
  if (kind === "share") return share(value);
  if (kind === "ms") return `${value.toFixed(0)} ms`;
  return kind === "usd" ? value.toFixed(4) : round(value);
}

function share(value: number | null): string {
  return value === null ? "–" : `${(value * 100).toFixed(1)} %`;
}

function round(value: number): string {
  return String(Number(value.toFixed(3)));
}

function line(text: string): string {
  return text.replace(/\s+/g, " ").replaceAll("|", "\\|").slice(0, 300);
}
