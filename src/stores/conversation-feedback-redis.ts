import { z } from "zod";
import { CHANNELS, CORRECTION_KINDS } from "../contracts/conversation.js";
import type { ConversationStore, FeedbackRecord } from "../contracts/conversation-store.js";
import type { RunScript } from "./redis-script.js";

type FeedbackPart = Pick<ConversationStore, "vote" | "votes" | "corrections" | "feedback" | "review">;

/** Votes and corrections of a Redis conversation store. */
export function redisFeedback(run: RunScript): FeedbackPart {
  return {
    vote: async ({ answerId, user, channel, vote, kind, comment }, id, now) => {
      const changed = (await run(
        VOTE,
        ...[answerId, user, channel, vote ?? "", kind ?? "", comment ?? "", id, now],
      )) as number | null;
      return changed === null ? null : { changed: changed === 1 };
    },
    votes: async (answerIds) => records(await run(VOTES, ...answerIds)).toSorted((a, b) => b.at - a.at),
    corrections: async (limit) => records(await run(CORRECTIONS, limit)),
    feedback: async (id) =>
      records(await run("return {redis.call('HGETALL', key('feedback:'..ARGV[1]))}", id))[0] ?? null,
    review: async (id, review) => {
      await run(REVIEW, id, review);
    },
  };
}

const recordSchema = z.object({
  id: z.string(),
  answerId: z.string(),
  user: z.string(),
  channel: z.enum(CHANNELS),
  vote: z.enum(["up", "down"]),
  kind: z.union([z.enum(CORRECTION_KINDS), z.literal("").transform(() => null)]),
  comment: z.string().transform((text) => (text === "" ? null : text)),
  at: z.coerce.number(),
  review: z.enum(["open", "confirmed", "rejected"]),
});

/** Redis gives a hash as a flat list of names and values. */
function records(reply: unknown): FeedbackRecord[] {
  const hashes = (reply as string[][]).filter((flat) => flat.length > 0);
  return hashes.map((flat) => {
    const pairs = flat.flatMap((name, n) => (n % 2 === 0 ? [[name, flat[n + 1]]] : []));
    return recordSchema.parse(Object.fromEntries(pairs));
  });
}

const VOTE = `
local answer, person, channel, vote, kind, comment, id, now = unpack(ARGV)
if redis.call('EXISTS', key('answer:'..answer)) == 0 then return false end
local known = redis.call('HGET', key('votes:'..answer), person)
if vote == '' then
  if not known then return 0 end
  redis.call('HDEL', key('votes:'..answer), person)
  redis.call('DEL', key('feedback:'..known))
  redis.call('ZREM', key('downs'), known)
  weigh(answer)
  return 1
end
if known then
  local v = redis.call('HMGET', key('feedback:'..known), 'vote', 'kind', 'comment')
  if v[1] == vote and v[2] == kind and v[3] == comment then return 0 end
end
local kept = known or id
redis.call('HSET', key('votes:'..answer), person, kept)
redis.call('HSET', key('feedback:'..kept), 'id', kept, 'answerId', answer, 'user', person, 'channel', channel,
  'vote', vote, 'kind', kind, 'comment', comment, 'at', now, 'review', 'open')
if vote == 'down' then redis.call('ZADD', key('downs'), now, kept) else redis.call('ZREM', key('downs'), kept) end
weigh(answer)
return 1`;

const VOTES = `
local found = {}
for _, answer in ipairs(ARGV) do
  for _, id in ipairs(redis.call('HVALS', key('votes:'..answer))) do
    found[#found + 1] = redis.call('HGETALL', key('feedback:'..id))
  end
end
return found`;

const CORRECTIONS = `
local found = {}
for _, id in ipairs(redis.call('ZREVRANGE', key('downs'), 0, tonumber(ARGV[1]) - 1)) do
  found[#found + 1] = redis.call('HGETALL', key('feedback:'..id))
end
return found`;

const REVIEW = `
local answer = redis.call('HGET', key('feedback:'..ARGV[1]), 'answerId')
if not answer then return end
redis.call('HSET', key('feedback:'..ARGV[1]), 'review', ARGV[2])
weigh(answer)`;
