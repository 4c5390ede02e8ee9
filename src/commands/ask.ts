import { randomUUID } from "node:crypto";
import { AppError } from "../contracts/errors.js";
import { askBatch } from "./ask-batch.js";
import { terminalMessage } from "./message.js";
import { type CommandContext, interruptible, openOne } from "./open.js";

export interface AskOptions {
  workspace?: string;
  as?: string;
  thread?: string;
  asOf?: string;
  json?: boolean;
  batch?: string;
}

/** `assay ask`: one question to the terminal, or a batch of JSON lines. A refusal or a clarification is a result, not a failure. */
export async function ask(
  context: CommandContext,
  question: string | undefined,
  options: AskOptions,
): Promise<void> {
  if (options.batch !== undefined) return askBatch(context, options.batch, options);
  if (question === undefined) {
    throw new AppError(
      "no_question",
      "user",
      "There is no question.",
      'Write it in quotes: assay ask "What were sales last month?"',
    );
  }
  await interruptible(async (signal) => {
    const app = await openOne(context, options.workspace, { quiet: options.json === true, signal });
    try {
      const message = terminalMessage({
        text: question,
        thread: options.thread ?? randomUUID(),
        user: options.as,
        asOf: options.asOf,
        request: null,
      });
      const answer = await app.conversation.ask(message, () => {}, signal);
      if (options.json) process.stdout.write(`${JSON.stringify(answer)}\n`);
      else {
        const { renderAnswer } = await import("../channels/terminal/render.js");
        process.stdout.write(`${renderAnswer(answer)}\n`);
      }
      if (answer.status === "failed") process.exitCode = 1;
    } finally {
      await app.close();
    }
  });
}
