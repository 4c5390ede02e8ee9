import { AppError } from "../contracts/errors.js";
import { type CommandContext, interruptible, openOne } from "./open.js";

/** `assay replay`: runs an old answer's receipt again and says whether the result is the same; exit 1 when it is not. */
export async function replay(
  context: CommandContext,
  answerId: string,
  options: { workspace?: string },
): Promise<void> {
  await interruptible(async (signal) => {
    const app = await openOne(context, options.workspace, { quiet: true, signal });
    try {
      const report = await app.conversation.replay(answerId, signal);
      if (report === null) {
        throw new AppError(
          "no_receipt",
          "user",
          `There is no receipt for ${answerId} in this state folder.`,
          "Check the id, or name the folder with --state.",
        );
      }
      const head = report.same ? "The same result." : "Not the same:";
      const lines = [head, ...report.differences.map((difference) => `  ${difference}`)];
      process.stdout.write(`${lines.join("\n")}\n`);
      if (!report.same) process.exitCode = 1;
    } finally {
      await app.close();
    }
  });
}
