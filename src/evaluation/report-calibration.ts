import type { ConfidenceFile } from "../contracts/confidence.js";

/** What a calibration was fitted on and how it does on the other half, as Markdown. */
export function calibrationReport({ data, report, crossFitted, base, weights }: ConfidenceFile): string {
  const weighty = Object.entries(weights)
    .filter(([, weight]) => weight < 0)
    .sort(([, a], [, b]) => a - b);
  return [
    "# Calibration",
    `${data.answers} answers, ${data.wrong} of them wrong (${percent(data.wrong / Math.max(data.answers, 1))}), data ${data.hash.slice(0, 12)}.`,
    `On the half that was not fitted: ${report.answers} answers, ${report.wrong} wrong, AUROC ${shown(report.auroc)}, ECE ${shown(report.ece)}, Brier ${shown(report.brier)}.`,
    [
      "| confidence from | answers | mean confidence | right |",
      "| --- | --- | --- | --- |",
      ...report.reliability.map(
        (bin) => `| ${bin.from} | ${bin.answers} | ${shown(bin.confidence)} | ${shown(bin.right)} |`,
      ),
    ].join("\n"),
    `Risk by coverage: ${report.riskAt.map(({ coverage, risk }) => `${percent(coverage)} → ${percent(risk)}`).join(", ")}`,
    `Given in use (0.5 and above): ${report.inUse.answers} of them, ${report.inUse.wrong} wrong, AUROC ${shown(report.inUse.auroc)}.`,
    ...Object.entries(crossFitted).map(
      ([suite, { answers, wrong, ece }]) =>
        `${suite}, each answer under a model fitted without its question: ${answers} answers, ${wrong} wrong, ECE ${shown(ece)}.`,
    ),
    `Log-odds ${shown(base)}; ${weighty.map(([name, weight]) => `${name} ${shown(weight)}`).join(", ")}.`,
  ].join("\n\n");
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function shown(value: number | null): string {
  return value === null ? "–" : String(Number(value.toFixed(3)));
}
