import type { LeaseStore } from "./leases.js";
import type { RedisClient } from "./redis.js";
import { scriptRunner } from "./redis-script.js";

const TAKE = `
if redis.call("SET", "assay:lease:" .. ARGV[1], ARGV[2], "NX", "PX", ARGV[3]) then return 1 end
return 0`;

const EXTEND = `
if redis.call("GET", "assay:lease:" .. ARGV[1]) ~= ARGV[2] then return 0 end
return redis.call("PEXPIRE", "assay:lease:" .. ARGV[1], ARGV[3])`;

const RELEASE = `
if redis.call("GET", "assay:lease:" .. ARGV[1]) ~= ARGV[2] then return 0 end
return redis.call("DEL", "assay:lease:" .. ARGV[1])`;

/** Leases in Redis, for processes on several machines; time is that of Redis. Throws AppError (state_unavailable). */
export function redisLeases(client: RedisClient): LeaseStore {
  const run = scriptRunner(client, "");
  return {
    take: async (key, holder, ttlMs) => Number(await run(TAKE, key, holder, ttlMs)) === 1,
    extend: async (key, holder, ttlMs) => {
      await run(EXTEND, key, holder, ttlMs);
    },
    release: async (key, holder) => {
      await run(RELEASE, key, holder);
    },
  };
}
