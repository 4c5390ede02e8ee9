import { randomUUID } from "node:crypto";
import type { Feedback } from "../contracts/conversation.js";
import type { ConversationStore } from "../contracts/conversation-store.js";
import type { Clock } from "../contracts/ports.js";
import type { Logger } from "../observability/logger.js";
import type { Metrics } from "../observability/metrics.js";
import type { ConversationSettings } from "./settings.js";

export interface FeedbackRoom {
  store: Pick<ConversationStore, "vote">;
  settings: Pick<ConversationSettings, "maxCommentLength">;
  clock: Clock;
  metrics: Metrics;
  logger: Logger;
}

/** Keeps one person's vote on one answer. The same again is recorded and counts nothing; what cannot be kept is said. */
export async function recordFeedback(
  room: FeedbackRoom,
  feedback: Feedback,
): Promise<{ recorded: boolean; reason: string | null }> {
  const comment = feedback.comment?.trim() || null;
  const { maxCommentLength } = room.settings;
  if (comment !== null && comment.length > maxCommentLength)
    return { recorded: false, reason: `A comment may have ${maxCommentLength} characters.` };
  const vote = { ...feedback, comment };
  const kept = await room.store.vote(vote, `fb_${randomUUID()}`, room.clock.now());
  if (kept === null) return { recorded: false, reason: "This answer is not known, or no longer kept." };
  if (kept.changed) {
    room.metrics.feedback.inc({ vote: feedback.vote ?? "none", channel: feedback.channel });
    room.logger.info(
      { answerId: feedback.answerId, channel: feedback.channel, outcome: feedback.vote ?? "none" },
      "A vote was kept.",
    );
  }
  return { recorded: true, reason: null };
}
