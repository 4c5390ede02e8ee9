import type { z } from "zod";
import { AppError } from "../../contracts/errors.js";
import type { ModelDoor, ModelReading, ModelReply, ModelRequest, ModelUsage } from "../../contracts/model.js";
import type { CallOptions } from "../../contracts/ports.js";

/** Reads a reply as JSON of a schema; the problem names the first place that is wrong, and never repeats the reply. */
export function readAs<T>(schema: z.ZodType<T>): (text: string) => ModelReading<T> {
  return (text) => {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      return { ok: false, problem: "The reply is not JSON." };
    }
    const parsed = schema.safeParse(json);
    if (parsed.success) return { ok: true, value: parsed.data };
    const [issue] = parsed.error.issues;
    return {
      ok: false,
      problem: `The reply is not by the schema: ${issue?.path.join(".") || "the object"} is wrong.`,
    };
  };
}

/** The calls of one question together: what they used, and what the person should read. */
export interface CallLog {
  usage: ModelUsage;
  notices: string[];
}

export function emptyLog(): CallLog {
  return { usage: { inputTokens: 0, outputTokens: 0, usd: 0, modelMs: 0, cached: false }, notices: [] };
}

/** One call, added to the log whatever comes of it. */
export async function asked<T>(
  door: ModelDoor,
  request: ModelRequest<T>,
  options: CallOptions,
  log: CallLog,
): Promise<ModelReply<T>> {
  const reply = await door.ask(request, options);
  const { usage } = log;
  usage.inputTokens += reply.usage.inputTokens;
  usage.outputTokens += reply.usage.outputTokens;
  usage.usd += reply.usage.usd;
  usage.modelMs += reply.usage.modelMs;
  usage.cached ||= reply.usage.cached;
  log.notices.push(...reply.notices);
  return reply;
}

/** Is it an outage or a limit of the model, so that what is read without one goes on? */
export function isModelFault(error: unknown): error is AppError {
  return error instanceof AppError && error.fault === "model";
}
