import type { App } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { z } from "zod";
import { CORRECTION_KINDS, type Conversation } from "../../contracts/conversation.js";
import { ACTIONS, CORRECTION_VIEW } from "./actions.js";
import { homeView } from "./home-view.js";
import { type SlackWords, slackMessage, slackPlace, slackThread, slackWords } from "./incoming.js";
import { computedModal, correctionModal } from "./modals.js";
import type { FindPerson } from "./people.js";

export interface SlackListeners {
  app: App;
  client: WebClient;
  conversation: Conversation;
  person: FindPerson;
}

/** Hands every verified event, press and form to the conversation. Nothing is decided here. */
export function registerListeners({ app, client, conversation, person }: SlackListeners): void {
  const accept = async (words: SlackWords, about: string | null): Promise<void> => {
    await conversation.accept(slackMessage(words, await person(words.user), about));
  };

  const onMessage = async (args: {
    event: unknown;
    body: unknown;
    context: { botUserId?: string };
  }): Promise<void> => {
    const { team_id, event_id } = envelopeSchema.parse(args.body);
    const words = slackWords(args.event, {
      team: team_id,
      eventId: event_id,
      botUserId: args.context.botUserId ?? null,
    });
    if (words === null) return;
    if (!words.addressed && !(await conversation.knows(threadOf(words)))) return;
    await accept(words, null);
  };
  app.event("app_mention", onMessage);
  app.event("message", onMessage);

  app.event("app_home_opened", async ({ event, body }) => {
    if (event.tab !== "home") return;
    const { team_id } = envelopeSchema.parse(body);
    const questions = await conversation.suggestions(slackPlace(team_id, event.channel));
    await client.views.publish({ user_id: event.user, view: homeView(questions) });
  });

  app.action(new RegExp(`^(${ACTIONS.option}|${ACTIONS.followUp}):`), async ({ ack, body, action }) => {
    const press = pressSchema.parse(body);
    const value = choiceSchema.parse(JSON.parse(z.object({ value: z.string() }).parse(action).value));
    const answer = await conversation.answer(value.answer);
    const text =
      value.option !== undefined
        ? answer?.clarification?.options[value.option]?.label
        : answer?.followUps[value.followUp ?? -1];
    if (text !== undefined) {
      const threadTs = press.message.thread_ts ?? press.message.ts;
      const ts = z.object({ action_ts: z.string() }).parse(action).action_ts;
      const words = {
        team: press.team.id,
        channel: press.channel.id,
        user: press.user.id,
        text,
        ts,
        threadTs,
      };
      await accept({ ...words, eventId: `press:${value.answer}:${ts}`, addressed: true }, value.answer);
    }
    await ack();
  });

  app.action(ACTIONS.computed, async ({ ack, body, action }) => {
    await ack();
    const { trigger_id } = triggerSchema.parse(body);
    const answer = await conversation.answer(z.object({ value: z.string() }).parse(action).value);
    if (answer !== null) await client.views.open({ trigger_id, view: computedModal(answer) });
  });

  app.action(ACTIONS.feedback, async ({ ack, body, action }) => {
    const { vote, answerId } = voteOf(z.object({ value: z.string() }).parse(action).value);
    const user = await person(pressSchema.parse(body).user.id);
    await conversation.feedback({
      answerId,
      user: user.email ?? user.id,
      channel: "slack",
      vote,
      kind: null,
      comment: null,
    });
    await ack();
    if (vote === "down") {
      const { trigger_id } = triggerSchema.parse(body);
      await client.views.open({ trigger_id, view: correctionModal(answerId) });
    }
  });

  app.view(CORRECTION_VIEW, async ({ ack, body, view }) => {
    const form = formSchema.parse(view.state.values);
    const user = await person(body.user.id);
    await conversation.feedback({
      answerId: view.private_metadata,
      user: user.email ?? user.id,
      channel: "slack",
      vote: "down",
      kind: form.kind.kind.selected_option?.value ?? null,
      comment: form.comment.comment.value ?? null,
    });
    await ack();
  });
}

const envelopeSchema = z.object({ team_id: z.string(), event_id: z.string() });
const triggerSchema = z.object({ trigger_id: z.string() });
const choiceSchema = z.object({
  answer: z.string(),
  option: z.number().int().optional(),
  followUp: z.number().int().optional(),
});
const pressSchema = z.object({
  user: z.object({ id: z.string() }),
  team: z.object({ id: z.string() }),
  channel: z.object({ id: z.string() }),
  message: z.object({ ts: z.string(), thread_ts: z.string().optional() }),
});
const formSchema = z.object({
  kind: z.object({
    kind: z.object({ selected_option: z.object({ value: z.enum(CORRECTION_KINDS) }).nullish() }),
  }),
  comment: z.object({ comment: z.object({ value: z.string().nullish() }) }),
});

function threadOf(words: SlackWords): string {
  return slackThread(words.team, words.channel, words.threadTs);
}

function voteOf(value: string): { vote: "up" | "down"; answerId: string } {
  const [vote, answerId = ""] = value.split(/:(.*)/s);
  return { vote: vote === "up" ? "up" : "down", answerId };
}
