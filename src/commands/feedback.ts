import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { parse } from "yaml";
import { readConfig } from "../config.js";
import { AppError } from "../contracts/errors.js";
import { type Expectation, expectationSchema } from "../contracts/suite.js";
import {
  listCorrections,
  promoteCorrection,
  rejectCorrection,
  type SuiteFile,
} from "../conversation/corrections.js";
import { createLogger } from "../observability/logger.js";
import { openConversationStore } from "../stores/open-conversation-store.js";
import type { CommandContext } from "./open.js";

export interface FeedbackOptions {
  suite?: string;
  /** YAML of the expectation, where the correction's own words are not enough. */
  expect?: string;
  approveSql?: boolean;
}

const SHOWN = 100;

/** `assay feedback list|promote|reject`: corrections of this state folder; promoting makes one an evaluation case. */
export async function feedback(
  context: CommandContext,
  action: string,
  id: string | undefined,
  options: FeedbackOptions,
): Promise<void> {
  const config = readConfig({ stateDir: context.stateDir, logLevel: "warn" });
  const stores = await openConversationStore({ ...config, logger: createLogger({ level: config.logLevel }) });
  const store = stores.conversations;
  try {
    if (action === "list") {
      for (const { feedback: vote, answer } of await listCorrections(store, SHOWN)) {
        const wrong =
          [vote.kind, vote.comment].filter((part) => part !== null).join(": ") || "no reason given";
        process.stdout.write(`${vote.id}  ${vote.review}  ${new Date(vote.at).toISOString()}\n`);
        process.stdout.write(`  ${answer?.question ?? "(answer no longer kept)"}\n  ${wrong}\n`);
      }
    } else if (action === "promote") {
      const suite = suiteFile(options.suite ?? "eval/corrections.yaml");
      const expect = options.expect === undefined ? null : expectation(options.expect);
      const promoted = await promoteCorrection(store, suite, named(id), {
        expect,
        approveSql: options.approveSql === true,
      });
      process.stdout.write(`Added case ${promoted.caseId} to ${options.suite ?? "eval/corrections.yaml"}.\n`);
    } else if (action === "reject") {
      await rejectCorrection(store, named(id));
      process.stdout.write("Rejected: it no longer counts as a correction.\n");
    } else {
      throw new AppError(
        "bad_usage",
        "user",
        `There is no action "${action}".`,
        "Use list, promote ID or reject ID.",
      );
    }
  } finally {
    await stores.close();
  }
}

function named(id: string | undefined): string {
  if (id !== undefined) return id;
  throw new AppError(
    "no_id",
    "user",
    "The id of the correction is missing.",
    "Take it from: assay feedback list.",
  );
}

function suiteFile(file: string): SuiteFile {
  return {
    name: basename(file).replace(/\.ya?ml$/, ""),
    read: () =>
      readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return null;
        throw error;
      }),
    write: (text) => writeFile(file, text),
  };
}

function expectation(text: string): Expectation {
  const parsed = expectationSchema.safeParse(parse(text));
  if (parsed.success) return parsed.data;
  throw new AppError(
    "bad_expectation",
    "user",
    `--expect is not an expectation: ${parsed.error.issues[0]?.message}.`,
    'Write YAML such as {sql: "SELECT …"} or {rows: [[1]]}.',
  );
}
