import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Answer } from "../contracts/answer.js";
import { failedAnswer } from "./failed-answer.js";
import { isoDay } from "./iso-day.js";
import { readLines } from "./lines.js";
import { terminalMessage } from "./message.js";
import { type CommandContext, interruptible, openOne } from "./open.js";

const lineSchema = z.object({
  /** Echoed as it is given. */
  id: z.union([z.string(), z.number()]),
  question: z.string(),
  thread: z.union([z.string(), z.number()]).transform(String).nullish(),
  as: z.string().nullish(),
  as_of: z.string().refine(isoDay, "as_of is not a date such as 2025-06-15").nullish(),
});

/** `assay ask --batch`: an answer a line, in the order of the input. A bad line gives a failed answer and the run goes on. */
export async function askBatch(
  context: CommandContext,
  file: string,
  options: { workspace?: string; as?: string; asOf?: string },
): Promise<void> {
  await interruptible(async (signal) => {
    const app = await openOne(context, options.workspace, { quiet: true, signal });
    const batch = randomUUID();
    try {
      for await (const { number, text } of readLines(file)) {
        const line = parseLine(text, number);
        if (line.kind === "bad") {
          await write(
            failedAnswer({
              request: line.id,
              question: "",
              code: "bad_line",
              message: line.message,
              remedy: line.remedy,
            }),
          );
          continue;
        }
        const { id, question, thread, as, as_of } = line.value;
        const message = terminalMessage({
          text: question,
          thread: thread ? `batch/${batch}/${thread}` : `batch/${batch}//${number}`,
          user: as ?? options.as,
          asOf: as_of ?? options.asOf,
          request: String(id),
        });
        const answer = await app.conversation.ask(message, () => {}, signal);
        await write({ ...answer, request: id, thread: thread ?? answer.thread });
      }
    } finally {
      await app.close();
    }
  });
}

type ParsedLine =
  | { kind: "line"; value: z.infer<typeof lineSchema> }
  | { kind: "bad"; id: string; message: string; remedy: string };

function parseLine(text: string, number: number): ParsedLine {
  const remedy = 'Write one JSON object a line: {"id": "q1", "question": "…"}.';
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { kind: "bad", id: `line ${number}`, message: `Line ${number} is not JSON.`, remedy };
  }
  const parsed = lineSchema.safeParse(json);
  if (parsed.success) return { kind: "line", value: parsed.data };
  const id = z.object({ id: z.union([z.string(), z.number()]) }).safeParse(json);
  const issue = parsed.error.issues[0];
  return {
    kind: "bad",
    id: id.success ? String(id.data.id) : `line ${number}`,
    message: `Line ${number}: ${issue?.path.join(".") || "the object"}: ${issue?.message ?? "is not as expected"}.`,
    remedy,
  };
}

async function write(answer: Omit<Answer, "request"> & { request: string | number }): Promise<void> {
  const text = `${JSON.stringify(answer)}\n`;
  if (!process.stdout.write(text)) await new Promise((resolve) => process.stdout.once("drain", resolve));
}
