import type { Delivery } from "../contracts/conversation.js";
import type { ConversationStore } from "../contracts/conversation-store.js";
import type { RunScript } from "./redis-script.js";

type OutboxPart = Pick<
  ConversationStore,
  "claimDelivery" | "disownDeliveries" | "settleDelivery" | "addDelivery" | "heartbeat" | "owners" | "retire"
>;

/** The outbox of a Redis conversation store, and the life of the processes that work at inbox and outbox. */
export function redisOutbox(run: RunScript): OutboxPart {
  return {
    claimDelivery: async ({ owner, now, channels }) => {
      const reply = (await run(CLAIM, owner, now, ...channels)) as [string, number, string, number] | null;
      if (reply === null) return null;
      const [body, attempt, created, reconcile] = reply;
      const delivery: Delivery = JSON.parse(body);
      return {
        owner,
        delivery: { ...delivery, attempt },
        createdAt: Number(created),
        reconcile: reconcile === 1,
      };
    },

    disownDeliveries: async (owner, held) => {
      await run(DISOWN, owner, ...held);
    },

    settleDelivery: async ({ owner, delivery }, verdict, now) => {
      const held = [delivery.id, owner, delivery.attempt, now];
      if (verdict.kind === "retry")
        await run(RETRY, ...held, verdict.notBefore, verdict.uncertain ? 1 : 0, verdict.reason);
      else
        await run(END, ...held, verdict.kind, verdict.kind === "failed" ? verdict.reason : verdict.reference);
    },

    addDelivery: async (delivery, now) => {
      await run(
        "add_delivery(ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6]))",
        delivery.id,
        delivery.channel,
        delivery.thread,
        delivery.kind === "answer" ? (delivery.answer?.id ?? "") : "",
        JSON.stringify(delivery),
        now,
      );
    },

    heartbeat: async (owner, now, leaseMs) => {
      await run(HEARTBEAT, owner, now + leaseMs, now - FORGET_OWNER_MS);
    },

    owners: async () => (await run("return redis.call('ZRANGE', key('owners'), 0, -1)")) as string[],

    retire: async (owner, reconcileFrom) => {
      const [questions, deliveries] = (await run(RETIRE, owner, reconcileFrom)) as [number, number];
      return { questions, deliveries };
    },
  };
}

/** Owners that died without anybody retiring them leave only their name behind. */
const FORGET_OWNER_MS = 24 * 60 * 60_000;

const HEARTBEAT = `
redis.call('ZREMRANGEBYSCORE', key('owners'), '-inf', '('..ARGV[3])
redis.call('ZADD', key('owners'), ARGV[2], ARGV[1])`;

const CLAIM = `
local owner, now = ARGV[1], tonumber(ARGV[2])
local channels = {}
for i = 3, #ARGV do channels[ARGV[i]] = true end
for _, seq in ipairs(redis.call('ZRANGE', key('outbox'), 0, -1)) do
  local k = key('delivery:'..seq)
  local v = redis.call('HMGET', k, 'state', 'owner', 'not_before', 'channel', 'thread', 'uncertain')
  local free = v[1] == 'queued' or (v[1] == 'sending' and v[2] ~= owner and not alive(v[2], now))
  if free and tonumber(v[3]) <= now and channels[v[4]]
    and redis.call('ZRANGE', key('outbox:'..v[5]), 0, 0)[1] == seq then
    redis.call('HSET', k, 'state', 'sending', 'owner', owner)
    local attempt = redis.call('HINCRBY', k, 'attempt', 1)
    local reconcile = (v[1] == 'sending' or v[6] == '1') and 1 or 0
    return {redis.call('HGET', k, 'body'), attempt, redis.call('HGET', k, 'created'), reconcile}
  end
end
return false`;

const DISOWN = `
local held = {}
for i = 2, #ARGV do held[ARGV[i]] = true end
for _, seq in ipairs(redis.call('ZRANGE', key('outbox'), 0, -1)) do
  local k = key('delivery:'..seq)
  local v = redis.call('HMGET', k, 'state', 'owner', 'id')
  if v[1] == 'sending' and v[2] == ARGV[1] and not held[v[3]] then
    redis.call('HSET', k, 'state', 'queued', 'owner', '', 'uncertain', 1)
  end
end`;

const HELD = `
local seq = get('delivery-id:'..ARGV[1])
local k = key('delivery:'..(seq or ''))
local v = redis.call('HMGET', k, 'state', 'owner', 'attempt', 'thread', 'answer')
if v[1] ~= 'sending' or v[2] ~= ARGV[2] or v[3] ~= ARGV[3] then return end`;

const RETRY = `${HELD}
redis.call('HSET', k, 'state', 'queued', 'owner', '', 'not_before', ARGV[5], 'uncertain', ARGV[6], 'reason', ARGV[7])`;

const END = `${HELD}
redis.call('HSET', k, 'state', ARGV[5], 'owner', '', 'body', '', 'reason', ARGV[6])
redis.call('ZREM', key('outbox'), seq)
redis.call('ZREM', key('outbox:'..v[4]), seq)
redis.call('ZADD', key('outbox-done'), ARGV[4], seq)
if ARGV[5] == 'failed' then redis.call('SADD', key('undeliverable'), seq)
elseif v[5] ~= '' then redis.call('SADD', key('delivered'), v[5]) end`;

const RETIRE = `
local owner, from = ARGV[1], tonumber(ARGV[2])
redis.call('ZREM', key('owners'), owner)
local questions, deliveries = 0, 0
for _, seq in ipairs(redis.call('ZRANGE', key('pending'), 0, -1)) do
  local q = question(seq)
  if q.owner == owner then
    if q.mode == 'ask' then forget(q)
    elseif q.state == 'working' then
      redis.call('HSET', key('question:'..seq), 'state', 'queued', 'owner', '')
      questions = questions + 1
    end
  end
end
for _, seq in ipairs(redis.call('ZRANGE', key('outbox'), 0, -1)) do
  local k = key('delivery:'..seq)
  local v = redis.call('HMGET', k, 'state', 'owner', 'not_before')
  if v[1] == 'sending' and v[2] == owner then
    redis.call('HSET', k, 'state', 'queued', 'owner', '', 'uncertain', 1, 'not_before', math.max(tonumber(v[3]), from))
    deliveries = deliveries + 1
  end
end
return {questions, deliveries}`;
