import type { IncomingMessage } from "../contracts/conversation.js";
import type {
  Claim,
  ConversationStore,
  Enqueued,
  QuestionMode,
  ThreadState,
} from "../contracts/conversation-store.js";
import type { RunScript } from "./redis-script.js";

type InboxPart = Pick<
  ConversationStore,
  | "enqueue"
  | "claimQuestion"
  | "commit"
  | "release"
  | "disownQuestions"
  | "waiting"
  | "cancel"
  | "threadState"
>;

/** The inbox of a Redis conversation store. Positions in a thread are ordered as bytes, like SQLite's. */
export function redisInbox(run: RunScript): InboxPart {
  return {
    enqueue: async (message, { mode, answerId, owner, limit, now }) => {
      const reply = (await run(
        ENQUEUE,
        `${message.channel}|${message.eventId}`,
        `${message.channel}|${message.place}|${message.messageId}`,
        message.thread,
        message.order,
        mode,
        answerId,
        JSON.stringify(message),
        mode === "ask" ? owner : "",
        limit,
        now,
      )) as [string, number, string, number];
      return enqueued(reply);
    },

    claimQuestion: async ({ owner, now, settleMs, seq }) => {
      const reply = (await run(CLAIM, owner, now, settleMs, seq ?? "")) as ClaimReply | null;
      if (reply === null) return null;
      const [claimed, answerId, mode, body, attempt, state] = reply;
      const item = { seq: Number(claimed), answerId, mode, message: JSON.parse(body), attempt };
      return { owner, item, state: state === null ? null : (JSON.parse(state) as ThreadState) };
    },

    commit: async ({ owner, item, state: before }, { state, record, deliveries, now }) =>
      (await run(
        COMMIT,
        ...[item.seq, owner, item.attempt, before?.turn ?? 0],
        ...[item.message.thread, state.turn, JSON.stringify(state)],
        ...[item.answerId, record.at, JSON.stringify(record)],
        ...[item.mode === "ask" && !record.notice ? 1 : 0, now],
        ...deliveries.flatMap((delivery) => [
          delivery.id,
          delivery.channel,
          delivery.thread,
          delivery.kind === "answer" ? (delivery.answer?.id ?? "") : "",
          JSON.stringify(delivery),
        ]),
      )) as "committed" | "lost",

    release: async ({ owner, item }: Claim, counted) => {
      await run(RELEASE, item.seq, owner, item.attempt, counted ? 0 : 1);
    },

    disownQuestions: async (owner, held) => {
      await run(DISOWN, owner, ...held);
    },

    waiting: async (threads) =>
      ((await run(WAITING, ...threads)) as string[]).map((body) => JSON.parse(body) as IncomingMessage),

    cancel: async (seq) => {
      await run(CANCEL, seq);
    },

    threadState: async (thread) => {
      const text = (await run("return get('thread:'..ARGV[1])", thread)) as string | null;
      return text === null ? null : JSON.parse(text);
    },
  };
}

type ClaimReply = [string, string, QuestionMode, string, number, string | null];

function enqueued([kind, seq, answerId, more]: [string, number, string, number]): Enqueued {
  switch (kind) {
    case "accepted":
      return { kind, answerId, seq: Number(seq), ahead: more };
    case "full":
      return { kind, waiting: more };
    default:
      return { kind: "seen", answerId, seq: Number(seq), done: more === 1 };
  }
}

/** What every script may call. Keys share one prefix in braces, so that a cluster keeps them together. */
export const PRELUDE = `
local P = '{assay}:'
local function key(name) return P..name end
local function get(name) return redis.call('GET', P..name) end
local function alive(owner, now)
  if not owner or owner == '' then return false end
  local till = redis.call('ZSCORE', P..'owners', owner)
  return till and tonumber(till) > now
end
local function place_in_thread(position, seq) return position..'\\0'..string.format('%016d', seq) end
local function question(seq)
  local v = redis.call('HMGET', P..'question:'..seq, 'mode', 'state', 'owner', 'thread', 'position', 'arrived', 'event', 'message')
  return { seq = tonumber(seq), mode = v[1], state = v[2], owner = v[3], thread = v[4], position = v[5],
    arrived = tonumber(v[6] or 0), event = v[7], message = v[8] }
end
local function leave_queue(q)
  redis.call('ZREM', P..'pending', q.seq)
  redis.call('ZREM', P..'pending:'..q.thread, place_in_thread(q.position, q.seq))
end
local function forget(q)
  leave_queue(q)
  redis.call('DEL', P..'question:'..q.seq, P..'event:'..q.event, P..'message:'..q.message)
end
local function give_back(seq, owner, attempt, less)
  local k = P..'question:'..seq
  local v = redis.call('HMGET', k, 'state', 'owner', 'attempt', 'mode')
  if v[1] ~= 'working' or v[2] ~= owner or tonumber(v[3]) ~= attempt then return end
  redis.call('HSET', k, 'state', 'queued', 'attempt', attempt - less)
  if v[4] ~= 'ask' then redis.call('HSET', k, 'owner', '') end
end
local function add_delivery(id, channel, thread, answer, body, now)
  if redis.call('EXISTS', P..'delivery-id:'..id) == 1 then return end
  local seq = redis.call('INCR', P..'delivery-seq')
  redis.call('SET', P..'delivery-id:'..id, seq)
  redis.call('HSET', P..'delivery:'..seq, 'id', id, 'channel', channel, 'thread', thread, 'answer', answer, 'body', body,
    'state', 'queued', 'owner', '', 'attempt', 0, 'not_before', now, 'uncertain', 0, 'created', now)
  redis.call('ZADD', P..'outbox', seq, seq)
  redis.call('ZADD', P..'outbox:'..thread, seq, seq)
end
local function weigh(answer)
  local down = false
  for _, id in ipairs(redis.call('HVALS', P..'votes:'..answer)) do
    local v = redis.call('HMGET', P..'feedback:'..id, 'vote', 'review')
    if v[1] == 'down' and v[2] ~= 'rejected' then down = true end
  end
  redis.call(down and 'SADD' or 'SREM', P..'corrected', answer)
end
`;

const ENQUEUE = `
local event, message, thread, position, mode, answer, body, owner = unpack(ARGV, 1, 8)
local limit, now = tonumber(ARGV[9]), tonumber(ARGV[10])
local seen = get('event:'..event) or get('message:'..message)
if seen then
  local q = question(seen)
  if q.mode == 'ask' and q.state ~= 'done' and not alive(q.owner, now) then forget(q)
  else return {'seen', seen, redis.call('HGET', key('question:'..seen), 'answer'), q.state == 'done' and 1 or 0} end
end
local ahead = redis.call('ZCARD', key('pending'))
if ahead >= limit then return {'full', 0, '', ahead} end
local seq = redis.call('INCR', key('question-seq'))
redis.call('SET', key('event:'..event), seq)
redis.call('SET', key('message:'..message), seq)
redis.call('HSET', key('question:'..seq), 'event', event, 'message', message, 'thread', thread, 'position', position,
  'mode', mode, 'answer', answer, 'body', body, 'owner', owner, 'state', 'queued', 'attempt', 0, 'arrived', now)
redis.call('ZADD', key('pending'), seq, seq)
redis.call('ZADD', key('pending:'..thread), 0, place_in_thread(position, seq))
return {'accepted', seq, answer, ahead}`;

const CLAIM = `
local owner, now, settle, only = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
local firsts = {}
local function first_of(thread)
  if firsts[thread] then return firsts[thread] end
  local first
  for _, member in ipairs(redis.call('ZRANGE', key('pending:'..thread), 0, -1)) do
    local e = question(tonumber(string.sub(member, -16)))
    local lives = alive(e.owner, now)
    if e.state == 'working' and lives then first = -1 break end
    if not first and (e.mode == 'deliver' or lives) then first = e.seq end
  end
  firsts[thread] = first or 0
  return firsts[thread]
end
local function free(q)
  if not q.state or q.state == 'done' then return false end
  if q.state ~= 'queued' and (q.owner == owner or alive(q.owner, now)) then return false end
  return first_of(q.thread) == q.seq
end
local found
if only ~= '' then
  local q = question(only)
  if free(q) then found = q end
else
  for _, seq in ipairs(redis.call('ZRANGE', key('pending'), 0, -1)) do
    local q = question(seq)
    if q.mode == 'deliver' and q.arrived <= now - settle and free(q) then found = q break end
  end
end
if not found then return false end
local k = key('question:'..found.seq)
redis.call('HSET', k, 'state', 'working', 'owner', owner)
local attempt = redis.call('HINCRBY', k, 'attempt', 1)
return {tostring(found.seq), redis.call('HGET', k, 'answer'), found.mode, redis.call('HGET', k, 'body'), attempt,
  get('thread:'..found.thread)}`;

const COMMIT = `
local seq, owner, attempt, before = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local thread, turn, state, answer, at, record = ARGV[5], tonumber(ARGV[6]), ARGV[7], ARGV[8], ARGV[9], ARGV[10]
local delivered, now = ARGV[11] == '1', tonumber(ARGV[12])
local k = key('question:'..seq)
local held = redis.call('HMGET', k, 'state', 'owner', 'attempt')
if held[1] ~= 'working' or held[2] ~= owner or tonumber(held[3]) ~= attempt then return 'lost' end
if tonumber(get('turn:'..thread) or 0) ~= before then
  give_back(seq, owner, attempt, 1)
  return 'lost'
end
redis.call('SET', key('thread:'..thread), state)
redis.call('SET', key('turn:'..thread), turn)
redis.call('ZADD', key('threads'), now, thread)
redis.call('HSET', key('answer:'..answer), 'body', record, 'thread', thread)
redis.call('ZADD', key('answers'), at, answer)
redis.call('ZADD', key('answers:'..thread), turn, answer)
if delivered then redis.call('SADD', key('delivered'), answer) end
for i = 13, #ARGV, 5 do add_delivery(ARGV[i], ARGV[i+1], ARGV[i+2], ARGV[i+3], ARGV[i+4], now) end
leave_queue(question(seq))
redis.call('HSET', k, 'state', 'done', 'owner', '', 'body', '')
redis.call('ZADD', key('done'), now, seq)
return 'committed'`;

const RELEASE = "give_back(ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]))";

const DISOWN = `
local held = {}
for i = 2, #ARGV do held[ARGV[i]] = true end
for _, seq in ipairs(redis.call('ZRANGE', key('pending'), 0, -1)) do
  local v = redis.call('HMGET', key('question:'..seq), 'state', 'owner', 'mode', 'attempt')
  if v[1] == 'working' and v[2] == ARGV[1] and v[3] == 'deliver' and not held[seq] then
    give_back(seq, v[2], tonumber(v[4]), 1)
  end
end`;

const WAITING = `
local found = {}
for _, thread in ipairs(ARGV) do
  for _, member in ipairs(redis.call('ZRANGE', key('pending:'..thread), 0, -1)) do
    local v = redis.call('HMGET', key('question:'..tonumber(string.sub(member, -16))), 'state', 'body')
    if v[1] == 'queued' then found[#found + 1] = v[2] end
  end
end
return found`;

const CANCEL = `
local q = question(ARGV[1])
if q.mode == 'ask' and q.state ~= 'done' then forget(q) end`;
