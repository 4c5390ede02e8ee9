import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { FITTED_SIGNALS } from "../agents/respond/confidence.js";
import { unboundedSet } from "../app/unbounded-set.js";
import type { App, Calibration } from "../app.js";
import type { Signals } from "../contracts/confidence.js";
import { AppError } from "../contracts/errors.js";
import type { Suite } from "../contracts/suite.js";
import { type ConfidenceSample, fitConfidence } from "../evaluation/fit-confidence.js";
import { calibrationReport } from "../evaluation/report-calibration.js";
import { markdownReport } from "../evaluation/report-markdown.js";
import { runSuite, type SuitePorts } from "../evaluation/run-suite.js";
import { readSuite, suiteHash } from "../evaluation/suite-file.js";
import { type SuiteReport, withoutHeldBack } from "../evaluation/suite-report.js";
import { gate } from "../policy/gate.js";
import { terminalMessage } from "./message.js";
import { type CommandContext, DEFAULT_WORKSPACE, interruptible, openOne } from "./open.js";

export interface EvalOptions {
  workspace?: string;
  json?: string;
  report?: string;
  calibrate?: string;
  cassette?: string;
}

const TURN_MS = 60_000;
const PROJECT = new URL("../../", import.meta.url).pathname;

/** `assay eval`: runs suites, prints one line each, writes the reports asked for; exit 1 when a gate fails. */
export async function evaluate(
  context: CommandContext,
  files: string[],
  options: EvalOptions,
): Promise<void> {
  await interruptible(async (signal) => {
    const reports: SuiteReport[] = [];
    const samples: ConfidenceSample[] = [];
    const hashes: Record<string, string> = {};
    for (const file of files) {
      const suite = readSuite(await readText(file), file);
      const signals = new Map<string, Signals>();
      const app = await openOne(context, workspaceOf(suite, file, options.workspace), {
        quiet: true,
        signal,
        cassette: options.cassette,
        calibration: options.calibrate === undefined ? undefined : collecting(signals),
      });
      try {
        const withModel = app.hasModel;
        reports.push(
          await runSuite(suite, portsOf(app), {
            signal,
            timeoutMs: TURN_MS,
            withModel,
            ...(options.calibrate === undefined ? { onTurn: printFailure } : {}),
          }),
        );
        samples.push(...samplesOf(suite, reports.at(-1), signals));
        hashes[suite.name] = suiteHash(suite);
      } finally {
        await app.close();
      }
    }
    process.stdout.write(`${markdownReport(reports)}\n`);
    if (options.json) await writeFile(options.json, JSON.stringify(reports.map(withoutHeldBack), null, 2));
    if (options.report) await writeFile(options.report, markdownReport(reports));
    if (options.calibrate) {
      const fitted = fitConfidence(samples, FITTED_SIGNALS, hashes);
      process.stdout.write(`${calibrationReport(fitted)}\n`);
      await writeFile(options.calibrate, `${JSON.stringify(fitted, null, 2)}\n`);
      return;
    }
    if (reports.some(({ passed }) => !passed)) process.exitCode = 1;
  });
}

/** Every reading is answered, however doubtful, since the answers that would be asked about are the ones to learn from. */
function collecting(signals: Map<string, Signals>): Calibration {
  return {
    confidence: { base: Number.MAX_VALUE, weights: {} },
    onSignals: (answerId, of) => signals.set(answerId, of),
  };
}

function samplesOf(
  suite: Suite,
  report: SuiteReport | undefined,
  signals: ReadonlyMap<string, Signals>,
): ConfidenceSample[] {
  const measured = suite.gates?.auroc !== undefined;
  return (report?.outcomes ?? []).flatMap(({ answerId, caseId, right, status }) => {
    const known = answerId === null || status !== "answered" ? undefined : signals.get(answerId);
    if (known === undefined) return [];
    const question = caseId.split("-")[0] ?? caseId;
    return [{ suite: suite.name, measured, question, signals: known, right }];
  });
}

function printFailure(outcome: {
  id: string;
  right: boolean;
  heldBack: boolean;
  question: string;
  reason?: string | null;
}): void {
  if (outcome.right || outcome.heldBack) return;
  process.stderr.write(`${outcome.id}: ${outcome.question}\n    ${outcome.reason ?? "not as expected"}\n`);
}

/** A suite's workspace is found from the suite's folder, from here, or from the project. */
function workspaceOf(suite: Suite, file: string, given: string | undefined): string {
  const named = given ?? suite.workspace;
  if (named === undefined) return DEFAULT_WORKSPACE;
  const bases = given === undefined ? [dirname(resolve(file)), process.cwd(), PROJECT] : [process.cwd()];
  const found = bases
    .map((base) => resolve(base, named))
    .find((dir) => existsSync(join(dir, "workspace.yaml")));
  if (found) return found;
  throw new AppError(
    "no_workspace",
    "configuration",
    `${file}: there is no workspace at ${named}.`,
    "Correct `workspace`, or name one with --workspace.",
  );
}

function portsOf(app: App): SuitePorts {
  const { workspace, catalog, warehouse } = app.defaultRuntime;
  const set = unboundedSet(workspace, catalog);
  const run = randomUUID();
  return {
    ask: ({ question, thread, as, asOf }, signal) =>
      app.conversation.ask(
        terminalMessage({
          text: question,
          thread: `${run}/${thread}`,
          user: as ?? undefined,
          asOf: asOf ?? undefined,
          request: null,
        }),
        () => {},
        signal,
      ),
    gold: async (sql, signal) => {
      const verdict = gate(sql, {}, set, catalog);
      if (verdict.verdict === "deny") {
        throw new AppError(
          "gold_denied",
          "user",
          `Gold SQL was denied: ${verdict.message}`,
          "Correct the case.",
        );
      }
      const { columns, rows } = await warehouse.run(verdict.approved, { signal, timeoutMs: TURN_MS });
      return { columns: columns.map(({ name }) => name), rows };
    },
  };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch {
    throw new AppError("no_file", "user", `There is no suite ${file}.`, "Name an existing YAML file.");
  }
}
