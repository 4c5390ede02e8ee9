import { z } from "zod";
import { readLines } from "./lines.js";
import { type CommandContext, interruptible, openOne } from "./open.js";

const lineSchema = z.object({
  id: z.union([z.string(), z.number()]),
  sql: z.string(),
  as: z.string().nullish(),
});

/** `assay check --batch`: the SQL policy alone. Each line gets a verdict; a line that is not as expected is denied by name. */
export async function check(
  context: CommandContext,
  options: { batch: string; workspace?: string },
): Promise<void> {
  await interruptible(async (signal) => {
    const app = await openOne(context, options.workspace, { quiet: true, signal });
    try {
      const { gate } = await import("../policy/gate.js");
      const runtime = app.defaultRuntime;
      for await (const { number, text } of readLines(options.batch)) {
        const line = parseLine(text);
        if (line === null) {
          const message = `Line ${number} is not {"id": "…", "sql": "…"}.`;
          emit({
            id: `line ${number}`,
            verdict: "deny",
            code: "bad_line",
            message,
            sql: null,
            position: null,
          });
          continue;
        }
        const verdict = gate(line.sql, {}, runtime.policySet(line.as ?? "local"), runtime.catalog);
        emit(
          verdict.verdict === "allow"
            ? {
                id: line.id,
                verdict: "allow",
                code: "ok",
                message: "",
                sql: verdict.approved.sql,
                position: null,
              }
            : { id: line.id, ...verdict, sql: null },
        );
      }
    } finally {
      await app.close();
    }
  });
}

function parseLine(text: string): z.infer<typeof lineSchema> | null {
  try {
    return lineSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function emit(verdict: object): void {
  process.stdout.write(`${JSON.stringify(verdict)}\n`);
}
