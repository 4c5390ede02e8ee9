import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SILENT_LOGGER } from "../../src/observability/logger.js";
import { connectRedis, type RedisClient } from "../../src/stores/redis.js";
import { redisSpend } from "../../src/stores/spend-redis.js";
import { type RedisServer, startRedis } from "../../src/stores/testing/redis-server.js";
import { spendContract } from "../../src/stores/testing/spend-contract.js";

let server: RedisServer;
const clients: RedisClient[] = [];
const connect = async (): Promise<RedisClient> => {
  const client = await connectRedis(server.url, { logger: SILENT_LOGGER, required: true });
  clients.push(client);
  return client;
};

beforeAll(async () => {
  server = await startRedis();
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  await server.stop();
});

spendContract(async () => {
  const [one, two] = [await connect(), await connect()];
  await one.flushDb();
  return [redisSpend(one), redisSpend(two)];
});

describe("counters in Redis", () => {
  it("fail within their time where Redis hangs or is gone: nothing is spent uncounted", async () => {
    const ledger = redisSpend(await connect());
    const item = { key: "a", amount: 1, limit: 5, expiresAt: Date.now() + 60_000 };
    server.process.kill("SIGSTOP");
    const started = performance.now();
    await expect(ledger.reserve([item])).rejects.toMatchObject({ code: "state_unavailable" });
    expect(performance.now() - started).toBeLessThan(10_000);
    server.process.kill("SIGCONT");
  });
});
