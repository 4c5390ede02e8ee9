import type { AnswerRecord, ConversationStore } from "../contracts/conversation-store.js";
import { redisFeedback } from "./conversation-feedback-redis.js";
import { PRELUDE, redisInbox } from "./conversation-inbox-redis.js";
import { redisOutbox } from "./conversation-outbox-redis.js";
import type { RedisClient } from "./redis.js";
import { type RunScript, scriptRunner } from "./redis-script.js";

/**
 * The conversation store over Redis, which processes of several machines may share. It is as durable as that Redis: with
 * `appendonly yes` and `appendfsync always`, an accepted message survives the loss of its machine's power.
 */
export function createRedisConversationStore(client: RedisClient): ConversationStore {
  const run = scriptRunner(client, PRELUDE);
  return {
    ...redisInbox(run),
    ...redisOutbox(run),
    ...redisFeedback(run),
    ...answers(run),
    placeWorkspace: async (place) =>
      (await run("return redis.call('HGET', key('places'), ARGV[1])", place)) as string | null,
    setPlaceWorkspace: async (place, workspace, by, now) => {
      await run(SET_PLACE, place, workspace, by, now);
    },
    figures: async () => {
      const [waiting, working, outbox, undeliverable, delivered, corrected] = (await run(
        FIGURES,
      )) as number[];
      return {
        waiting: waiting ?? 0,
        working: working ?? 0,
        outbox: outbox ?? 0,
        undeliverable: undeliverable ?? 0,
        delivered: delivered ?? 0,
        corrected: corrected ?? 0,
      };
    },
    purge: async (before) => ({
      events:
        (await repeat(run, PURGE_QUESTIONS, before.events)) +
        (await repeat(run, PURGE_DELIVERIES, before.events)),
      answers: before.answers === null ? 0 : await repeat(run, PURGE_ANSWERS, before.answers),
    }),
    close: async () => undefined,
  };
}

function answers(run: RunScript): Pick<ConversationStore, "answer" | "threadAnswers"> {
  return {
    answer: async (answerId) => {
      const text = (await run("return redis.call('HGET', key('answer:'..ARGV[1]), 'body')", answerId)) as
        | string
        | null;
      return text === null ? null : (JSON.parse(text) as AnswerRecord);
    },
    threadAnswers: async (thread, limit) => {
      const texts = (await run(THREAD_ANSWERS, thread, limit)) as string[];
      return texts.map((text) => JSON.parse(text) as AnswerRecord).reverse();
    },
  };
}

/** Deletes in bounded steps, because a script holds up everybody. */
async function repeat(run: RunScript, script: string, before: number): Promise<number> {
  let gone = 0;
  for (;;) {
    const step = (await run(script, before)) as number;
    gone += step;
    if (step < STEP) return gone;
  }
}

const STEP = 500;

const THREAD_ANSWERS = `
local found = {}
for _, id in ipairs(redis.call('ZREVRANGE', key('answers:'..ARGV[1]), 0, tonumber(ARGV[2]) - 1)) do
  found[#found + 1] = redis.call('HGET', key('answer:'..id), 'body')
end
return found`;

const SET_PLACE = `
local before = redis.call('HGET', key('places'), ARGV[1])
redis.call('RPUSH', key('place-changes'), cjson.encode({
  place = ARGV[1], before = before or cjson.null, after = ARGV[2], person = ARGV[3], at = tonumber(ARGV[4]) }))
redis.call('HSET', key('places'), ARGV[1], ARGV[2])`;

const FIGURES = `
local working = 0
local pending = redis.call('ZRANGE', key('pending'), 0, -1)
for _, seq in ipairs(pending) do
  if redis.call('HGET', key('question:'..seq), 'state') == 'working' then working = working + 1 end
end
local corrected = 0
for _, answer in ipairs(redis.call('SMEMBERS', key('corrected'))) do
  corrected = corrected + redis.call('SISMEMBER', key('delivered'), answer)
end
return {#pending - working, working, redis.call('ZCARD', key('outbox')), redis.call('SCARD', key('undeliverable')),
  redis.call('SCARD', key('delivered')), corrected}`;

const PURGE_QUESTIONS = `
local old = redis.call('ZRANGEBYSCORE', key('done'), '-inf', '('..ARGV[1], 'LIMIT', 0, ${STEP})
for _, seq in ipairs(old) do
  local q = question(seq)
  if q.thread then forget(q) end
  redis.call('ZREM', key('done'), seq)
end
return #old`;

const PURGE_DELIVERIES = `
local old = redis.call('ZRANGEBYSCORE', key('outbox-done'), '-inf', '('..ARGV[1], 'LIMIT', 0, ${STEP})
for _, seq in ipairs(old) do
  redis.call('DEL', key('delivery-id:'..redis.call('HGET', key('delivery:'..seq), 'id')), key('delivery:'..seq))
  redis.call('ZREM', key('outbox-done'), seq)
  redis.call('SREM', key('undeliverable'), seq)
end
return #old`;

const PURGE_ANSWERS = `
local old = redis.call('ZRANGEBYSCORE', key('answers'), '-inf', '('..ARGV[1], 'LIMIT', 0, ${STEP})
for _, id in ipairs(old) do
  for _, vote in ipairs(redis.call('HVALS', key('votes:'..id))) do
    redis.call('DEL', key('feedback:'..vote))
    redis.call('ZREM', key('downs'), vote)
  end
  redis.call('ZREM', key('answers:'..redis.call('HGET', key('answer:'..id), 'thread')), id)
  redis.call('DEL', key('votes:'..id), key('answer:'..id))
  redis.call('ZREM', key('answers'), id)
  redis.call('SREM', key('delivered'), id)
  redis.call('SREM', key('corrected'), id)
end
for _, thread in ipairs(redis.call('ZRANGEBYSCORE', key('threads'), '-inf', '('..ARGV[1], 'LIMIT', 0, ${STEP})) do
  redis.call('DEL', key('thread:'..thread), key('turn:'..thread))
  redis.call('ZREM', key('threads'), thread)
end
return #old`;
