import { z } from "zod";
import type { Answer } from "../../contracts/answer.js";
import { CORRECTION_KINDS, type Conversation, type IncomingMessage } from "../../contracts/conversation.js";
import { answerCard, type CardState, FRESH } from "./answer-card.js";
import { type TeamsActivity, teamsMessage } from "./incoming.js";

const executeSchema = z.object({
  action: z.object({
    verb: z.enum(["option", "followUp", "vote", "correct"]),
    data: z.object({
      answer: z.string(),
      option: z.number().int().optional(),
      followUp: z.number().int().optional(),
      vote: z.enum(["up", "down"]).optional(),
      kind: z.enum(CORRECTION_KINDS).optional(),
      comment: z.string().optional(),
      state: z
        .object({
          vote: z.enum(["up", "down"]).nullable(),
          corrected: z.boolean(),
          chosen: z.string().nullable(),
        })
        .default(FRESH),
    }),
  }),
});

export interface PressedCard {
  conversation: Conversation;
  activity: TeamsActivity;
  user: IncomingMessage["user"];
  chart: (answer: Answer) => Promise<string | null>;
}

/**
 * Answers a press on a card: hands it to the conversation and returns the whole card with its own row changed, as the
 * body of an invoke response. Null for an answer that is not kept any more.
 */
export async function pressCard({
  conversation,
  activity,
  user,
  chart,
}: PressedCard): Promise<object | null> {
  const parsed = executeSchema.safeParse(activity.value);
  if (!parsed.success) return null;
  const { verb, data } = parsed.data.action;
  const answer = await conversation.answer(data.answer);
  if (answer === null) return null;
  const state = await act();
  return {
    statusCode: 200,
    type: "application/vnd.microsoft.card.adaptive",
    value: answerCard(answer, await chart(answer), state),
  };

  async function act(): Promise<CardState> {
    if (verb === "vote" || verb === "correct") {
      const vote = verb === "correct" ? "down" : (data.vote ?? "up");
      await conversation.feedback({
        answerId: data.answer,
        user: user.email ?? user.id,
        channel: "teams",
        vote,
        kind: verb === "correct" ? (data.kind ?? "other") : null,
        comment: verb === "correct" ? (data.comment ?? null) : null,
      });
      return { ...data.state, vote, corrected: verb === "correct" };
    }
    const chosen =
      verb === "option"
        ? (answer?.clarification?.options[data.option ?? -1]?.label ?? null)
        : (answer?.followUps[data.followUp ?? -1] ?? null);
    if (chosen !== null) {
      const messageId = `press:${data.answer}:${verb}:${data.option ?? data.followUp}:${user.id}`;
      await conversation.accept(
        teamsMessage(activity, user, { text: chosen, messageId, about: data.answer }),
      );
    }
    return { ...data.state, chosen };
  }
}
