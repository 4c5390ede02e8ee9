#!/usr/bin/env node
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { isoDay } from "./commands/iso-day.js";
import { AppError } from "./contracts/errors.js";
import { VERSION } from "./version.js";

const WRONG_USAGE = 2;

await main(process.argv);

/** Runs one command. Exit codes: 0 done (a clarification or a refusal is an answer), 1 failed, 2 wrong usage. */
async function main(argv: string[]): Promise<void> {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  try {
    await program().parseAsync(argv);
  } catch (error) {
    process.exitCode = report(error);
  }
}

function program(): Command {
  const root = new Command("assay")
    .description("Answers business questions from gold tables, and proves its numbers.")
    .version(VERSION)
    .option("--state <dir>", "where threads, receipts, caches and the embedded database live (ASSAY_STATE)")
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(text.replace(/^error: /, "")) });
  const add = (usage: string, about: string): Command =>
    root.command(usage).description(about).exitOverride().option("--workspace <dir>", "workspace folder");

  root
    .command("start")
    .description("serve every configured channel; alone, a web console")
    .exitOverride()
    .option("--port <number>", "port", port, 3978)
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--dev", "serve Teams without an app id, on loopback only")
    .option("--workspace <dir>", "workspace folder; may be given several times", collect, [])
    .action(async (options) => (await import("./commands/start.js")).start(context(root), options));

  add("ask", "answer one question, or a file of them")
    .argument("[question]")
    .option("--as <user>", "who asks")
    .option("--thread <id>", "continue this conversation")
    .option("--as-of <date>", "what today is", isoDate)
    .option("--json", "one JSON object on stdout and nothing else")
    .option("--batch <file>", "a JSON object a line in, an answer a line out; - reads standard input")
    .action(async (question, options) =>
      (await import("./commands/ask.js")).ask(context(root), question, options),
    );

  add("check", "tell which SQL would run, and why not")
    .requiredOption("--batch <file>", "lines of {id, sql, as?}; - reads standard input")
    .action(async (options) => (await import("./commands/check.js")).check(context(root), options));

  add("eval", "run evaluation suites; exit 1 when a gate fails")
    .argument("<suites...>")
    .option("--json <file>", "write the figures as JSON")
    .option("--report <file>", "write the report as Markdown")
    .option("--cassette <file>", "record exchanges with language models, or play them back without a key")
    .option("--calibrate <file>", "fit the confidence on the answers and write the map")
    .action(async (suites, options) =>
      (await import("./commands/eval.js")).evaluate(context(root), suites, options),
    );

  add("build", "load local tables into the embedded database").action(async (options) =>
    (await import("./commands/build.js")).build(context(root), options),
  );
  add("index", "profile tables into the metadata index").action(async (options) =>
    (await import("./commands/build.js")).index(context(root), options),
  );
  add("replay", "run an old answer's receipt again")
    .argument("<answer>")
    .action(async (id, options) => (await import("./commands/replay.js")).replay(context(root), id, options));
  add("feedback", "list corrections, or promote one to an evaluation case")
    .argument("<action>", "list, promote or reject")
    .argument("[id]", "id of the correction or of its answer")
    .option("--suite <file>", "suite that a promoted case joins")
    .option("--expect <yaml>", "what the answer should have been, as an expectation of a suite")
    .option("--approve-sql", "take SQL from the correction into the case")
    .action(async (action, id, options) =>
      (await import("./commands/feedback.js")).feedback(context(root), action, id, options),
    );
  root
    .command("import")
    .description("write workspace files from another semantic layer")
    .exitOverride()
    .argument("<format>", "dbt or ossie")
    .argument("<file>")
    .option("--out <dir>", "folder for the files", ".")
    .action(async (format, file, options) =>
      (await import("./commands/exchange.js")).importModel(format, file, options),
    );
  add("export", "write the DDL of the views for Databricks")
    .argument("<what>", "metric-views")
    .option("--schema <name>", "catalog.schema of the views")
    .action(async (what, options) => (await import("./commands/exchange.js")).exportModel(what, options));
  root
    .command("manifest")
    .description("write the package that an admin uploads")
    .exitOverride()
    .argument("<channel>", "teams")
    .option("--app-id <uuid>", "Microsoft App ID of the bot")
    .option("--out <file>", "where to write it", "assay-teams.zip")
    .action(async (channel, options) => (await import("./commands/manifest.js")).manifest(channel, options));
  root
    .command("worker")
    .description("take questions from the queue that `start` fills, beside it or on another machine")
    .exitOverride()
    .option("--workspace <dir>", "workspace folder; may be given several times", collect, [])
    .action(async (options) => (await import("./commands/worker.js")).worker(context(root), options));
  add("doctor", "check the configuration and reach every configured dependency").action(async (options) =>
    (await import("./commands/doctor.js")).doctor(context(root), options),
  );
  return root;
}

function context(root: Command): { stateDir: string | undefined } {
  return { stateDir: root.opts<{ state?: string }>().state };
}

function collect(value: string, earlier: string[]): string[] {
  return [...earlier, value];
}

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65535) {
    throw new InvalidArgumentError("Give a port from 0 to 65535.");
  }
  return value;
}

function isoDate(text: string): string {
  if (!isoDay(text)) throw new InvalidArgumentError("Give a date such as 2025-06-15.");
  return text;
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USAGE;
  if (error instanceof AppError) {
    process.stderr.write(`${error.message} ${error.remedy}\n`);
    return error.fault === "user" ? WRONG_USAGE : 1;
  }
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    `Assay failed: ${message}. Run it again with ASSAY_LOG_LEVEL=debug and report this.\n`,
  );
  return 1;
}
