import { AppError } from "../contracts/errors.js";
import type { SpendLedger } from "../contracts/model.js";
import type { RedisClient } from "./redis.js";
import { scriptRunner } from "./redis-script.js";

const RESERVE = `
local totals = {}
for at = 1, #ARGV, 4 do
  local total = tonumber(redis.call("GET", "assay:spend:" .. ARGV[at]) or "0") + tonumber(ARGV[at + 1])
  if ARGV[at + 2] ~= "" and total > tonumber(ARGV[at + 2]) then
    return { 0, (at - 1) / 4, string.format("%.0f", total - tonumber(ARGV[at + 1])) }
  end
  totals[#totals + 1] = string.format("%.0f", total)
end
for at = 1, #ARGV, 4 do
  redis.call("INCRBY", "assay:spend:" .. ARGV[at], ARGV[at + 1])
  redis.call("PEXPIREAT", "assay:spend:" .. ARGV[at], ARGV[at + 3])
end
return { 1, totals }`;

const SETTLE = `
for at = 1, #ARGV, 2 do
  local key = "assay:spend:" .. ARGV[at]
  if redis.call("EXISTS", key) == 1 and redis.call("INCRBY", key, ARGV[at + 1]) < 0 then
    redis.call("SET", key, "0", "KEEPTTL")
  end
end
return 1`;

/** Counters in Redis, for processes on several machines. Throws AppError (state_unavailable) when it does not answer in time. */
export function redisSpend(client: RedisClient): SpendLedger {
  const run = scriptRunner(client, "");
  return {
    async reserve(items) {
      const flat = items.flatMap(({ key, amount, limit, expiresAt }) => [
        key,
        amount,
        limit ?? "",
        expiresAt,
      ]);
      const reply = await run(RESERVE, ...flat);
      if (!Array.isArray(reply)) throw unreadable();
      if (Number(reply[0]) === 0) return { ok: false, index: Number(reply[1]), total: Number(reply[2]) };
      const totals: unknown = reply[1];
      if (!Array.isArray(totals)) throw unreadable();
      return { ok: true, totals: totals.map(Number) };
    },
    async settle(items) {
      if (items.length > 0) await run(SETTLE, ...items.flatMap(({ key, amount }) => [key, amount]));
    },
  };
}

function unreadable(): AppError {
  return new AppError(
    "state_unavailable",
    "configuration",
    "Redis at REDIS_URL gave an answer that is none.",
    "Check that REDIS_URL names a Redis server.",
  );
}
