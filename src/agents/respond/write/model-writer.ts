import { z } from "zod";
import type { ModelDoor } from "../../../contracts/model.js";
import { FENCE_RULE, fenced } from "../../plan/fence.js";
import { asked, emptyLog, readAs } from "../../plan/model-call.js";
import type { Writer } from "../../ports.js";

const textSchema = z.strictObject({
  headline: z.string().min(1).max(300),
  narrative: z.string().max(1200),
});

const MOST_TOKENS = 500;

const SYSTEM = [
  "You write the text of an answer to a business question, from facts that are given. Answer with JSON alone: headline (one sentence that answers the question) and narrative (two to four sentences on what else stands out).",
  [
    "Rules:",
    "- Write in the language that is named. Copy numbers exactly as the facts write them, with their unit, rounding and English separators; never compute one.",
    "- Put a number only beside the member whose row has it. Copy names of members, measures and periods as they are.",
    "- Words of direction and of most and least only where the facts show them. Claim no cause, give no advice, use no markup.",
  ].join("\n"),
  FENCE_RULE,
].join("\n\n");

/** Writes with the strong model. Its text is a proposal: the caller proves it or keeps the template. Null where the reply is none. */
export function createWriter(door: ModelDoor): Writer {
  return {
    async write({ answerId, ground, set, workspace, question, language, facts }, options) {
      const log = emptyLog();
      const { tokensPerQuestion, usdPerUserPerDay } = set.limits;
      const reply = await asked(
        door,
        {
          route: "write",
          ground,
          system: SYSTEM,
          user: [fenced("facts", facts), `Language: ${language}`, fenced("question", question)].join("\n\n"),
          schema: { name: "text", schema: schemaOf() },
          maxOutputTokens: MOST_TOKENS,
          read: readAs(textSchema),
          spender: { answerId, workspace, user: set.user, tokensPerQuestion, usdPerUserPerDay },
        },
        options,
        log,
      );
      const text = reply.reading.ok ? reply.reading.value : null;
      return { text, usage: log.usage, notices: log.notices };
    },
  };
}

function schemaOf(): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(textSchema) as Record<string, unknown>;
  return schema;
}
